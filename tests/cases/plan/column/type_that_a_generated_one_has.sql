-- from
CREATE TYPE pair AS (a money);
CREATE TABLE t (k integer, p pair GENERATED ALWAYS AS (NULL::pair) STORED);
CREATE TABLE i (a interval);
CREATE INDEX with_statistics ON i (a, ((1)));
ALTER INDEX with_statistics ALTER COLUMN 2 SET STATISTICS 77;
-- to
CREATE TYPE pair AS (a money[]);
CREATE TABLE t (k integer, p pair GENERATED ALWAYS AS (NULL::pair) STORED);
CREATE TABLE i (a interval[]);
CREATE INDEX with_statistics ON i (a, ((1)));
ALTER INDEX with_statistics ALTER COLUMN 2 SET STATISTICS 77;
