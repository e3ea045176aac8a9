-- from
CREATE TABLE parent (id integer, x text);
CREATE TABLE gains (id integer, x text, y integer);
CREATE TABLE loses (y integer) INHERITS (parent);
-- rows
INSERT INTO parent VALUES (1, 'one');
INSERT INTO gains VALUES (2, 'two', 2);
INSERT INTO loses VALUES (3, 'three', 3);
-- to
CREATE TABLE parent (id integer, x text);
CREATE TABLE gains (y integer) INHERITS (parent);
CREATE TABLE loses (id integer, x text, y integer);
-- query
SELECT ROW(id, x, 0) FROM ONLY parent UNION ALL SELECT ROW(id, x, y) FROM ONLY gains UNION ALL SELECT ROW(id, x, y) FROM loses
