CREATE TABLE public.t (a integer, b integer);
-- from
CREATE SEQUENCE public.s INCREMENT BY 2 MINVALUE 5 MAXVALUE 50 START WITH 7 CACHE 3 CYCLE;
CREATE SEQUENCE public.small AS integer MAXVALUE 100 OWNED BY public.t.a;
CREATE SEQUENCE public.down;
CREATE SEQUENCE public.narrow;
-- to
CREATE SEQUENCE public.s;
CREATE SEQUENCE public.small AS bigint MAXVALUE 100 OWNED BY public.t.b;
CREATE SEQUENCE public.down INCREMENT BY -1;
CREATE SEQUENCE public.narrow AS smallint MINVALUE 100;
