-- from
CREATE TABLE t (id integer PRIMARY KEY, x text);
CREATE TABLE s (id bigint, x text);
-- rows
INSERT INTO t SELECT i, 'r' || i FROM generate_series(1, 41) i;
INSERT INTO s SELECT i, 'r' || i FROM generate_series(1, 41) i;
-- to
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);
CREATE TABLE s (id bigserial, x text);
-- query
SELECT ROW(id, x) FROM t UNION ALL SELECT ROW(42, 'next') UNION ALL SELECT ROW(id, x) FROM s UNION ALL SELECT ROW(42, 'next')
-- query after
SELECT ROW(id, x) FROM t UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('t', 'id')), 'next')
UNION ALL SELECT ROW(id, x) FROM s UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('s', 'id')), 'next')
