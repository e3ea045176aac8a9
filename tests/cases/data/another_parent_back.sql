-- from
CREATE TABLE one (id integer, x text);
CREATE TABLE two (id integer, y text, e integer);
CREATE TABLE child (z integer) INHERITS (two);
CREATE TABLE gets (z integer) INHERITS (two);
CREATE VIEW v AS SELECT e FROM gets;
-- rows
INSERT INTO child (id, z) VALUES (1, 2);
INSERT INTO gets (id, y, e, z) VALUES (3, 'y', 5, 4);
-- to
CREATE TABLE one (id integer, x text);
CREATE TABLE two (id integer, y text);
CREATE TABLE child (z integer) INHERITS (one);
CREATE TABLE gets (z integer, e integer) INHERITS (two);
CREATE VIEW v AS SELECT e FROM gets;
-- query
SELECT ROW(id::text, z) FROM child UNION ALL SELECT ROW(y, e) FROM gets
