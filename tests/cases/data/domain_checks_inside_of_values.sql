-- from
CREATE DOMAIN n AS integer;
CREATE TYPE pair AS (a n, b text);
CREATE TABLE t (id integer, list n[], p pair, many pair[]);
-- rows
INSERT INTO t VALUES (1, '{1,2}', ROW(3, 'a, "b"'), ARRAY[ROW(4, 'it''s')::pair]), (2, NULL, NULL, NULL);
-- to
CREATE DOMAIN n AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (a n, b text);
CREATE TABLE t (id integer, list n[], p pair, many pair[]);
-- query
SELECT ROW(id, list::text, p::text, many::text) FROM t
