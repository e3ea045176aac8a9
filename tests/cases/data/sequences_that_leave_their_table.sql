-- from
CREATE TABLE t (id serial, x text);
-- rows
INSERT INTO t (x) SELECT 'r' || i FROM generate_series(1, 9) i;
-- to
CREATE SEQUENCE t_id_seq AS integer;
CREATE TABLE other (n integer);
ALTER SEQUENCE t_id_seq OWNED BY other.n;
-- query
SELECT ROW(last_value) FROM t_id_seq
