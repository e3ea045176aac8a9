-- Indexes and keys of another form, under the same names; the replica identity is never missing.
CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text);
CREATE TABLE "Odd ""name" (a int);
-- from
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a);
ALTER TABLE t ADD CONSTRAINT other UNIQUE (b);
CREATE UNIQUE INDEX identity ON t (a, b);
ALTER TABLE t REPLICA IDENTITY USING INDEX identity;
CREATE INDEX by_c ON t (c);
CREATE INDEX "odd ""index" ON "Odd ""name" (a);
COMMENT ON INDEX by_c IS 'by c';
-- to
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a, b);
ALTER TABLE t ADD CONSTRAINT other UNIQUE (b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX identity ON t (b);
ALTER TABLE t REPLICA IDENTITY USING INDEX identity;
CREATE INDEX by_c ON t (c text_pattern_ops) WHERE a > 0;
CREATE INDEX "odd ""index" ON "Odd ""name" (a DESC);
COMMENT ON INDEX by_c IS 'by c, with a condition';
