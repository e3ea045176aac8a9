-- from
CREATE TABLE public.t (id integer, a integer);
INSERT INTO public.t VALUES (1, 2);
CREATE MATERIALIZED VIEW public.b AS SELECT id, a FROM public.t;
CREATE UNIQUE INDEX b_id ON public.b (id);
ALTER MATERIALIZED VIEW public.b CLUSTER ON b_id;
CREATE MATERIALIZED VIEW public.a AS SELECT id FROM public.b;
CREATE MATERIALIZED VIEW public.e AS SELECT id FROM public.t WITH NO DATA;
-- to
CREATE TABLE public.t (id bigint, a integer);
INSERT INTO public.t VALUES (1, 2);
CREATE MATERIALIZED VIEW public.b AS SELECT id, a FROM public.t;
CREATE UNIQUE INDEX b_id ON public.b (id);
ALTER MATERIALIZED VIEW public.b CLUSTER ON b_id;
CREATE MATERIALIZED VIEW public.a AS SELECT id, a FROM public.b;
CREATE INDEX a_id ON public.a (id);
ALTER MATERIALIZED VIEW public.a CLUSTER ON a_id;
CREATE MATERIALIZED VIEW public.e AS SELECT id FROM public.t WITH NO DATA;
