CREATE DOMAIN "not null" AS integer NOT NULL;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
-- from
CREATE TABLE t (id integer PRIMARY KEY);
-- to
CREATE TABLE t (
    id integer PRIMARY KEY,
    a "not null" DEFAULT 1,
    b positive,
    c positive DEFAULT 2,
    d integer NOT NULL,
    e information_schema.cardinal_number
);
