-- from
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);
-- rows
INSERT INTO t (x) SELECT 'r' || i FROM generate_series(1, 9) i;
SELECT setval(pg_get_serial_sequence('t', 'id'), 41);
-- to
CREATE TABLE t (id serial PRIMARY KEY, x text);
-- query
SELECT ROW(id, x) FROM t UNION ALL SELECT ROW(42, 'next')
-- query after
SELECT ROW(id, x) FROM t UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('t', 'id')), 'next')
