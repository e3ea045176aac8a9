CREATE TABLE public.p (a integer NOT NULL, b text) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES IN (2);
-- from
CREATE INDEX own ON public.p1 (b);
CREATE INDEX i ON public.p (a);
-- to
CREATE INDEX own ON public.p1 (b);
CREATE INDEX top ON ONLY public.p (b);
ALTER INDEX public.top ATTACH PARTITION public.own;
ALTER TABLE public.p ADD CONSTRAINT p_key UNIQUE (a);
