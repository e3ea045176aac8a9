-- from
CREATE TABLE parent (x text);
CREATE TABLE child () INHERITS (parent);
-- rows
INSERT INTO parent VALUES ('one'), ('two');
INSERT INTO child VALUES ('three');
-- to
CREATE TABLE parent (x text);
ALTER TABLE parent ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 2);
CREATE TABLE child () INHERITS (parent);
-- query
SELECT ROW(x) FROM parent UNION ALL VALUES (ROW('7')), (ROW('9')), (ROW('11')), (ROW('13'))
-- query after
SELECT ROW(x) FROM parent UNION ALL SELECT ROW(id::text) FROM parent UNION ALL SELECT ROW(nextval(pg_get_serial_sequence('parent', 'id'))::text)
