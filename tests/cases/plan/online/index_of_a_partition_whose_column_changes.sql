-- from
CREATE TABLE t (k integer, v varchar) PARTITION BY RANGE (k);
CREATE TABLE below PARTITION OF t FOR VALUES FROM (20) TO (30);
CREATE INDEX by_text ON below (k, (v::text));
ALTER TABLE below CLUSTER ON by_text;
-- to
CREATE TABLE t (k integer, v int4range) PARTITION BY RANGE (k);
CREATE TABLE below PARTITION OF t FOR VALUES FROM (20) TO (30);
