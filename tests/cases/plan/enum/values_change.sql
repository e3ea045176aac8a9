-- from
CREATE TYPE added AS ENUM ('a', 'c');
CREATE TYPE renamed AS ENUM ('a', 'b''s');
CREATE TYPE removed AS ENUM ('a', 'b', 'c');
CREATE TYPE "re ordered" AS ENUM ('a', 'b', 'c');
CREATE DOMAIN d AS removed DEFAULT 'a' CHECK (VALUE <> 'c');
CREATE TABLE t (id integer, a added DEFAULT 'c', r removed DEFAULT 'a' NOT NULL, o "re ordered"[], d d);
CREATE INDEX i ON t (r) WHERE r = 'a';
CREATE VIEW v AS SELECT id, r FROM t WHERE r > 'a';
CREATE FUNCTION f(r removed DEFAULT 'a') RETURNS removed LANGUAGE sql AS 'SELECT r';
-- to
CREATE TYPE added AS ENUM ('0', 'a', 'b', 'c', 'd');
CREATE TYPE renamed AS ENUM ('a', 'B');
CREATE TYPE removed AS ENUM ('a', 'c');
CREATE TYPE "re ordered" AS ENUM ('c', 'a', 'b');
CREATE DOMAIN d AS removed DEFAULT 'a' CHECK (VALUE <> 'c');
CREATE TABLE t (id integer, a added DEFAULT 'c', r removed DEFAULT 'a' NOT NULL, o "re ordered"[], d d);
CREATE INDEX i ON t (r) WHERE r = 'a';
CREATE VIEW v AS SELECT id, r FROM t WHERE r > 'a';
CREATE FUNCTION f(r removed DEFAULT 'a') RETURNS removed LANGUAGE sql AS 'SELECT r';
