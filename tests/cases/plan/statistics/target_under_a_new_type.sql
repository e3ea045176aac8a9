-- from
CREATE TABLE t (a text, b name[]);
CREATE STATISTICS s (ndistinct) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 33;
-- to
CREATE TABLE t (a text, b text[]);
CREATE STATISTICS s (ndistinct) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 33;
