CREATE SCHEMA a;
CREATE SCHEMA b;
-- from
CREATE TABLE a.t (id integer PRIMARY KEY, x text);
CREATE VIEW a.v AS SELECT x FROM a.t;
-- rows
INSERT INTO a.t SELECT i, 'r' || i FROM generate_series(1, 9) i;
-- renames
table|a.t|b.t
-- to
CREATE TABLE b.t (id integer PRIMARY KEY, x text);
CREATE VIEW a.v AS SELECT x FROM b.t;
-- query
SELECT ROW(id, x) FROM a.t
-- query after
SELECT ROW(id, x) FROM b.t
