CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE TYPE public.pair AS (a integer, b text);
CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0);
-- from
CREATE TABLE public.t (a text DEFAULT '1', b integer, c text, d text[], e bigint DEFAULT 7, f uuid, g boolean DEFAULT true, "select" text, i text, j integer);
-- to
CREATE TABLE public.t (a integer DEFAULT 1, b boolean, c public.mood, d public.mood[], e public.positive DEFAULT 8, f bytea, g smallint DEFAULT 1, "select" date DEFAULT '2020-01-01', i public.pair, j integer[]);
