-- from
CREATE DOMAIN n AS numeric(10,2) DEFAULT 0;
CREATE DOMAIN nn AS n;
CREATE TYPE pair AS (a n, b text);
CREATE TABLE t (list n[], one n, p pair, other nn[]);
-- to
CREATE DOMAIN n AS numeric(10,2) DEFAULT 0 NOT NULL;
ALTER DOMAIN n ADD CONSTRAINT "it's" CHECK (VALUE > 0);
CREATE DOMAIN nn AS n;
CREATE TYPE pair AS (a n, b text);
CREATE TABLE t (list n[], one n, p pair, other nn[]);
