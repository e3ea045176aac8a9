-- from
CREATE TABLE public.a (id integer PRIMARY KEY);
CREATE TABLE public.b (id integer PRIMARY KEY, a integer REFERENCES public.a ON DELETE CASCADE);
-- to
CREATE TABLE public.a (id uuid PRIMARY KEY);
CREATE TABLE public.b (id integer PRIMARY KEY, a uuid REFERENCES public.a ON DELETE CASCADE);
