-- from
CREATE TABLE public.a (id integer, b text, CONSTRAINT small CHECK (id < 10));
CREATE TABLE public.c (b text, CONSTRAINT small CHECK (id < 10)) INHERITS (public.a);
CREATE TABLE public.d (b text, CONSTRAINT small CHECK (id < 10)) INHERITS (public.a);
-- to
CREATE TABLE public.a (id integer);
CREATE TABLE public.c () INHERITS (public.a);
CREATE TABLE public.d (id integer);
