-- from
CREATE TABLE public.t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE INDEX t_b ON public.t (b);
CREATE TABLE public.u (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
-- to
CREATE TABLE public.t (a integer, b integer DEFAULT 9);
CREATE INDEX t_b ON public.t (b);
CREATE TABLE public.u (a integer, b integer GENERATED ALWAYS AS (a + 2) STORED);
