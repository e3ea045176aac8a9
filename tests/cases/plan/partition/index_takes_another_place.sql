CREATE TABLE public.p (k integer NOT NULL) PARTITION BY RANGE (k);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
-- from
CREATE UNIQUE INDEX first ON public.p (k);
CREATE INDEX second ON public.p (k);
-- to
CREATE UNIQUE INDEX first ON public.p (k, (k::text));
CREATE INDEX second ON public.p (k);
