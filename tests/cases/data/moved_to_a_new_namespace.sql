-- from
CREATE SCHEMA old;
CREATE TYPE old.state AS ENUM ('open', 'done');
CREATE TABLE old.t (id serial PRIMARY KEY, x text, s old.state[] DEFAULT '{open}');
CREATE INDEX ON old.t (x);
CREATE TABLE old.child () INHERITS (old.t);
CREATE VIEW old.v AS SELECT x FROM old.t;
CREATE TABLE old.gone (id integer);
-- rows
INSERT INTO old.t (x) SELECT 'r' || i FROM generate_series(1, 9) i;
-- to
CREATE SCHEMA new;
CREATE SCHEMA "newer one";
CREATE TYPE new.state AS ENUM ('open', 'done');
CREATE TABLE new.t (id serial PRIMARY KEY, x text, s new.state[] DEFAULT '{open}');
CREATE INDEX ON new.t (x);
CREATE TABLE "newer one".child () INHERITS (new.t);
CREATE VIEW new.v AS SELECT x FROM new.t;
-- query
SELECT ROW(id, x, s) FROM old.t UNION ALL SELECT ROW(10, 'next', '{open}')
-- query after
SELECT ROW(id, x, s) FROM new.t UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('new.t', 'id')), 'next', '{open}')
