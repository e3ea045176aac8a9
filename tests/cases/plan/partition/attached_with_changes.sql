-- from
CREATE TABLE public.p (id integer NOT NULL, b text) PARTITION BY RANGE (id);
CREATE TABLE public.p1 (id integer, b varchar(10), c integer);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);
-- to
CREATE TABLE public.p (id integer NOT NULL, b text, d integer DEFAULT 3, e text, CONSTRAINT checked CHECK (id < 100)) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (12);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (12) TO (20);
ALTER TABLE public.p2 ALTER d SET DEFAULT 4;
CREATE INDEX p_e ON public.p (e);
