-- Keys, indexes and foreign keys come to a partitioned table whose partitions are in use.
CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE p (id int, k int) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY RANGE (id);
CREATE TABLE p2_low PARTITION OF p2 FOR VALUES FROM (0) TO (100);
INSERT INTO customers SELECT generate_series(1, 10);
INSERT INTO p SELECT i, i % 2 + 1 FROM generate_series(1, 10) i;
-- from
-- to
ALTER TABLE p ADD PRIMARY KEY (id, k);
CREATE INDEX ON p (k);
ALTER TABLE p ADD CONSTRAINT buyer FOREIGN KEY (id) REFERENCES customers ON DELETE CASCADE;
ALTER TABLE p ADD CONSTRAINT positive CHECK (id > 0);
