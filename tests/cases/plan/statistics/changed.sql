CREATE TABLE public.t (a integer, b integer, c integer);
-- from
CREATE STATISTICS public.one ON a, b FROM public.t;
CREATE STATISTICS public.two (ndistinct) ON a, b FROM public.t;
ALTER STATISTICS public.two SET STATISTICS 50;
-- to
CREATE STATISTICS public.one ON a, b FROM public.t;
ALTER STATISTICS public.one SET STATISTICS 10;
CREATE STATISTICS public.two (dependencies) ON a, b, c FROM public.t;
