CREATE COLLATION sink.phone (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
CREATE COLLATION sink."C too" (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
COMMENT ON COLLATION sink.phone IS 'phone book';
ALTER COLLATION sink.phone OWNER TO "sink owner";

CREATE TYPE sink.mood AS ENUM ('sad', 'it''s ok', 'Happy "very"', E'back\\slash', '');
CREATE TYPE sink.no_values AS ENUM ();
CREATE TYPE "Odd . ""Schema"" -- not $$a$$ comment"."Table" AS ENUM ('a');
COMMENT ON TYPE sink.mood IS 'mood';
ALTER TYPE sink.mood OWNER TO "sink owner";
REVOKE USAGE ON TYPE sink.mood FROM PUBLIC;
GRANT USAGE ON TYPE sink.mood TO "sink reader" WITH GRANT OPTION;

CREATE TYPE sink.pair AS (a integer, "b ""c""" text COLLATE "C", d numeric(10, 2)[], e sink.mood, "select" character varying(7));
COMMENT ON TYPE sink.pair IS 'a pair';
COMMENT ON COLUMN sink.pair."b ""c""" IS 'an attribute';
CREATE TYPE sink.nothing AS ();
CREATE TYPE sink.pairs AS (one sink.pair, many sink.pair[]);
GRANT USAGE ON TYPE sink.pair TO sink_third;
ALTER TYPE sink.pair OWNER TO "sink owner";

CREATE DOMAIN sink.positive AS numeric(12, 3) DEFAULT 1.5 NOT NULL CONSTRAINT positive_check CHECK (VALUE > 0) CONSTRAINT "Not > Huge" CHECK (VALUE < 1e6);
CREATE DOMAIN sink.name_de AS text COLLATE sink.phone;
CREATE DOMAIN sink.of_domain AS sink.positive;
CREATE DOMAIN sink.mood_array AS sink.mood[];
CREATE DOMAIN sink.stamp AS timestamp(3) with time zone DEFAULT now();
ALTER DOMAIN sink.name_de ADD CONSTRAINT name_de_long CHECK (length(VALUE) > 3) NOT VALID;
COMMENT ON DOMAIN sink.positive IS 'domain';
COMMENT ON CONSTRAINT positive_check ON DOMAIN sink.positive IS 'domain constraint';
ALTER DOMAIN sink.positive OWNER TO "sink owner";
GRANT USAGE ON TYPE sink.positive TO "sink reader";

-- A base type of internal functions, with all that a type can say.
CREATE TYPE sink.money_ish;
CREATE FUNCTION sink.money_in(cstring, oid, integer) RETURNS sink.money_ish LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharin';
CREATE FUNCTION sink.money_out(sink.money_ish) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varcharout';
CREATE FUNCTION sink.money_recv(internal, oid, integer) RETURNS sink.money_ish LANGUAGE internal STABLE STRICT AS 'varcharrecv';
CREATE FUNCTION sink.money_send(sink.money_ish) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'varcharsend';
CREATE FUNCTION sink.money_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION sink.money_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE FUNCTION sink.money_analyze(internal) RETURNS boolean LANGUAGE internal STRICT AS 'array_typanalyze';
CREATE TYPE sink.money_ish (INPUT = sink.money_in, OUTPUT = sink.money_out, RECEIVE = sink.money_recv, SEND = sink.money_send,
    TYPMOD_IN = sink.money_typmod_in, TYPMOD_OUT = sink.money_typmod_out, ANALYZE = sink.money_analyze, INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4, STORAGE = extended, CATEGORY = 'S', PREFERRED = false, DEFAULT = 'it''s', DELIMITER = ';', COLLATABLE = true);
COMMENT ON TYPE sink.money_ish IS 'a base type';
ALTER TYPE sink.money_ish OWNER TO "sink owner";
GRANT USAGE ON TYPE sink.money_ish TO "sink reader";
CREATE TYPE sink.small;
CREATE FUNCTION sink.small_in(cstring) RETURNS sink.small LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
CREATE FUNCTION sink.small_out(sink.small) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
CREATE TYPE sink.small (INPUT = sink.small_in, OUTPUT = sink.small_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, CATEGORY = 'x', PREFERRED = true);
CREATE TYPE sink.point_ish;
CREATE FUNCTION sink.point_in(cstring) RETURNS sink.point_ish LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION sink.point_out(sink.point_ish) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE sink.point_ish (INPUT = sink.point_in, OUTPUT = sink.point_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = double precision);
CREATE TYPE sink.only_a_shell;
COMMENT ON TYPE sink.only_a_shell IS 'a shell';

CREATE FUNCTION sink.diff(numeric, numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8';
CREATE TYPE sink.plain_span AS RANGE (SUBTYPE = numeric);
CREATE TYPE sink.span AS RANGE (SUBTYPE = numeric, SUBTYPE_OPCLASS = numeric_ops, SUBTYPE_DIFF = sink.diff);
CREATE TYPE sink.words_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C");
CREATE TYPE sink.days;
CREATE FUNCTION sink.days_canonical(sink.days) RETURNS sink.days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
CREATE TYPE sink.days AS RANGE (SUBTYPE = date, CANONICAL = sink.days_canonical, SUBTYPE_DIFF = daterange_subdiff);
COMMENT ON TYPE sink.span IS 'a range';
ALTER TYPE sink.span OWNER TO "sink owner";
GRANT USAGE ON TYPE sink.span TO sink_third;
