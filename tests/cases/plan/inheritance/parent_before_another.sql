-- from
CREATE TABLE one (a integer, CONSTRAINT one_a CHECK (a > 0));
CREATE TABLE other (a integer, d integer);
CREATE TABLE child () INHERITS (other);
-- to
CREATE TABLE one (a integer, CONSTRAINT one_a CHECK (a > 0));
CREATE TABLE other (a integer, d integer);
CREATE TABLE child () INHERITS (one, other);
