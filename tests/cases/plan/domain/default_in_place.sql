-- from
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN public.d AS integer DEFAULT 1;
CREATE DOMAIN public.g AS integer DEFAULT public.f();
CREATE TABLE public.t (d public.d, g public.g);
CREATE VIEW public.v AS SELECT d, g FROM public.t;
-- to
CREATE FUNCTION public.f() RETURNS smallint LANGUAGE sql AS 'SELECT 1::smallint';
CREATE DOMAIN public.d AS integer DEFAULT 2 NOT NULL;
CREATE DOMAIN public.g AS integer DEFAULT public.f();
CREATE TABLE public.t (d public.d, g public.g);
CREATE VIEW public.v AS SELECT d, g FROM public.t;
