CREATE TABLE public.t (a integer, b text);
-- from
CREATE INDEX i ON public.t (a) WITH (fillfactor = 50);
CREATE INDEX j ON public.t (lower(b));
CREATE UNIQUE INDEX k ON public.t (a) WHERE b <> '';
-- to
CREATE INDEX i ON public.t (a) WITH (deduplicate_items = off);
CREATE INDEX j ON public.t (lower(b));
ALTER INDEX public.j ALTER COLUMN 1 SET STATISTICS 99;
CREATE UNIQUE INDEX k ON public.t (a DESC) WHERE b <> 'x';
