-- from
DROP SCHEMA public;
-- to
CREATE TABLE public.t (a serial PRIMARY KEY);
CREATE TYPE public.e AS ENUM ('a');
