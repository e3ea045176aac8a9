-- An index, and a key, that the partitions lack keep being so as the type of their column changes.
-- from
CREATE TABLE public.p (k integer NOT NULL, a integer) PARTITION BY RANGE (k);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE INDEX i ON ONLY public.p (a);
ALTER TABLE ONLY public.p ADD CONSTRAINT u UNIQUE (k, a);
-- to
CREATE TABLE public.p (k integer NOT NULL, a bigint) PARTITION BY RANGE (k);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE INDEX i ON ONLY public.p (a);
ALTER TABLE ONLY public.p ADD CONSTRAINT u UNIQUE (k, a);
