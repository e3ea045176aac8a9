-- from
CREATE TYPE c AS (a integer, b text);
CREATE TABLE t (one c, many c[]);
-- to
CREATE TYPE c AS (b text, a bigint, d integer);
CREATE TABLE t (one c, many c[]);
