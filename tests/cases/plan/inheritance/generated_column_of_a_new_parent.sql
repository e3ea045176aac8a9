-- from
CREATE TABLE top (g numeric GENERATED ALWAYS AS (0) STORED);
CREATE TABLE middle () INHERITS (top);
CREATE TABLE child ();
-- to
CREATE TABLE top (g numeric GENERATED ALWAYS AS (0) STORED);
CREATE TABLE middle () INHERITS (top);
CREATE TABLE child () INHERITS (middle);
