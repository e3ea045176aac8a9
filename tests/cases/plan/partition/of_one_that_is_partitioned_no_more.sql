-- from
CREATE TABLE public.e ();
CREATE TABLE public.q (k integer) PARTITION BY RANGE (k);
CREATE TABLE public.n29 PARTITION OF public.q FOR VALUES FROM (20) TO (30);
ALTER TABLE public.e ADD CONSTRAINT s CHECK ('x'::text = 'x');
-- to
CREATE TABLE public.e (k integer) PARTITION BY RANGE (k);
CREATE TABLE public.q (k integer) PARTITION BY RANGE (k);
CREATE TABLE public.n29 PARTITION OF public.e FOR VALUES FROM (20) TO (30);
ALTER TABLE public.e ADD CONSTRAINT s CHECK (k = 2);
