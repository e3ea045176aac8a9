-- from
CREATE TABLE t (id integer, x text);
-- rows
INSERT INTO t SELECT i, repeat('x', 3000) FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer, x text COMPRESSION pglz);
-- query
SELECT ROW(id, x) FROM t
