CREATE TABLE sink.parent (id integer CONSTRAINT "The Key" PRIMARY KEY, a integer, b integer, c text, d daterange, e integer,
    CONSTRAINT two UNIQUE (a, b) INCLUDE (c) WITH (fillfactor = 60) USING INDEX TABLESPACE sink_space DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT no_overlap EXCLUDE USING gist (a WITH =, d WITH &&) WHERE (a > 0) DEFERRABLE,
    CONSTRAINT by_c EXCLUDE USING btree (c COLLATE "C" text_pattern_ops WITH =) INCLUDE (a) WITH (fillfactor = 75) USING INDEX TABLESPACE sink_space,
    CONSTRAINT alone UNIQUE (e) DEFERRABLE);
ALTER TABLE sink.parent ADD CONSTRAINT checked CHECK (a > b AND c <> ') NOT VALID') NO INHERIT NOT VALID;
COMMENT ON CONSTRAINT "The Key" ON sink.parent IS 'a key';
COMMENT ON INDEX sink."The Key" IS 'the index of a key';
CREATE TABLE sink.two_keys (p integer, q integer, UNIQUE (p, q), self integer UNIQUE REFERENCES sink.two_keys (self));
CREATE TABLE sink.child (id integer, a integer, b integer, x integer DEFAULT 1, y integer,
    CONSTRAINT fk1 FOREIGN KEY (a, b) REFERENCES sink.two_keys (p, q) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk2 FOREIGN KEY (x) REFERENCES sink.parent ON UPDATE RESTRICT ON DELETE SET DEFAULT,
    CONSTRAINT "fk 3" FOREIGN KEY (y) REFERENCES sink.parent ON UPDATE SET DEFAULT ON DELETE CASCADE DEFERRABLE);
ALTER TABLE sink.child ADD CONSTRAINT not_yet FOREIGN KEY (id) REFERENCES sink.parent ON UPDATE SET NULL ON DELETE RESTRICT NOT VALID;
CREATE TABLE sink.left_one (id integer PRIMARY KEY, other integer);
CREATE TABLE sink.right_one (id integer PRIMARY KEY, other integer REFERENCES sink.left_one);
ALTER TABLE sink.left_one ADD FOREIGN KEY (other) REFERENCES sink.right_one;
CREATE INDEX plain_index ON sink.parent (a);
CREATE UNIQUE INDEX full_index ON sink.parent USING btree (lower(c) DESC NULLS LAST, b ASC NULLS FIRST, (a + b), c COLLATE "C" text_pattern_ops DESC)
    INCLUDE (id, e) WITH (fillfactor = 66, deduplicate_items = off) TABLESPACE sink_space WHERE a > 0 AND c <> ' WHERE ';
ALTER INDEX sink.full_index ALTER COLUMN 1 SET STATISTICS 55;
ALTER INDEX sink.full_index ALTER COLUMN 3 SET STATISTICS 66;
COMMENT ON INDEX sink.plain_index IS 'an index';
CREATE INDEX hash_index ON sink.parent USING hash (c);
CREATE INDEX trgm_index ON sink.parent USING gist (c contrib.gist_trgm_ops (siglen = 32));
CREATE INDEX gin_index ON sink.parent USING gin (c contrib.gin_trgm_ops) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX brin_index ON sink.parent USING brin (a, b) WITH (pages_per_range = 4, autosummarize = on);
CREATE INDEX brin_minmax ON sink.parent USING brin (a int4_minmax_ops);
CREATE INDEX spgist_index ON sink.parent USING spgist (c);
CREATE INDEX fulltext_index ON sink.parent USING gin (to_tsvector('sink.configuration'::regconfig, c));
CREATE INDEX whole_row_index ON sink.parent ((parent IS NOT NULL));
CREATE INDEX pair_index ON sink.columns (pair, mood, german, ci, named, positive);
CREATE INDEX pair_class ON sink.columns (pair sink.pair_ops);
CREATE INDEX pair_hash_index ON sink.columns USING hash (pair sink.pair_hash_ops);
CREATE INDEX int_index ON sink.columns USING gist ("select" sink.int_gist);
CREATE INDEX array_index ON sink.columns USING gin (array_default contrib.gin__int_ops);
CREATE INDEX array_plain ON sink.columns USING gin (array_default);
CREATE INDEX range_index ON sink.columns USING gist (days);
CREATE INDEX enum_array ON sink.columns (array_default, matrix, i);
