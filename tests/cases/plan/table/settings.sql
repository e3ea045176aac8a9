CREATE TYPE public.ty AS (a integer, b text);
-- from
CREATE TABLE public.t (a integer PRIMARY KEY, b text) WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off);
CREATE UNLOGGED TABLE public.u (a integer PRIMARY KEY, t integer);
CREATE UNLOGGED TABLE public.u2 (a integer REFERENCES public.u);
CREATE TABLE public.typed (a integer, b text);
CREATE UNIQUE INDEX u_i ON public.u (a);
ALTER TABLE public.t REPLICA IDENTITY FULL;
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t CLUSTER ON t_pkey;
-- to
CREATE TABLE public.t (a integer PRIMARY KEY, b text) WITH (fillfactor = 80, toast.autovacuum_vacuum_threshold = 50);
CREATE TABLE public.u (a integer PRIMARY KEY, t integer);
CREATE TABLE public.u2 (a integer REFERENCES public.u);
CREATE TABLE public.typed OF public.ty;
CREATE UNIQUE INDEX u_i ON public.u (a);
ALTER TABLE public.u REPLICA IDENTITY USING INDEX u_i;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
ALTER TABLE public.u CLUSTER ON u_pkey;
