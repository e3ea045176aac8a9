-- setup
CREATE SCHEMA other;
CREATE TABLE plain (a integer);
CREATE TABLE t (id integer NOT NULL, name text DEFAULT 'n', amount numeric(10, 2), always integer GENERATED ALWAYS AS IDENTITY,
    other_computed integer, german text, h integer, computed integer GENERATED ALWAYS AS (id + 1) STORED);
CREATE TABLE numbered (id integer GENERATED ALWAYS AS IDENTITY, own integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME own_numbers));
GRANT USAGE ON SEQUENCE numbered_id_seq, own_numbers TO drift_role;
CREATE TABLE parent (a integer, b text DEFAULT 'b');
CREATE TABLE parent_2 (a integer);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE to_adopt (a integer, b text DEFAULT 'b');
CREATE TABLE merged (b text) INHERITS (parent);
CREATE TABLE lone (a integer, b text, "key" integer);
CREATE TABLE events (id integer NOT NULL, at date, n integer) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (id);
CREATE TABLE events_2_1 PARTITION OF events_2 FOR VALUES IN (1);
CREATE TABLE detached (id integer NOT NULL, at date, n integer);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE same_pair AS (a integer, b text);
CREATE TABLE typed OF pair;
CREATE TABLE indexed (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX indexed_a ON indexed (a);
CREATE INDEX indexed_b ON indexed (b);
CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true');
CREATE SERVER srv TYPE 't' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'h');
CREATE SERVER srv_2 FOREIGN DATA WRAPPER w;
CREATE FOREIGN DATA WRAPPER w_2;
CREATE USER MAPPING FOR PUBLIC SERVER srv OPTIONS (user 'u');
CREATE FOREIGN TABLE ft (a integer OPTIONS (column_name 'x'), b integer) SERVER srv OPTIONS (table_name 't');
CREATE FUNCTION fdw_handler() RETURNS fdw_handler LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_handler';
CREATE FOREIGN TABLE ft_partition PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01') SERVER srv;
CREATE SEQUENCE seq START WITH 5;
CREATE SEQUENCE owned_seq OWNED BY plain.a;
CREATE TABLE with_serial (id serial);
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;

-- change table.added
CREATE TABLE extra (id serial PRIMARY KEY, a integer UNIQUE CHECK (a > 0) REFERENCES indexed (a), b integer GENERATED ALWAYS AS IDENTITY);
CREATE INDEX ON extra (b);
CREATE TRIGGER no_update BEFORE UPDATE ON extra FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TABLE extra IS 'extra';
GRANT SELECT ON extra TO PUBLIC;
GRANT USAGE ON SEQUENCE extra_id_seq, extra_b_seq TO drift_role;
-- finds table public.extra was added
-- change table.added
CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
-- finds table public.events_3 was added
-- change table.removed
DROP TABLE with_serial;
-- finds table public.with_serial was removed
-- change table.removed
DROP TABLE numbered;
-- finds table public.numbered was removed
-- change table.removed
DROP TABLE events_2;
-- finds table public.events_2 was removed
-- change table.renamed
ALTER TABLE t RENAME TO t_new;
-- finds table public.t was renamed to public.t_new
-- change table.owner
ALTER TABLE lone OWNER TO drift_role;
-- finds table public.lone: owner is drift_role, was lockstep_scratch
-- change table.comment
COMMENT ON TABLE t IS 'about t';
-- finds table public.t: comment is about t, was not set
-- change table.unlogged
ALTER TABLE plain SET UNLOGGED;
-- finds table public.plain: unlogged is on, was off
-- change table.partition_by
DROP TABLE events_2_1; DROP TABLE events_2;
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (n);
CREATE TABLE events_2_1 PARTITION OF events_2 FOR VALUES IN (1);
-- finds table public.events_2: partition_by is LIST (n), was LIST (id)
-- change table.partition_bound
ALTER TABLE events DETACH PARTITION events_1;
ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES FROM ('2020-01-01') TO ('2020-06-01');
-- finds table public.events_1: partition_bound is FOR VALUES FROM ('2020-01-01') TO ('2020-06-01'), was FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
-- change table.partition_of
ALTER TABLE events DETACH PARTITION events_1;
-- finds table public.events_1: partition_of is not set, was public.events
-- change table.partition_of
ALTER TABLE events ATTACH PARTITION detached FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- finds table public.detached: partition_of is public.events, was not set
-- change table.of_type
ALTER TABLE typed OF same_pair;
-- finds table public.typed: of_type is public.same_pair, was public.pair
-- change table.access_method
DROP TABLE plain CASCADE; CREATE TABLE plain (a integer) USING heap_too; CREATE SEQUENCE owned_seq OWNED BY plain.a;
-- finds table public.plain: access_method is heap_too, was not set
-- change table.tablespace
ALTER TABLE plain SET TABLESPACE sink_space;
-- finds table public.plain: tablespace is sink_space, was not set
-- change table.with
ALTER TABLE plain SET (fillfactor = 70);
-- finds table public.plain: with has fillfactor=70 besides
-- change table.with
ALTER TABLE lone SET (toast.autovacuum_enabled = false);
-- finds table public.lone: with has toast.autovacuum_enabled=false besides
-- change table.row_security
ALTER TABLE plain ENABLE ROW LEVEL SECURITY;
-- finds table public.plain: row_security is on, was off
-- change table.force_row_security
ALTER TABLE plain FORCE ROW LEVEL SECURITY;
-- finds table public.plain: force_row_security is on, was off
-- change table.replica_identity
ALTER TABLE plain REPLICA IDENTITY FULL;
-- finds table public.plain: replica_identity is FULL, was not set
-- change table.replica_identity
ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_a;
-- finds table public.indexed: replica_identity is USING INDEX indexed_a, was not set
-- change table.clustered_on
ALTER TABLE indexed CLUSTER ON indexed_b;
-- finds table public.indexed: clustered_on is indexed_b, was not set
-- change table.inherits
ALTER TABLE child INHERIT parent_2;
-- finds table public.child: inherits has public.parent_2 besides
-- change table.inherits
ALTER TABLE to_adopt INHERIT parent;
-- finds table public.to_adopt: inherits has public.parent besides
-- change table.columns
ALTER TABLE lone DROP a; ALTER TABLE lone ADD a integer;
-- finds table public.lone: columns has the order b, key, a, had a, b, key

-- change column.added
ALTER TABLE t ADD extra integer;
-- finds column public.t.extra was added
-- change column.added
ALTER TABLE t ADD extra serial;
-- finds column public.t.extra was added
-- change column.added
ALTER TABLE events ADD extra integer DEFAULT 4;
-- finds column public.events.extra was added
-- change column.added
ALTER TABLE parent ADD extra integer;
-- finds column public.parent.extra was added
-- change column.removed
ALTER TABLE t DROP amount;
-- finds column public.t.amount was removed
-- change column.removed
ALTER TABLE numbered DROP own;
-- finds column public.numbered.own was removed
-- change column.identity
ALTER TABLE numbered ALTER id DROP IDENTITY;
-- finds column public.numbered.id: identity is not set, was ALWAYS
-- change grant.removed
REVOKE USAGE ON SEQUENCE numbered_id_seq FROM drift_role;
-- finds grant public.numbered_id_seq.drift_role.sequence was removed
-- change column.removed
ALTER TABLE events DROP n;
-- finds column public.events.n was removed
-- change column.removed
ALTER TABLE with_serial DROP id;
-- finds column public.with_serial.id was removed
-- change column.renamed
ALTER TABLE lone RENAME b TO b_new;
-- finds column public.lone.b was renamed to public.lone.b_new
-- change column.comment
COMMENT ON COLUMN t.name IS 'about the name';
-- finds column public.t.name: comment is about the name, was not set
-- change column.type
ALTER TABLE t ALTER amount TYPE numeric(12, 2);
-- finds column public.t.amount: type is numeric(12,2), was numeric(10,2)
-- change column.type
ALTER TABLE parent ALTER a TYPE bigint;
-- finds column public.parent.a: type is bigint, was integer
-- change column.collation
ALTER TABLE t ALTER german TYPE text COLLATE "C";
-- finds column public.t.german: collation is "C", was not set
-- change column.not_null
ALTER TABLE t ALTER name SET NOT NULL;
-- finds column public.t.name: not_null is on, was off
-- change column.not_null
ALTER TABLE t ALTER id DROP NOT NULL;
-- finds column public.t.id: not_null is off, was on
-- change column.not_null
ALTER TABLE events ALTER n SET NOT NULL;
-- finds column public.events.n: not_null is on, was off
-- change column.default
ALTER TABLE t ALTER name SET DEFAULT 'm';
-- finds column public.t.name: default is 'm'::text, was 'n'::text
-- change column.default
ALTER TABLE t ALTER name DROP DEFAULT;
-- finds column public.t.name: default is not set, was 'n'::text
-- change column.default
ALTER TABLE events_1 ALTER n SET DEFAULT 7;
-- finds column public.events_1.n: default is 7, was not set
-- change column.default
ALTER TABLE events ALTER n SET DEFAULT 7;
-- finds column public.events.n: default is 7, was not set
-- change column.default
ALTER TABLE child ALTER b SET DEFAULT 'of child';
-- finds column public.child.b: default is 'of child'::text, was 'b'::text
-- change column.generated
ALTER TABLE t ALTER computed DROP EXPRESSION;
-- finds column public.t.computed: generated is not set, was (id + 1)
-- change column.generated
ALTER TABLE t DROP computed; ALTER TABLE t ADD computed integer GENERATED ALWAYS AS (id + 2) STORED;
-- finds column public.t.computed: generated is (id + 2), was (id + 1)
-- change column.virtual since 18
ALTER TABLE t DROP computed; ALTER TABLE t ADD computed integer GENERATED ALWAYS AS (id + 1) VIRTUAL;
-- finds column public.t.computed: virtual is on, was off
-- change column.identity
ALTER TABLE t ALTER always SET GENERATED BY DEFAULT;
-- finds column public.t.always: identity is BY DEFAULT, was ALWAYS
-- change column.identity_sequence
ALTER TABLE t ALTER always SET INCREMENT BY 5;
-- finds column public.t.always: identity_sequence has INCREMENT BY 5 besides
-- change column.identity_sequence
ALTER SEQUENCE t_always_seq CYCLE;
-- finds column public.t.always: identity_sequence has CYCLE besides
-- change column.sequence_comment
COMMENT ON SEQUENCE t_always_seq IS 'numbers';
-- finds column public.t.always: sequence_comment is numbers, was not set
-- change column.storage
ALTER TABLE t ALTER name SET STORAGE EXTERNAL;
-- finds column public.t.name: storage is EXTERNAL, was not set
-- change column.compression since 14
ALTER TABLE t ALTER name SET COMPRESSION pglz;
-- finds column public.t.name: compression is pglz, was not set
-- change column.statistics
ALTER TABLE t ALTER name SET STATISTICS 77;
-- finds column public.t.name: statistics is 77, was not set
-- change column.with
ALTER TABLE t ALTER name SET (n_distinct = 4);
-- finds column public.t.name: with has n_distinct=4 besides
-- change column.options
ALTER FOREIGN TABLE ft ALTER a OPTIONS (SET column_name 'y');
-- finds column public.ft.a: options has column_name=y besides and lacks column_name=x
-- change column.not_null_constraint since 18
ALTER TABLE t RENAME CONSTRAINT t_id_not_null TO "id is there";
-- finds column public.t.id: not_null_constraint is CONSTRAINT "id is there", was not set
-- change column.not_null_comment since 18
COMMENT ON CONSTRAINT t_id_not_null ON t IS 'about it';
-- finds column public.t.id: not_null_comment is about it, was not set
-- change column.inherited
DROP TABLE merged; CREATE TABLE merged () INHERITS (parent);
-- finds column public.merged.b: inherited is on, was off

-- change foreign table.added
CREATE FOREIGN TABLE ft_2 (a integer) SERVER srv;
-- finds foreign table public.ft_2 was added
-- change foreign table.removed
DROP FOREIGN TABLE ft;
-- finds foreign table public.ft was removed
-- change foreign table.owner
ALTER FOREIGN TABLE ft OWNER TO drift_role;
-- finds foreign table public.ft: owner is drift_role, was lockstep_scratch
-- change foreign table.comment
COMMENT ON FOREIGN TABLE ft IS 'remote';
-- finds foreign table public.ft: comment is remote, was not set
-- change foreign table.server
DROP FOREIGN TABLE ft; CREATE FOREIGN TABLE ft (a integer OPTIONS (column_name 'x'), b integer) SERVER srv_2 OPTIONS (table_name 't');
-- finds foreign table public.ft: server is srv_2, was srv
-- change foreign table.options
ALTER FOREIGN TABLE ft OPTIONS (ADD schema_name 's');
-- finds foreign table public.ft: options has schema_name=s besides
-- change foreign table.partition_bound
ALTER TABLE events DETACH PARTITION ft_partition; ALTER TABLE events ATTACH PARTITION ft_partition FOR VALUES FROM ('2030-01-01') TO ('2032-01-01');
-- finds foreign table public.ft_partition: partition_bound is FOR VALUES FROM ('2030-01-01') TO ('2032-01-01'), was FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')
-- change foreign table.partition_of
ALTER TABLE events DETACH PARTITION ft_partition;
-- finds foreign table public.ft_partition: partition_of is not set, was public.events
-- change foreign table.inherits
ALTER FOREIGN TABLE ft INHERIT parent_2;
-- finds foreign table public.ft: inherits has public.parent_2 besides
-- change foreign table.columns
DROP FOREIGN TABLE ft; CREATE FOREIGN TABLE ft (b integer, a integer OPTIONS (column_name 'x')) SERVER srv OPTIONS (table_name 't');
-- finds foreign table public.ft: columns has the order b, a, had a, b
-- change foreign data wrapper.added
CREATE FOREIGN DATA WRAPPER w_3;
-- finds foreign data wrapper w_3 was added
-- change foreign data wrapper.removed
DROP FOREIGN DATA WRAPPER w_2;
-- finds foreign data wrapper w_2 was removed
-- change foreign data wrapper.owner
ALTER FOREIGN DATA WRAPPER w OWNER TO drift_super;
-- finds foreign data wrapper w: owner is drift_super, was lockstep_scratch
-- change foreign data wrapper.comment
COMMENT ON FOREIGN DATA WRAPPER w IS 'w';
-- finds foreign data wrapper w: comment is w, was not set
-- change foreign data wrapper.options
ALTER FOREIGN DATA WRAPPER w OPTIONS (SET debug 'false');
-- finds foreign data wrapper w: options has debug=false besides and lacks debug=true
-- change foreign data wrapper.validator
ALTER FOREIGN DATA WRAPPER w_2 VALIDATOR postgresql_fdw_validator;
-- finds foreign data wrapper w_2: validator is postgresql_fdw_validator, was not set
-- change foreign data wrapper.handler
ALTER FOREIGN DATA WRAPPER w_2 HANDLER fdw_handler;
-- finds foreign data wrapper w_2: handler is public.fdw_handler, was not set
-- change server.added
CREATE SERVER srv_3 FOREIGN DATA WRAPPER w;
-- finds server srv_3 was added
-- change server.removed
DROP SERVER srv_2;
-- finds server srv_2 was removed
-- change server.owner
ALTER SERVER srv OWNER TO drift_super;
-- finds server srv: owner is drift_super, was lockstep_scratch
-- change server.comment
COMMENT ON SERVER srv IS 'srv';
-- finds server srv: comment is srv, was not set
-- change server.wrapper
DROP SERVER srv_2; CREATE SERVER srv_2 FOREIGN DATA WRAPPER w_2;
-- finds server srv_2: wrapper is w_2, was w
-- change server.type
DROP SERVER srv_2; CREATE SERVER srv_2 TYPE 'x' FOREIGN DATA WRAPPER w;
-- finds server srv_2: type is x, was not set
-- change server.version
ALTER SERVER srv VERSION '2';
-- finds server srv: version is 2, was 1
-- change server.options
ALTER SERVER srv OPTIONS (SET host 'i');
-- finds server srv: options has host=i besides and lacks host=h
-- change user mapping.added
CREATE USER MAPPING FOR drift_role SERVER srv;
-- finds user mapping srv.drift_role was added
-- change user mapping.removed
DROP USER MAPPING FOR PUBLIC SERVER srv;
-- finds user mapping srv.public was removed
-- change user mapping.options
ALTER USER MAPPING FOR PUBLIC SERVER srv OPTIONS (SET user 'v');
-- finds user mapping srv.public: options has user=v besides and lacks user=u

-- change sequence.added
CREATE SEQUENCE seq_2;
-- finds sequence public.seq_2 was added
-- change sequence.removed
DROP SEQUENCE seq;
-- finds sequence public.seq was removed
-- change sequence.owner
ALTER SEQUENCE seq OWNER TO drift_role;
-- finds sequence public.seq: owner is drift_role, was lockstep_scratch
-- change sequence.comment
COMMENT ON SEQUENCE seq IS 'seq';
-- finds sequence public.seq: comment is seq, was not set
-- change sequence.type
ALTER SEQUENCE seq AS integer;
-- finds sequence public.seq: type is integer, was not set
-- change sequence.start
ALTER SEQUENCE seq START WITH 6;
-- finds sequence public.seq: start is 6, was 5
-- change sequence.increment
ALTER SEQUENCE seq INCREMENT BY 2;
-- finds sequence public.seq: increment is 2, was not set
-- change sequence.min
ALTER SEQUENCE seq MINVALUE 3;
-- finds sequence public.seq: min is 3, was not set
-- change sequence.max
ALTER SEQUENCE seq MAXVALUE 1000;
-- finds sequence public.seq: max is 1000, was not set
-- change sequence.cache
ALTER SEQUENCE seq CACHE 20;
-- finds sequence public.seq: cache is 20, was not set
-- change sequence.cycle
ALTER SEQUENCE seq CYCLE;
-- finds sequence public.seq: cycle is on, was off
-- change sequence.unlogged since 15
ALTER SEQUENCE seq SET UNLOGGED;
-- finds sequence public.seq: unlogged is on, was off
-- change sequence.owned_by
ALTER SEQUENCE owned_seq OWNED BY NONE;
-- finds sequence public.owned_seq: owned_by is not set, was public.plain.a
-- change schema.added
CREATE SCHEMA third; CREATE TABLE third.t (a integer); GRANT USAGE ON SCHEMA third TO drift_role;
-- finds schema third was added
-- change schema.removed
DROP SCHEMA other;
-- finds schema other was removed
-- change schema.owner
ALTER SCHEMA other OWNER TO drift_role;
-- finds schema other: owner is drift_role, was lockstep_scratch
-- change schema.comment
COMMENT ON SCHEMA other IS 'other';
-- finds schema other: comment is other, was not set
-- change access method.added
CREATE ACCESS METHOD heap_3 TYPE TABLE HANDLER heap_tableam_handler;
-- finds access method heap_3 was added
-- change access method.removed
DROP ACCESS METHOD heap_too;
-- finds access method heap_too was removed
-- change access method.comment
COMMENT ON ACCESS METHOD heap_too IS 'heap';
-- finds access method heap_too: comment is heap, was not set
-- change access method.type
DROP ACCESS METHOD heap_too; CREATE ACCESS METHOD heap_too TYPE INDEX HANDLER bthandler; UPDATE pg_am SET amhandler = 'heap_tableam_handler'::regproc WHERE amname = 'heap_too';
-- finds access method heap_too: type is INDEX, was TABLE
-- change access method.handler
DROP ACCESS METHOD heap_too; CREATE FUNCTION my_handler(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler'; CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER my_handler; DROP FUNCTION IF EXISTS none_such(); UPDATE pg_proc SET pronamespace = 'pg_catalog'::regnamespace WHERE proname = 'my_handler';
-- finds access method heap_too: handler is my_handler, was heap_tableam_handler

-- change grant.added
GRANT SELECT ON t TO drift_role;
-- finds grant public.t.drift_role."table" was added
-- change grant.added
GRANT SELECT (id) ON t TO drift_role;
-- finds grant public.t.id.drift_role."column" was added
-- change grant.added
GRANT USAGE ON SEQUENCE t_always_seq TO drift_role;
-- finds grant public.t_always_seq.drift_role.sequence was added
-- change grant.added
REVOKE UPDATE ON t FROM CURRENT_USER;
-- finds grant public.t.lockstep_scratch."table" was added
