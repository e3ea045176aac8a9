-- from
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE grown AS (a integer, b text);
CREATE TABLE t (id integer, p pair, list pair[], g grown);
-- rows
INSERT INTO t VALUES (1, ROW(1, 'one'), ARRAY[ROW(2, 'a, "b"')::pair], ROW(3, 'x')), (2, NULL, NULL, NULL), (3, ROW(NULL, NULL), '{}', ROW(4, NULL));
-- to
CREATE TYPE pair AS (a bigint, b text);
CREATE TYPE grown AS (a integer, b text, "c--" integer);
CREATE TABLE t (id integer, p pair, list pair[], g grown);
-- query
SELECT ROW(id, (p).a, (p).b, list::text, (g).a, (g).b) FROM t
