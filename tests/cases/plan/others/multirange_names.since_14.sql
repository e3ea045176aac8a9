-- from
CREATE TYPE public.r AS RANGE (subtype = integer, multirange_type_name = public.rs);
CREATE TABLE public.t (r public.r, rs public.rs);
-- to
CREATE TYPE public.r AS RANGE (subtype = bigint, multirange_type_name = public.many);
CREATE TABLE public.t (r public.r, rs public.many);
