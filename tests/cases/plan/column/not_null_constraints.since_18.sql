-- from
CREATE TABLE public.t (a integer CONSTRAINT one NOT NULL, b integer, c integer CONSTRAINT three NOT NULL NO INHERIT, d integer NOT NULL);
ALTER TABLE public.t ADD CONSTRAINT two NOT NULL b NOT VALID;
-- to
CREATE TABLE public.t (a integer CONSTRAINT uno NOT NULL, b integer CONSTRAINT two NOT NULL, c integer CONSTRAINT three NOT NULL, d integer);
