-- from
CREATE TABLE public.a (id integer, id2 integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE public.b (a integer REFERENCES public.a (id));
-- to
CREATE TABLE public.a (id integer, id2 integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id2), CONSTRAINT a_id UNIQUE (id));
CREATE TABLE public.b (a integer REFERENCES public.a (id));
