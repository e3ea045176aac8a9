-- Partitions that leave, and that go.
CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE p (id int REFERENCES customers, k int, CHECK (id < 1000)) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- from
CREATE TABLE "p 2" PARTITION OF p FOR VALUES IN (2);
ALTER TABLE "p 2" ADD CONSTRAINT own CHECK (k > 0);
CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3);
-- to
CREATE TABLE "p 2" (id int, k int, CONSTRAINT p_id_check CHECK (id < 1000), CONSTRAINT own CHECK (k > 0));
