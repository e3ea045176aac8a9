-- from
CREATE TABLE public.p (id bigserial, a integer NOT NULL, b text, PRIMARY KEY (id, a)) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES IN (2);
CREATE INDEX p_b ON public.p (b);
CREATE INDEX p1_a ON public.p1 (a);
-- to
CREATE TABLE public.p (id bigserial, a integer NOT NULL, b text, PRIMARY KEY (id, a)) PARTITION BY HASH (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.p3 PARTITION OF public.p FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX p_b ON public.p (b);
CREATE INDEX p1_a ON public.p1 (a);
