-- from
CREATE TABLE t (id integer, a integer, was integer GENERATED ALWAYS AS (a * 2) STORED, changes integer GENERATED ALWAYS AS (a + 1) STORED);
-- rows
INSERT INTO t (id, a) SELECT i, i FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer, a bigint, was integer DEFAULT 5, changes numeric GENERATED ALWAYS AS (a + 1) STORED);
-- query
SELECT ROW(id, a, was, changes) FROM t
