CREATE SCHEMA "My s.";
-- from
CREATE TYPE "My s."."a ""t" AS (a integer, "b c" text, d date);
CREATE TYPE used AS (a integer, b text, e integer);
CREATE TABLE t (id integer PRIMARY KEY, u used, v used[]);
INSERT INTO t VALUES (1, '(1,x,7)', NULL), (2, NULL, NULL);
CREATE VIEW w AS SELECT id, (u).b AS b FROM t;
-- to
CREATE TYPE "My s."."a ""t" AS (a bigint, d date, "new" text COLLATE "C");
CREATE TYPE used AS (b text, a bigint, c text);
CREATE TABLE t (id integer PRIMARY KEY, u used, v used[]);
CREATE VIEW w AS SELECT id, (u).b AS b FROM t;
