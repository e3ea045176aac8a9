CREATE TABLE public.t (a integer NOT NULL, b integer);
-- from
CREATE UNIQUE INDEX k ON public.t (a);
ALTER TABLE public.t ADD CONSTRAINT l UNIQUE (b);
-- to
ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY (a);
CREATE UNIQUE INDEX l ON public.t (b) WITH (fillfactor = 50);
