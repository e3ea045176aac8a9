ALTER MATERIALIZED VIEW sink.mat_text ALTER COLUMN c SET COMPRESSION pglz;
CREATE STATISTICS sink.expressions (mcv) ON (a + b), c, (lower(c)) FROM sink.parent;
CREATE FUNCTION sink.atomic_a() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM sink.plain_view; END;
CREATE VIEW sink.on_atomic AS SELECT sink.atomic_a() AS n;
CREATE FUNCTION sink.atomic_b(sink.on_atomic) RETURNS bigint LANGUAGE sql RETURN (SELECT sum(n) FROM sink.on_atomic) + $1.n;
CREATE VIEW sink.search_view AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SEARCH BREADTH FIRST BY n SET ord CYCLE n SET is_cycle USING path SELECT n, is_cycle FROM t;
