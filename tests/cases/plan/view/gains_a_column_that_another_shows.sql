CREATE TABLE t (a integer, b integer);
-- from
CREATE VIEW lower AS SELECT a FROM t;
CREATE VIEW an_upper AS SELECT a FROM lower;
-- to
CREATE VIEW lower AS SELECT a, b FROM t;
CREATE VIEW an_upper AS SELECT b AS a FROM lower;
