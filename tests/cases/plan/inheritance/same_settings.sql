CREATE TABLE public.other (id integer PRIMARY KEY);
-- from
CREATE TABLE public.a (id integer CONSTRAINT to_other REFERENCES public.other);
CREATE TABLE public.c (CONSTRAINT to_other FOREIGN KEY (id) REFERENCES public.other) INHERITS (public.a);
CREATE POLICY own ON public.a USING (id > 0);
CREATE POLICY own ON public.c USING (id > 0);
ALTER TABLE public.a ADD CONSTRAINT small CHECK (id < 10);
ALTER TABLE public.c ADD CONSTRAINT small CHECK (id < 10);
-- to
CREATE TABLE public.a (id integer CONSTRAINT to_other REFERENCES public.other DEFERRABLE);
CREATE TABLE public.c (CONSTRAINT to_other FOREIGN KEY (id) REFERENCES public.other DEFERRABLE) INHERITS (public.a);
CREATE POLICY own ON public.a USING (id > 1);
CREATE POLICY own ON public.c USING (id > 1);
ALTER TABLE public.a ADD CONSTRAINT small CHECK (id < 20);
ALTER TABLE public.c ADD CONSTRAINT small CHECK (id < 20);
