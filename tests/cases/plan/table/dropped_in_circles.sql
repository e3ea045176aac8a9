-- from
CREATE TABLE public.a (id integer PRIMARY KEY, b integer);
CREATE TABLE public.b (id integer PRIMARY KEY, a integer REFERENCES public.a);
ALTER TABLE public.a ADD FOREIGN KEY (b) REFERENCES public.b;
CREATE TYPE public.t;
CREATE FUNCTION public.t_in(cstring) RETURNS public.t LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION public.t_out(public.t) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE public.t (INPUT = public.t_in, OUTPUT = public.t_out);
CREATE TABLE public.of_t (t public.t);
CREATE TABLE public.self (a integer);
CREATE FUNCTION public.first(public.self) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.any_self() RETURNS public.self LANGUAGE sql AS 'SELECT NULL::public.self';
ALTER TABLE public.self ALTER a SET DEFAULT (public.any_self()).a;
-- to
