-- from
CREATE TABLE parent (a integer, CONSTRAINT c CHECK (a > 0) NOT VALID);
CREATE TABLE child ();
-- to
CREATE TABLE parent (a integer, CONSTRAINT c CHECK (a > 1) NOT VALID);
CREATE TABLE child () INHERITS (parent);
