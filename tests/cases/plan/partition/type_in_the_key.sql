-- from
CREATE TABLE public.p (id integer NOT NULL, b text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE TABLE public.p2 PARTITION OF public.p DEFAULT;
CREATE VIEW public.v AS SELECT id FROM public.p;
-- to
CREATE TABLE public.p (id bigint NOT NULL, b text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE TABLE public.p2 PARTITION OF public.p DEFAULT;
CREATE VIEW public.v AS SELECT id FROM public.p;
