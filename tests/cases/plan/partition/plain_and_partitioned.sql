CREATE TYPE public.state AS ENUM ('new', 'done');
CREATE TABLE public.other (id integer PRIMARY KEY);
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
-- from
CREATE TABLE public.p (id integer GENERATED ALWAYS AS IDENTITY, a integer NOT NULL, s public.state DEFAULT 'new', b serial REFERENCES public.other, twice integer GENERATED ALWAYS AS (a * 2) STORED, PRIMARY KEY (id, a), CONSTRAINT positive CHECK (a > 0));
CREATE INDEX p_b ON public.p (b);
CREATE TRIGGER t BEFORE INSERT ON public.p FOR EACH ROW EXECUTE FUNCTION public.f();
CREATE VIEW public.v AS SELECT id, a FROM public.p;
CREATE TABLE public.r (id integer, a integer, FOREIGN KEY (id, a) REFERENCES public.p);
CREATE STATISTICS public.s ON a, b FROM public.p;
ALTER TABLE public.p ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON public.p USING (a > 1);
GRANT SELECT ON public.p TO PUBLIC;
COMMENT ON COLUMN public.p.a IS 'a';
-- to
CREATE TABLE public.p (id integer GENERATED ALWAYS AS IDENTITY, a integer NOT NULL, s public.state DEFAULT 'new', b serial REFERENCES public.other, twice integer GENERATED ALWAYS AS (a * 2) STORED, PRIMARY KEY (id, a), CONSTRAINT positive CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (100);
CREATE TABLE public.p2 PARTITION OF public.p DEFAULT PARTITION BY LIST (a);
CREATE TABLE public.p21 PARTITION OF public.p2 DEFAULT;
CREATE INDEX p_b ON public.p (b);
CREATE TRIGGER t BEFORE INSERT ON public.p FOR EACH ROW EXECUTE FUNCTION public.f();
CREATE VIEW public.v AS SELECT id, a FROM public.p;
CREATE TABLE public.r (id integer, a integer, FOREIGN KEY (id, a) REFERENCES public.p);
CREATE STATISTICS public.s ON a, b FROM public.p;
ALTER TABLE public.p ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON public.p USING (a > 1);
GRANT SELECT ON public.p TO PUBLIC;
COMMENT ON COLUMN public.p.a IS 'a';
