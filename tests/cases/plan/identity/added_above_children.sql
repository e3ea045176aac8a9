-- from
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
-- to
CREATE TABLE parent (a integer);
ALTER TABLE parent ADD COLUMN id smallint GENERATED ALWAYS AS IDENTITY (START WITH 7);
CREATE TABLE child () INHERITS (parent);
