-- from
CREATE TABLE parent (a "char", b integer);
CREATE TABLE child () INHERITS (parent);
-- to
CREATE TABLE child ();
