-- setup
CREATE EXTENSION btree_gist;
CREATE TABLE p (id integer PRIMARY KEY, a integer, b integer, c text, d daterange, UNIQUE (a, b), CONSTRAINT plain_unique UNIQUE (b), CONSTRAINT checked CHECK (a > 0),
    CONSTRAINT excluded EXCLUDE USING gist (a WITH =, d WITH &&), CONSTRAINT key_c UNIQUE (c));
CREATE TABLE p_2 (id integer PRIMARY KEY, a integer);
CREATE TABLE f (x integer CONSTRAINT fk REFERENCES p (id), y integer, z integer, CONSTRAINT fk_2 FOREIGN KEY (y, z) REFERENCES p (a, b), plain integer,
    CONSTRAINT to_check CHECK (plain > 0));
CREATE TABLE parted (id integer, n integer CONSTRAINT n_check CHECK (n > 0)) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES IN (2);
CREATE INDEX parted_n ON ONLY parted (n);
CREATE INDEX parted_1_n ON parted_1 (n);
CREATE INDEX parted_whole ON parted (n, id);
ALTER TABLE ONLY parted ADD CONSTRAINT parted_key UNIQUE (id);
ALTER TABLE parted_1 ADD CONSTRAINT parted_1_key UNIQUE (id);
CREATE TABLE i (a integer, b integer, c text, d text);
CREATE INDEX idx ON i (a);
CREATE INDEX idx_text ON i (c);
CREATE INDEX idx_expression ON i ((a + b));
CREATE UNIQUE INDEX idx_unique ON i (b);
CREATE TABLE inh (a integer, CONSTRAINT inh_check CHECK (a > 0));
CREATE TABLE inh_child () INHERITS (inh);
CREATE TABLE inh_own (CONSTRAINT inh_check CHECK (a > 0)) INHERITS (inh);
CREATE STATISTICS st (ndistinct) ON a, b FROM i;
CREATE VIEW v AS SELECT a, b FROM i;
CREATE MATERIALIZED VIEW mv AS SELECT a, b, c FROM i;
CREATE INDEX mv_index ON mv (a);
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE RULE r AS ON INSERT TO i DO ALSO NOTHING;
CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION fires_2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER trg BEFORE INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires();
CREATE TRIGGER trg_statement AFTER UPDATE ON i REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION fires();
CREATE CONSTRAINT TRIGGER trg_constraint AFTER INSERT ON i NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION fires();
CREATE CONSTRAINT TRIGGER trg_deferrable AFTER INSERT ON i DEFERRABLE FOR EACH ROW EXECUTE FUNCTION fires();
CREATE TRIGGER trg_parent AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION fires();
CREATE POLICY pol ON i FOR SELECT USING (a > 0);
CREATE POLICY pol_all ON i USING (a > 0);

-- change constraint.added
ALTER TABLE i ADD CONSTRAINT positive CHECK (a > 0);
-- finds constraint public.i.positive was added
-- change constraint.added
ALTER TABLE i ADD PRIMARY KEY (a);
-- finds constraint public.i.i_pkey was added
-- change constraint.added
ALTER TABLE parted ADD CONSTRAINT foreign_one FOREIGN KEY (n) REFERENCES p;
-- finds constraint public.parted.foreign_one was added
-- change constraint.added
ALTER TABLE parted ADD CONSTRAINT second_check CHECK (n > 1);
-- finds constraint public.parted.second_check was added
-- change constraint.added
ALTER TABLE parted ADD CONSTRAINT whole_key UNIQUE (n, id);
-- finds constraint public.parted.whole_key was added
-- change constraint.removed
ALTER TABLE p DROP CONSTRAINT checked;
-- finds constraint public.p.checked was removed
-- change constraint.removed
ALTER TABLE parted DROP CONSTRAINT n_check;
-- finds constraint public.parted.n_check was removed
-- change constraint.renamed
ALTER TABLE p RENAME CONSTRAINT checked TO checked_anew;
-- finds constraint public.p.checked was renamed to public.p.checked_anew
-- change constraint.comment
COMMENT ON CONSTRAINT checked ON p IS 'checked';
-- finds constraint public.p.checked: comment is checked, was not set
-- change constraint.index_comment
COMMENT ON INDEX p_pkey IS 'of the key';
-- finds constraint public.p.p_pkey: index_comment is of the key, was not set
-- change constraint.type
ALTER TABLE p_2 DROP CONSTRAINT p_2_pkey; ALTER TABLE p_2 ADD CONSTRAINT p_2_pkey UNIQUE (id); ALTER TABLE p_2 ALTER id SET NOT NULL;
-- finds constraint public.p_2.p_2_pkey: type is UNIQUE, was PRIMARY KEY
-- change constraint.columns
ALTER TABLE p DROP CONSTRAINT plain_unique; ALTER TABLE p ADD CONSTRAINT plain_unique UNIQUE (a);
-- finds constraint public.p.plain_unique: columns has a besides and lacks b
-- change constraint.expression
ALTER TABLE p DROP CONSTRAINT checked; ALTER TABLE p ADD CONSTRAINT checked CHECK (a > 1);
-- finds constraint public.p.checked: expression is (a > 1), was (a > 0)
-- change constraint.expression
ALTER TABLE p DROP CONSTRAINT excluded; ALTER TABLE p ADD CONSTRAINT excluded EXCLUDE USING gist (b WITH =, d WITH &&);
-- finds constraint public.p.excluded: expression is USING gist (b WITH =, d WITH &&), was USING gist (a WITH =, d WITH &&)
-- change constraint.references
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p_2 (id);
-- finds constraint public.f.fk: references is public.p_2, was public.p
-- change constraint.referenced_columns
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (b);
-- finds constraint public.f.fk: referenced_columns has b besides and lacks id
-- change constraint.match
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id) MATCH FULL;
-- finds constraint public.f.fk: match is FULL, was not set
-- change constraint.on_update
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id) ON UPDATE CASCADE;
-- finds constraint public.f.fk: on_update is CASCADE, was not set
-- change constraint.on_delete
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id) ON DELETE SET NULL;
-- finds constraint public.f.fk: on_delete is SET NULL, was not set
-- change constraint.deferrable
ALTER TABLE f ALTER CONSTRAINT fk DEFERRABLE;
-- finds constraint public.f.fk: deferrable is on, was off
-- change constraint.deferrable
ALTER TABLE p DROP CONSTRAINT excluded; ALTER TABLE p ADD CONSTRAINT excluded EXCLUDE USING gist (a WITH =, d WITH &&) DEFERRABLE;
-- finds constraint public.p.excluded: deferrable is on, was off
-- change constraint.not_valid
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id) NOT VALID;
-- finds constraint public.f.fk: not_valid is on, was off
-- change constraint.not_valid
ALTER TABLE p DROP CONSTRAINT checked; ALTER TABLE p ADD CONSTRAINT checked CHECK (a > 0) NOT VALID;
-- finds constraint public.p.checked: not_valid is on, was off
-- change constraint.not_enforced since 18
ALTER TABLE f DROP CONSTRAINT to_check; ALTER TABLE f ADD CONSTRAINT to_check CHECK (plain > 0) NOT ENFORCED;
-- finds constraint public.f.to_check: not_enforced is on, was off
-- change constraint.no_inherit
ALTER TABLE p DROP CONSTRAINT checked; ALTER TABLE p ADD CONSTRAINT checked CHECK (a > 0) NO INHERIT;
-- finds constraint public.p.checked: no_inherit is on, was off
-- change constraint.nulls_not_distinct since 15
ALTER TABLE p DROP CONSTRAINT key_c; ALTER TABLE p ADD CONSTRAINT key_c UNIQUE NULLS NOT DISTINCT (c);
-- finds constraint public.p.key_c: nulls_not_distinct is on, was off
-- change constraint.include
ALTER TABLE p DROP CONSTRAINT key_c; ALTER TABLE p ADD CONSTRAINT key_c UNIQUE (c) INCLUDE (a);
-- finds constraint public.p.key_c: include has a besides
-- change constraint.where
ALTER TABLE p DROP CONSTRAINT excluded; ALTER TABLE p ADD CONSTRAINT excluded EXCLUDE USING gist (a WITH =, d WITH &&) WHERE (a > 0);
-- finds constraint public.p.excluded: where is (a > 0), was not set
-- change constraint.with
ALTER INDEX key_c SET (fillfactor = 50);
-- finds constraint public.p.key_c: with has fillfactor=50 besides
-- change constraint.tablespace
ALTER INDEX key_c SET TABLESPACE sink_space;
-- finds constraint public.p.key_c: tablespace is sink_space, was not set
-- change constraint.invalid
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'key_c'::regclass;
-- finds constraint public.p.key_c: invalid is on, was off
-- change constraint.parent_index
ALTER INDEX parted_key ATTACH PARTITION parted_1_key;
-- finds constraint public.parted_1.parted_1_key: parent_index is public.parted_key, was not set
-- change constraint.inherited
DROP TABLE inh_own; CREATE TABLE inh_own () INHERITS (inh);
-- finds constraint public.inh_own.inh_check: inherited is on, was off

-- change index.added
CREATE INDEX extra ON i (b);
-- finds index public.extra was added
-- change index.added
CREATE INDEX extra ON parted (id);
-- finds index public.extra was added
-- change index.added
CREATE INDEX parted_2_n ON parted_2 (n);
-- finds index public.parted_2_n was added
-- change index.removed
DROP INDEX idx;
-- finds index public.idx was removed
-- change index.removed
DROP INDEX parted_whole;
-- finds index public.parted_whole was removed
-- change index.renamed
ALTER INDEX idx RENAME TO idx_anew;
-- finds index public.idx was renamed to public.idx_anew
-- change index.comment
COMMENT ON INDEX idx IS 'idx';
-- finds index public.idx: comment is idx, was not set
-- change index.table
DROP INDEX idx; CREATE INDEX idx ON inh (a);
-- finds index public.idx: table is public.inh, was public.i
-- change index.unique
DROP INDEX idx; CREATE UNIQUE INDEX idx ON i (a);
-- finds index public.idx: unique is on, was off
-- change index.method
DROP INDEX idx; CREATE INDEX idx ON i USING hash (a);
-- finds index public.idx: method is hash, was not set
-- change index.columns
DROP INDEX idx; CREATE INDEX idx ON i (a DESC);
-- finds index public.idx: columns has a DESC besides and lacks a
-- change index.columns
DROP INDEX idx_text; CREATE INDEX idx_text ON i (c text_pattern_ops);
-- finds index public.idx_text: columns has c text_pattern_ops besides and lacks c
-- change index.columns
DROP INDEX idx_text; CREATE INDEX idx_text ON i (c COLLATE "C");
-- finds index public.idx_text: columns has c COLLATE "C" besides and lacks c
-- change index.include
DROP INDEX idx; CREATE INDEX idx ON i (a) INCLUDE (b);
-- finds index public.idx: include has b besides
-- change index.nulls_not_distinct since 15
DROP INDEX idx_unique; CREATE UNIQUE INDEX idx_unique ON i (b) NULLS NOT DISTINCT;
-- finds index public.idx_unique: nulls_not_distinct is on, was off
-- change index.where
DROP INDEX idx; CREATE INDEX idx ON i (a) WHERE a > 0;
-- finds index public.idx: where is (a > 0), was not set
-- change index.with
ALTER INDEX idx SET (fillfactor = 60);
-- finds index public.idx: with has fillfactor=60 besides
-- change index.tablespace
ALTER INDEX idx SET TABLESPACE sink_space;
-- finds index public.idx: tablespace is sink_space, was not set
-- change index.invalid
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx'::regclass;
-- finds index public.idx: invalid is on, was off
-- change index.parent
ALTER INDEX parted_n ATTACH PARTITION parted_1_n;
-- finds index public.parted_1_n: parent is public.parted_n, was not set
-- change index.statistics
ALTER INDEX idx_expression ALTER COLUMN 1 SET STATISTICS 88;
-- finds index public.idx_expression: statistics has 1=88 besides

-- change statistics.added
CREATE STATISTICS st_2 ON a, c FROM i;
-- finds statistics public.st_2 was added
-- change statistics.removed
DROP STATISTICS st;
-- finds statistics public.st was removed
-- change statistics.owner
ALTER STATISTICS st OWNER TO drift_role;
-- finds statistics public.st: owner is drift_role, was lockstep_scratch
-- change statistics.comment
COMMENT ON STATISTICS st IS 'st';
-- finds statistics public.st: comment is st, was not set
-- change statistics.definition
DROP STATISTICS st; CREATE STATISTICS st (dependencies) ON a, b FROM i;
-- finds statistics public.st: definition is CREATE STATISTICS public.st (dependencies) ON a, b FROM public.i, was CREATE STATISTICS public.st (ndistinct) ON a, b FROM public.i
-- change statistics.target
ALTER STATISTICS st SET STATISTICS 99;
-- finds statistics public.st: target is 99, was not set

-- change view.added
CREATE VIEW v_2 AS SELECT 1 AS one;
-- finds view public.v_2 was added
-- change view.removed
DROP VIEW v;
-- finds view public.v was removed
-- change view.owner
ALTER VIEW v OWNER TO drift_role;
-- finds view public.v: owner is drift_role, was lockstep_scratch
-- change view.comment
COMMENT ON VIEW v IS 'v';
-- finds view public.v: comment is v, was not set
-- change view.definition
CREATE OR REPLACE VIEW v AS SELECT a, b FROM i WHERE a > 0;
-- finds view public.v: definition differs from line 3 on
-- change view.definition
CREATE OR REPLACE VIEW v AS SELECT a, b, c FROM i;
-- finds view public.v: definition differs from line 2 on
-- change view.with
ALTER VIEW v SET (security_barrier = true);
-- finds view public.v: with has security_barrier=true besides
-- change view column.comment
COMMENT ON COLUMN v.a IS 'a';
-- finds view column public.v.a: comment is a, was not set
-- change view column.default
ALTER VIEW v ALTER a SET DEFAULT 1;
-- finds view column public.v.a: default is 1, was not set
-- change view column.statistics
ALTER MATERIALIZED VIEW mv ALTER a SET STATISTICS 5;
-- finds view column public.mv.a: statistics is 5, was not set
-- change view column.with
ALTER MATERIALIZED VIEW mv ALTER a SET (n_distinct = 5);
-- finds view column public.mv.a: with has n_distinct=5 besides
-- change view column.storage
ALTER MATERIALIZED VIEW mv ALTER c SET STORAGE EXTERNAL;
-- finds view column public.mv.c: storage is EXTERNAL, was not set
-- change view column.compression since 14
ALTER MATERIALIZED VIEW mv ALTER c SET COMPRESSION pglz;
-- finds view column public.mv.c: compression is pglz, was not set
-- change materialized view.added
CREATE MATERIALIZED VIEW mv_2 AS SELECT 1 AS one; CREATE INDEX ON mv_2 (one);
-- finds materialized view public.mv_2 was added
-- change materialized view.removed
DROP MATERIALIZED VIEW mv;
-- finds materialized view public.mv was removed
-- change materialized view.owner
ALTER MATERIALIZED VIEW mv OWNER TO drift_role;
-- finds materialized view public.mv: owner is drift_role, was lockstep_scratch
-- change materialized view.comment
COMMENT ON MATERIALIZED VIEW mv IS 'mv';
-- finds materialized view public.mv: comment is mv, was not set
-- change materialized view.definition
DROP MATERIALIZED VIEW mv; CREATE MATERIALIZED VIEW mv AS SELECT a, b, c FROM i WHERE a > 0; CREATE INDEX mv_index ON mv (a);
-- finds materialized view public.mv: definition differs from line 4 on
-- change materialized view.access_method
DROP MATERIALIZED VIEW mv; CREATE MATERIALIZED VIEW mv USING heap_too AS SELECT a, b, c FROM i; CREATE INDEX mv_index ON mv (a);
-- finds materialized view public.mv: access_method is heap_too, was not set
-- change materialized view.tablespace
ALTER MATERIALIZED VIEW mv SET TABLESPACE sink_space;
-- finds materialized view public.mv: tablespace is sink_space, was not set
-- change materialized view.with
ALTER MATERIALIZED VIEW mv SET (fillfactor = 40);
-- finds materialized view public.mv: with has fillfactor=40 besides
-- change materialized view.clustered_on
ALTER MATERIALIZED VIEW mv CLUSTER ON mv_index;
-- finds materialized view public.mv: clustered_on is mv_index, was not set

-- change rule.added
CREATE RULE r_2 AS ON DELETE TO i DO ALSO NOTHING;
-- finds rule public.i.r_2 was added
-- change rule.removed
DROP RULE r ON i;
-- finds rule public.i.r was removed
-- change rule.comment
COMMENT ON RULE r ON i IS 'r';
-- finds rule public.i.r: comment is r, was not set
-- change rule.definition
CREATE OR REPLACE RULE r AS ON INSERT TO i DO INSTEAD NOTHING;
-- finds rule public.i.r: definition differs from line 2 on
-- change rule.enabled
ALTER TABLE i DISABLE RULE r;
-- finds rule public.i.r: enabled is DISABLE, was not set

-- change trigger.added
CREATE TRIGGER trg_2 BEFORE INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_2 was added
-- change trigger.added
CREATE TRIGGER trg_2 AFTER UPDATE ON parted FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.parted.trg_2 was added
-- change trigger.removed
DROP TRIGGER trg ON i;
-- finds trigger public.i.trg was removed
-- change trigger.removed
DROP TRIGGER trg_parent ON parted;
-- finds trigger public.parted.trg_parent was removed
-- change trigger.comment
COMMENT ON TRIGGER trg ON i IS 'trg';
-- finds trigger public.i.trg: comment is trg, was not set
-- change trigger.timing
DROP TRIGGER trg ON i; CREATE TRIGGER trg AFTER INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg: timing is AFTER, was BEFORE
-- change trigger.events
DROP TRIGGER trg ON i; CREATE TRIGGER trg BEFORE INSERT OR UPDATE OF a, b ON i FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg: events has UPDATE OF a, b besides
-- change trigger.level
DROP TRIGGER trg ON i; CREATE TRIGGER trg BEFORE INSERT ON i FOR EACH STATEMENT EXECUTE FUNCTION fires();
-- finds trigger public.i.trg: level is STATEMENT, was ROW
-- change trigger.function
DROP TRIGGER trg ON i; CREATE TRIGGER trg BEFORE INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires_2();
-- finds trigger public.i.trg: function is public.fires_2, was public.fires
-- change trigger.arguments
DROP TRIGGER trg ON i; CREATE TRIGGER trg BEFORE INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires('x');
-- finds trigger public.i.trg: arguments has x besides
-- change trigger.when
DROP TRIGGER trg ON i; CREATE TRIGGER trg BEFORE INSERT ON i FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION fires();
-- finds trigger public.i.trg: when is (new.a > 0), was not set
-- change trigger.old_table
DROP TRIGGER trg_statement ON i; CREATE TRIGGER trg_statement AFTER UPDATE ON i REFERENCING OLD TABLE AS o_2 NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_statement: old_table is o_2, was o
-- change trigger.new_table
DROP TRIGGER trg_statement ON i; CREATE TRIGGER trg_statement AFTER UPDATE ON i REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_statement: new_table is not set, was n
-- change trigger.constraint
DROP TRIGGER trg_constraint ON i; CREATE TRIGGER trg_constraint AFTER INSERT ON i FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_constraint: constraint is off, was on
-- change trigger.deferrable
DROP TRIGGER trg_constraint ON i; CREATE CONSTRAINT TRIGGER trg_constraint AFTER INSERT ON i DEFERRABLE FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_constraint: deferrable is on, was off
-- change trigger.initially_deferred
DROP TRIGGER trg_deferrable ON i; CREATE CONSTRAINT TRIGGER trg_deferrable AFTER INSERT ON i DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_deferrable: initially_deferred is on, was off
-- change trigger.from_table
DROP TRIGGER trg_constraint ON i; CREATE CONSTRAINT TRIGGER trg_constraint AFTER INSERT ON i FROM p FOR EACH ROW EXECUTE FUNCTION fires();
-- finds trigger public.i.trg_constraint: from_table is public.p, was not set
-- change trigger.enabled
ALTER TABLE i DISABLE TRIGGER trg;
-- finds trigger public.i.trg: enabled is DISABLE, was not set
-- change trigger.enabled
ALTER TABLE parted_1 DISABLE TRIGGER trg_parent;
-- finds trigger public.parted_1.trg_parent: enabled is DISABLE, was not set
-- change trigger.enabled
ALTER TABLE ONLY parted ENABLE ALWAYS TRIGGER trg_parent;
-- finds trigger public.parted.trg_parent: enabled is ENABLE ALWAYS, was not set

-- change policy.added
CREATE POLICY pol_2 ON i;
-- finds policy public.i.pol_2 was added
-- change policy.removed
DROP POLICY pol ON i;
-- finds policy public.i.pol was removed
-- change policy.comment
COMMENT ON POLICY pol ON i IS 'pol';
-- finds policy public.i.pol: comment is pol, was not set
-- change policy.command
DROP POLICY pol ON i; CREATE POLICY pol ON i FOR DELETE USING (a > 0);
-- finds policy public.i.pol: command is DELETE, was SELECT
-- change policy.restrictive
DROP POLICY pol ON i; CREATE POLICY pol ON i AS RESTRICTIVE FOR SELECT USING (a > 0);
-- finds policy public.i.pol: restrictive is on, was off
-- change policy.roles
ALTER POLICY pol ON i TO drift_role;
-- finds policy public.i.pol: roles has drift_role besides
-- change policy.using
ALTER POLICY pol ON i USING (a > 1);
-- finds policy public.i.pol: using is (a > 1), was (a > 0)
-- change policy.check
ALTER POLICY pol_all ON i WITH CHECK (a > 2);
-- finds policy public.i.pol_all: check is (a > 2), was not set
