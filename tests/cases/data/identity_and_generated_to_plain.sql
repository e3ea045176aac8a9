-- from
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, s serial, g integer GENERATED ALWAYS AS (s * 2) STORED, x text);
-- rows
INSERT INTO t (x) SELECT 'r' || i FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer NOT NULL, s integer NOT NULL, g integer, x text);
-- query
SELECT ROW(id, s, g, x) FROM t
