-- from
CREATE SCHEMA old;
CREATE TABLE old.t (id serial PRIMARY KEY, x text);
CREATE TABLE old.gone (id integer);
-- to
CREATE TABLE t (id serial PRIMARY KEY, x text);
