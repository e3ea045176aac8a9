CREATE TABLE public.other (id integer PRIMARY KEY);
-- from
CREATE TABLE public.p (a integer NOT NULL, b integer DEFAULT 1 REFERENCES public.other, CONSTRAINT positive CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE public.p1 (a integer NOT NULL, b integer DEFAULT 2, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES IN (2);
ALTER TABLE public.p ADD PRIMARY KEY (a);
CREATE INDEX p_b ON public.p (b);
CREATE INDEX p1_b ON public.p1 (b);
-- to
CREATE TABLE public.p (a integer NOT NULL, b integer DEFAULT 1 REFERENCES public.other, CONSTRAINT positive CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.p2 (a integer NOT NULL, b integer DEFAULT 1, CONSTRAINT positive CHECK (a > 0));
ALTER TABLE public.p ADD PRIMARY KEY (a);
CREATE INDEX p_b ON public.p (b);
