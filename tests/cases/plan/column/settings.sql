-- from
CREATE TABLE public.t (a text, b text NOT NULL, c text COLLATE "C", d text DEFAULT 'x', e integer, f text, g jsonb);
ALTER TABLE public.t ALTER f SET STORAGE EXTERNAL, ALTER g SET STATISTICS 100, ALTER e SET (n_distinct = 5);
-- to
CREATE TABLE public.t (a text NOT NULL, b text, c text, d text, e integer DEFAULT 5, f text COLLATE "C" DEFAULT 'f', g jsonb);
ALTER TABLE public.t ALTER f SET STORAGE EXTERNAL, ALTER g SET STORAGE MAIN, ALTER e SET (n_distinct_inherited = 7), ALTER e SET STATISTICS 10;
