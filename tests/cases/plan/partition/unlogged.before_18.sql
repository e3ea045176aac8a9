-- from
CREATE TABLE t (k integer) PARTITION BY LIST (k);
-- to
CREATE UNLOGGED TABLE t (k integer) PARTITION BY LIST (k);
