-- setup
CREATE COLLATION coll (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION coll_libc (provider = libc, lc_collate = 'C', lc_ctype = 'C');
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN d AS text;
CREATE DOMAIN d_checked AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE TYPE span AS RANGE (SUBTYPE = numeric);
CREATE TYPE words AS RANGE (SUBTYPE = text);
CREATE TYPE days AS RANGE (SUBTYPE = date);
CREATE FUNCTION diff(numeric, numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 1.0::float8';
CREATE TYPE base;
CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION base_in_2(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION base_out_2(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION base_recv(internal) RETURNS base LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION base_send(base) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE FUNCTION base_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION base_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE FUNCTION base_analyze(internal) RETURNS boolean LANGUAGE internal STRICT AS 'array_typanalyze';
CREATE TYPE base (INPUT = base_in, OUTPUT = base_out);
CREATE TYPE fixed;
CREATE FUNCTION fixed_in(cstring) RETURNS fixed LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION fixed_out(fixed) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE fixed (INPUT = fixed_in, OUTPUT = fixed_out, INTERNALLENGTH = 4);
CREATE TYPE shell;
CREATE TYPE lone_shell;
CREATE FUNCTION shell_in(cstring) RETURNS shell LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION shell_out(shell) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
-- setup since 14
CREATE FUNCTION base_subscript(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'raw_array_subscript_handler';

-- change collation.added
CREATE COLLATION coll_2 (provider = libc, lc_collate = 'C', lc_ctype = 'C');
-- finds collation public.coll_2 was added
-- change collation.removed
DROP COLLATION coll;
-- finds collation public.coll was removed
-- change collation.owner
ALTER COLLATION coll OWNER TO drift_role;
-- finds collation public.coll: owner is drift_role, was lockstep_scratch
-- change collation.comment
COMMENT ON COLLATION coll IS 'coll';
-- finds collation public.coll: comment is coll, was not set
-- change collation.locale
DROP COLLATION coll; CREATE COLLATION coll (provider = icu, locale = 'fr');
-- finds collation public.coll: locale is fr, was de-u-co-phonebk
-- change collation.provider since 15
UPDATE pg_collation SET collprovider = 'd' WHERE collname = 'coll';
-- finds collation public.coll: provider is default, was icu
-- change collation.lc_collate
DROP COLLATION coll_libc; CREATE COLLATION coll_libc (provider = libc, lc_collate = 'POSIX', lc_ctype = 'C');
-- finds collation public.coll_libc: lc_collate is POSIX, was C
-- change collation.lc_ctype
DROP COLLATION coll_libc; CREATE COLLATION coll_libc (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
-- finds collation public.coll_libc: lc_ctype is POSIX, was C
-- change collation.nondeterministic
DROP COLLATION coll; CREATE COLLATION coll (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
-- finds collation public.coll: nondeterministic is on, was off
-- change collation.rules since 16
DROP COLLATION coll; CREATE COLLATION coll (provider = icu, locale = 'de-u-co-phonebk', rules = '&a < g');
-- finds collation public.coll: rules is &a < g, was not set
-- change enum.added
CREATE TYPE mood_2 AS ENUM ('a');
-- finds enum public.mood_2 was added
-- change enum.removed
DROP TYPE mood;
-- finds enum public.mood was removed
-- change enum.owner
ALTER TYPE mood OWNER TO drift_role;
-- finds enum public.mood: owner is drift_role, was lockstep_scratch
-- change enum.comment
COMMENT ON TYPE mood IS 'mood';
-- finds enum public.mood: comment is mood, was not set
-- change enum.values
ALTER TYPE mood ADD VALUE 'great';
-- finds enum public.mood: values has great besides
-- change enum.renamed
ALTER TYPE mood RENAME VALUE 'ok' TO 'okay';
-- finds enum public.mood: the value ok was renamed to okay
-- change composite type.added
CREATE TYPE pair_2 AS (x integer);
-- finds composite type public.pair_2 was added
-- change composite type.removed
DROP TYPE pair;
-- finds composite type public.pair was removed
-- change composite type.owner
ALTER TYPE pair OWNER TO drift_role;
-- finds composite type public.pair: owner is drift_role, was lockstep_scratch
-- change composite type.comment
COMMENT ON TYPE pair IS 'pair';
-- finds composite type public.pair: comment is pair, was not set
-- change composite type.columns
DROP TYPE pair; CREATE TYPE pair AS (b text, a integer);
-- finds composite type public.pair: columns has the order b, a, had a, b
-- change attribute.added
ALTER TYPE pair ADD ATTRIBUTE c integer;
-- finds attribute public.pair.c was added
-- change attribute.removed
ALTER TYPE pair DROP ATTRIBUTE a;
-- finds attribute public.pair.a was removed
-- change attribute.comment
COMMENT ON COLUMN pair.a IS 'a';
-- finds attribute public.pair.a: comment is a, was not set
-- change attribute.type
ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint;
-- finds attribute public.pair.a: type is bigint, was integer
-- change attribute.collation
ALTER TYPE pair ALTER ATTRIBUTE b TYPE text COLLATE "C";
-- finds attribute public.pair.b: collation is "C", was not set
-- change domain.added
CREATE DOMAIN d_2 AS integer CHECK (VALUE > 0);
-- finds domain public.d_2 was added
-- change domain.removed
DROP DOMAIN d_checked;
-- finds domain public.d_checked was removed
-- change domain.owner
ALTER DOMAIN d OWNER TO drift_role;
-- finds domain public.d: owner is drift_role, was lockstep_scratch
-- change domain.comment
COMMENT ON DOMAIN d IS 'd';
-- finds domain public.d: comment is d, was not set
-- change domain.type
DROP DOMAIN d; CREATE DOMAIN d AS character varying(5);
-- finds domain public.d: type is character varying(5), was text
-- change domain.collation
DROP DOMAIN d; CREATE DOMAIN d AS text COLLATE "C";
-- finds domain public.d: collation is "C", was not set
-- change domain.default
ALTER DOMAIN d SET DEFAULT 'x';
-- finds domain public.d: default is 'x'::text, was not set
-- change domain.not_null
ALTER DOMAIN d SET NOT NULL;
-- finds domain public.d: not_null is on, was off
-- change domain constraint.added
ALTER DOMAIN d ADD CONSTRAINT long CHECK (length(VALUE) > 3);
-- finds domain constraint public.d.long was added
-- change domain constraint.removed
ALTER DOMAIN d_checked DROP CONSTRAINT positive;
-- finds domain constraint public.d_checked.positive was removed
-- change domain constraint.comment
COMMENT ON CONSTRAINT positive ON DOMAIN d_checked IS 'positive';
-- finds domain constraint public.d_checked.positive: comment is positive, was not set
-- change domain constraint.expression
ALTER DOMAIN d_checked DROP CONSTRAINT positive; ALTER DOMAIN d_checked ADD CONSTRAINT positive CHECK (VALUE > 1);
-- finds domain constraint public.d_checked.positive: expression is (VALUE > 1), was (VALUE > 0)
-- change domain constraint.not_valid
ALTER DOMAIN d_checked DROP CONSTRAINT positive; ALTER DOMAIN d_checked ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
-- finds domain constraint public.d_checked.positive: not_valid is on, was off
-- change range type.added
CREATE TYPE span_2 AS RANGE (SUBTYPE = integer);
-- finds range type public.span_2 was added
-- change range type.removed
DROP TYPE span;
-- finds range type public.span was removed
-- change range type.owner
ALTER TYPE span OWNER TO drift_role;
-- finds range type public.span: owner is drift_role, was lockstep_scratch
-- change range type.comment
COMMENT ON TYPE span IS 'span';
-- finds range type public.span: comment is span, was not set
-- change range type.subtype
DROP TYPE span; CREATE TYPE span AS RANGE (SUBTYPE = integer);
-- finds range type public.span: subtype is integer, was numeric
-- change range type.operator_class
DROP TYPE words; CREATE TYPE words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops);
-- finds range type public.words: operator_class is pg_catalog.text_pattern_ops, was not set
-- change range type.collation
DROP TYPE words; CREATE TYPE words AS RANGE (SUBTYPE = text, COLLATION = "C");
-- finds range type public.words: collation is "C", was not set
-- change range type.canonical
DROP TYPE days; CREATE TYPE days AS RANGE (SUBTYPE = date); UPDATE pg_range SET rngcanonical = 'daterange_canonical'::regproc WHERE rngtypid = 'days'::regtype;
-- finds range type public.days: canonical is daterange_canonical, was not set
-- change range type.subtype_diff
DROP TYPE span; CREATE TYPE span AS RANGE (SUBTYPE = numeric, SUBTYPE_DIFF = diff);
-- finds range type public.span: subtype_diff is public.diff, was not set
-- change range type.multirange since 14
DROP TYPE span; CREATE TYPE span AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = spans);
-- finds range type public.span: multirange is public.spans, was not set
-- change base type.added
CREATE TYPE shell_2;
-- finds base type public.shell_2 was added
-- change base type.removed
DROP TYPE lone_shell;
-- finds base type public.lone_shell was removed
-- change base type.owner
ALTER TYPE base OWNER TO drift_role;
-- finds base type public.base: owner is drift_role, was lockstep_scratch
-- change base type.comment
COMMENT ON TYPE base IS 'base';
-- finds base type public.base: comment is base, was not set
-- change base type.shell
UPDATE pg_type SET typisdefined = false WHERE typname = 'fixed';
-- finds base type public.fixed: shell is on, was off
-- change base type.input
UPDATE pg_type SET typinput = 'base_in_2'::regproc WHERE typname = 'base';
-- finds base type public.base: input is public.base_in_2, was public.base_in
-- change base type.output
UPDATE pg_type SET typoutput = 'base_out_2'::regproc WHERE typname = 'base';
-- finds base type public.base: output is public.base_out_2, was public.base_out
-- change base type.receive
ALTER TYPE base SET (RECEIVE = base_recv);
-- finds base type public.base: receive is public.base_recv, was not set
-- change base type.send
ALTER TYPE base SET (SEND = base_send);
-- finds base type public.base: send is public.base_send, was not set
-- change base type.modifier_input
ALTER TYPE base SET (TYPMOD_IN = base_typmod_in);
-- finds base type public.base: modifier_input is public.base_typmod_in, was not set
-- change base type.modifier_output
ALTER TYPE base SET (TYPMOD_OUT = base_typmod_out);
-- finds base type public.base: modifier_output is public.base_typmod_out, was not set
-- change base type.analyze
ALTER TYPE base SET (ANALYZE = base_analyze);
-- finds base type public.base: analyze is public.base_analyze, was not set
-- change base type.subscript since 14
ALTER TYPE base SET (SUBSCRIPT = base_subscript);
-- finds base type public.base: subscript is public.base_subscript, was not set
-- change base type.length
UPDATE pg_type SET typlen = 8 WHERE typname = 'fixed';
-- finds base type public.fixed: length is 8, was 4
-- change base type.by_value
UPDATE pg_type SET typbyval = true WHERE typname = 'fixed';
-- finds base type public.fixed: by_value is on, was off
-- change base type.alignment
UPDATE pg_type SET typalign = 'd' WHERE typname = 'fixed';
-- finds base type public.fixed: alignment is double, was not set
-- change base type.storage
ALTER TYPE base SET (STORAGE = extended);
-- finds base type public.base: storage is extended, was not set
-- change base type.category
UPDATE pg_type SET typcategory = 'x' WHERE typname = 'base';
-- finds base type public.base: category is x, was not set
-- change base type.preferred
UPDATE pg_type SET typispreferred = true WHERE typname = 'base';
-- finds base type public.base: preferred is on, was off
-- change base type.default
UPDATE pg_type SET typdefault = 'x' WHERE typname = 'base';
-- finds base type public.base: default is x, was not set
-- change base type.element
UPDATE pg_type SET typelem = 'integer'::regtype WHERE typname = 'fixed';
-- finds base type public.fixed: element is integer, was not set
-- change base type.delimiter
UPDATE pg_type SET typdelim = ';' WHERE typname = 'base';
-- finds base type public.base: delimiter is ;, was not set
-- change base type.collatable
UPDATE pg_type SET typcollation = 100 WHERE typname = 'base';
-- finds base type public.base: collatable is on, was off
