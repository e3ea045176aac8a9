CREATE TABLE public.stays (id integer);
-- from
CREATE TABLE public.old (id serial);
CREATE SEQUENCE public.free;
CREATE SEQUENCE public.owned OWNED BY public.stays.id;
-- to
CREATE TABLE public.new (id integer);
CREATE SEQUENCE public.old_id_seq AS integer OWNED BY public.new.id;
ALTER TABLE public.new ALTER id SET DEFAULT nextval('public.old_id_seq');
ALTER TABLE public.new ALTER id SET NOT NULL;
CREATE SEQUENCE public.free OWNED BY public.new.id;
CREATE SEQUENCE public.owned;
