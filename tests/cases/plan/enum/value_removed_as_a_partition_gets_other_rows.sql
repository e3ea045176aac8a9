-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', '--');
CREATE TABLE t (k integer, m mood[] DEFAULT '{}') PARTITION BY LIST (k);
CREATE TABLE below PARTITION OF t FOR VALUES IN (3, 13);
-- to
CREATE TYPE mood AS ENUM ('sad', '--');
CREATE TABLE t (k integer, m mood[] DEFAULT '{}') PARTITION BY LIST (k);
CREATE TABLE below PARTITION OF t DEFAULT;
