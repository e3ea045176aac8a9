-- from
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE parent (p pair);
CREATE TABLE child (p pair) INHERITS (parent);
CREATE TABLE gets ();
-- to
CREATE TYPE pair AS (a integer[], b text);
CREATE TABLE parent (p pair);
CREATE TABLE child (p pair) INHERITS (parent);
CREATE TABLE gets () INHERITS (parent);
