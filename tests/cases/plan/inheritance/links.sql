CREATE TABLE public.p (a integer, b text);
CREATE TABLE public.q (c integer);
CREATE TABLE public.r (d integer);
-- from
CREATE TABLE public.t (a integer, b text, c integer, d integer);
ALTER TABLE public.t INHERIT public.p;
ALTER TABLE public.t INHERIT public.q;
-- to
CREATE TABLE public.t (a integer, b text, c integer, d integer);
ALTER TABLE public.t INHERIT public.r;
ALTER TABLE public.t INHERIT public.q;
