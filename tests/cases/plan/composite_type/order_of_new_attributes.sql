-- from
CREATE TYPE pair AS (a integer);
CREATE TABLE t (a integer);
-- to
CREATE TYPE pair AS (a integer, c text, b text);
CREATE TABLE t (a integer, c text, b text);
