CREATE TABLE referenced (k integer PRIMARY KEY);
-- from
CREATE TABLE t (k integer) PARTITION BY HASH (k);
-- to
CREATE TABLE t (k integer) PARTITION BY HASH (k);
ALTER TABLE t ADD CONSTRAINT "of k" FOREIGN KEY (k) REFERENCES referenced;
COMMENT ON CONSTRAINT "of k" ON t IS 'said when it is there';
