-- from
CREATE TABLE public.p (id integer NOT NULL, b text);
CREATE TABLE public.p1 (CHECK (id < 100)) INHERITS (public.p);
CREATE TABLE public.p2 (CHECK (id >= 100)) INHERITS (public.p);
CREATE INDEX p_b ON public.p (b);
-- to
CREATE TABLE public.p (id integer NOT NULL, b text) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (MINVALUE) TO (100);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (100) TO (MAXVALUE);
CREATE INDEX p_b ON public.p (b);
