-- from
CREATE TABLE t (id integer NOT NULL, x text) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t2 PARTITION OF t DEFAULT;
-- rows
INSERT INTO t SELECT i, 'r' || i FROM generate_series(1, 19) i;
-- to
CREATE TABLE t (id integer NOT NULL, x text);
-- query
SELECT ROW(id, x) FROM t
