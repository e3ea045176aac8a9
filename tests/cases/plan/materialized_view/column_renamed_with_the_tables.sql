-- from
CREATE TABLE t (old integer, x integer);
CREATE MATERIALIZED VIEW m AS SELECT old FROM t;
CREATE VIEW v AS SELECT old, x FROM t;
-- to
CREATE TABLE t (new integer, x integer);
CREATE MATERIALIZED VIEW m AS SELECT new FROM t;
CREATE VIEW v AS SELECT new, x FROM t;
