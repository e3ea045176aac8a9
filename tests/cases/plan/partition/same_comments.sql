-- from
CREATE TABLE public.p (id integer NOT NULL, b text) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE TABLE public.a (id integer, b text CONSTRAINT said CHECK (b <> ''));
CREATE TABLE public.c () INHERITS (public.a);
COMMENT ON COLUMN public.a.b IS 'old';
COMMENT ON COLUMN public.c.b IS 'old';
-- to
CREATE TABLE public.p (id integer NOT NULL, b text) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
COMMENT ON COLUMN public.p.b IS 'what it is';
COMMENT ON COLUMN public.p1.b IS 'what it is';
ALTER TABLE public.p ALTER b SET (n_distinct = 5);
ALTER TABLE public.p1 ALTER b SET (n_distinct = 5);
CREATE TABLE public.a (id integer, b text CONSTRAINT said CHECK (b <> ''));
CREATE TABLE public.c () INHERITS (public.a);
COMMENT ON CONSTRAINT said ON public.a IS 'why';
COMMENT ON CONSTRAINT said ON public.c IS 'why';
