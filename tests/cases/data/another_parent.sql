-- from
CREATE TABLE one (id integer, x text);
CREATE TABLE two (id integer, y text);
CREATE TABLE child (z integer) INHERITS (one);
CREATE TABLE gets (z integer, e integer) INHERITS (two);
CREATE VIEW v AS SELECT e FROM gets;
-- rows
INSERT INTO child VALUES (1, 'x', 2);
INSERT INTO gets VALUES (3, 'y', 4, 5);
-- to
CREATE TABLE one (id integer, x text);
CREATE TABLE two (id integer, y text, e integer);
CREATE TABLE child (z integer) INHERITS (two);
CREATE TABLE gets (z integer) INHERITS (two);
CREATE VIEW v AS SELECT e FROM gets;
-- query
SELECT ROW(id::text, z) FROM child UNION ALL SELECT ROW(y, e) FROM gets
