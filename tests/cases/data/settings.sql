-- from
CREATE TABLE t (id integer NOT NULL, x text, y jsonb);
CREATE UNIQUE INDEX i ON t (id);
CREATE TABLE loses (id integer NOT NULL, x text) WITH (fillfactor = 70);
CREATE UNIQUE INDEX j ON loses (id);
ALTER TABLE loses CLUSTER ON j;
ALTER TABLE loses REPLICA IDENTITY USING INDEX j;
ALTER TABLE loses ENABLE ROW LEVEL SECURITY;
ALTER TABLE loses FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON loses USING (id > 3);
ALTER TABLE loses ALTER x SET STORAGE EXTERNAL, ALTER x SET STATISTICS 50;
-- rows
INSERT INTO t SELECT i, repeat('x', 3000), '{"a": 1}' FROM generate_series(1, 9) i;
INSERT INTO loses SELECT i, repeat('y', 3000) FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer NOT NULL, x text, y jsonb) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);
CREATE UNIQUE INDEX i ON t (id);
ALTER TABLE t CLUSTER ON i;
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (id > 3);
ALTER TABLE t ALTER x SET STORAGE EXTERNAL, ALTER y SET STORAGE MAIN, ALTER x SET STATISTICS 50, ALTER x SET (n_distinct = 5);
CREATE TABLE loses (id integer NOT NULL, x text);
CREATE UNIQUE INDEX j ON loses (id);
-- query
SELECT ROW(id, x, y) FROM t UNION ALL SELECT ROW(id, x, NULL::jsonb) FROM loses
