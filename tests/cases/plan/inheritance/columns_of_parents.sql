-- from
CREATE TABLE public.p (a integer DEFAULT 1, b text, CONSTRAINT c1 CHECK (a > 0), CONSTRAINT c2 CHECK (a > 1));
CREATE TABLE public.c () INHERITS (public.p);
CREATE TABLE public.d () INHERITS (public.p);
CREATE TABLE public.g () INHERITS (public.d);
ALTER TABLE public.d ALTER a SET DEFAULT 7;
CREATE VIEW public.v AS SELECT a FROM public.c;
-- to
CREATE TABLE public.p (a bigint DEFAULT 2, b varchar(20), new integer DEFAULT 3 NOT NULL, CONSTRAINT c1 CHECK (a > 5), CONSTRAINT c3 CHECK (b <> ''));
CREATE TABLE public.c () INHERITS (public.p);
CREATE TABLE public.d () INHERITS (public.p);
CREATE TABLE public.g () INHERITS (public.d);
ALTER TABLE public.d ALTER a SET DEFAULT 7;
CREATE VIEW public.v AS SELECT a FROM public.c;
