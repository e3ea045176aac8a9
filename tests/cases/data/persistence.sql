-- from
CREATE TABLE a (id serial, x text);
CREATE UNLOGGED TABLE b (id integer GENERATED ALWAYS AS IDENTITY, x text) WITH (fillfactor = 70);
-- rows
INSERT INTO a (x) VALUES ('one'), (NULL);
INSERT INTO b (x) VALUES ('one'), ('two');
-- to
CREATE UNLOGGED TABLE a (id serial, x text) WITH (fillfactor = 70);
CREATE TABLE b (id integer GENERATED ALWAYS AS IDENTITY, x text);
-- query
SELECT ROW(id, x) FROM a UNION ALL SELECT ROW(id, x) FROM b
