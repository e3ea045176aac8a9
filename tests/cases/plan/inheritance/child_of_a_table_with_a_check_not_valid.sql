CREATE TABLE public.p (a integer);
-- from
ALTER TABLE public.p ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
-- to
CREATE TABLE public.c () INHERITS (public.p);
ALTER TABLE public.p ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
