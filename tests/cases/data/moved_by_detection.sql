CREATE SCHEMA a;
CREATE SCHEMA b;
-- from
CREATE TABLE a.t (id serial PRIMARY KEY, x text);
CREATE VIEW a.v AS SELECT x FROM a.t;
-- rows
INSERT INTO a.t (x) SELECT 'r' || i FROM generate_series(1, 9) i;
-- to
CREATE TABLE b.t (id serial PRIMARY KEY, x text);
CREATE VIEW a.v AS SELECT x FROM b.t;
-- query
SELECT ROW(id, x) FROM a.t UNION ALL SELECT ROW(10, 'next')
-- query after
SELECT ROW(id, x) FROM b.t UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('b.t', 'id')), 'next')
