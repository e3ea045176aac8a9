CREATE FUNCTION sink.eq(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a = ($2).a';
CREATE FUNCTION sink.ne(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a <> ($2).a';
CREATE FUNCTION sink.lt(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a < ($2).a';
CREATE FUNCTION sink.le(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a <= ($2).a';
CREATE FUNCTION sink.gt(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a > ($2).a';
CREATE FUNCTION sink.ge(sink.pair, sink.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a >= ($2).a';
CREATE FUNCTION sink.cmp(sink.pair, sink.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a - ($2).a';
CREATE FUNCTION sink.pair_hash(sink.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE FUNCTION sink.negate(sink.pair) RETURNS sink.pair LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR sink.= (FUNCTION = sink.eq, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.=), NEGATOR = OPERATOR(sink.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR sink.<> (FUNCTION = sink.ne, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.<>), NEGATOR = OPERATOR(sink.=),
    RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR sink.< (FUNCTION = sink.lt, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.>), NEGATOR = OPERATOR(sink.>=));
CREATE OPERATOR sink.<= (FUNCTION = sink.le, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.>=), NEGATOR = OPERATOR(sink.>));
CREATE OPERATOR sink.> (FUNCTION = sink.gt, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.<), NEGATOR = OPERATOR(sink.<=));
CREATE OPERATOR sink.>= (FUNCTION = sink.ge, LEFTARG = sink.pair, RIGHTARG = sink.pair, COMMUTATOR = OPERATOR(sink.<=), NEGATOR = OPERATOR(sink.<));
CREATE OPERATOR sink.!-! (FUNCTION = sink.negate, RIGHTARG = sink.pair);
COMMENT ON OPERATOR sink.= (sink.pair, sink.pair) IS 'equals';
COMMENT ON OPERATOR sink.!-! (NONE, sink.pair) IS 'prefix';
ALTER OPERATOR sink.= (sink.pair, sink.pair) OWNER TO "sink owner";

CREATE OPERATOR CLASS sink.pair_ops DEFAULT FOR TYPE sink.pair USING btree AS
    OPERATOR 1 sink.<, OPERATOR 2 sink.<=, OPERATOR 3 sink.=, OPERATOR 4 sink.>=, OPERATOR 5 sink.>, FUNCTION 1 sink.cmp(sink.pair, sink.pair);
CREATE OPERATOR FAMILY sink."Hash Family" USING hash;
CREATE OPERATOR CLASS sink.pair_hash_ops FOR TYPE sink.pair USING hash FAMILY sink."Hash Family" AS OPERATOR 1 sink.=, FUNCTION 1 sink.pair_hash(sink.pair);
COMMENT ON OPERATOR CLASS sink.pair_ops USING btree IS 'class';
COMMENT ON OPERATOR FAMILY sink."Hash Family" USING hash IS 'family';
ALTER OPERATOR CLASS sink.pair_ops USING btree OWNER TO "sink owner";
ALTER OPERATOR FAMILY sink."Hash Family" USING hash OWNER TO "sink owner";
CREATE OPERATOR FAMILY sink.loose USING btree;
ALTER OPERATOR FAMILY sink.loose USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS sink.int_gist FOR TYPE integer USING gist AS OPERATOR 1 =(integer, integer), OPERATOR 15 contrib.<->(integer, integer) FOR ORDER BY pg_catalog.integer_ops,
    FUNCTION 1 contrib.gbt_int4_consistent(internal, integer, smallint, oid, internal), FUNCTION 2 contrib.gbt_int4_union(internal, internal),
    FUNCTION 5 contrib.gbt_int4_penalty(internal, internal, internal), FUNCTION 6 contrib.gbt_int4_picksplit(internal, internal),
    FUNCTION 7 contrib.gbt_int4_same(contrib.gbtreekey8, contrib.gbtreekey8, internal), STORAGE contrib.gbtreekey8;

CREATE FUNCTION sink.pair_to_int(sink.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE CAST (sink.pair AS integer) WITH FUNCTION sink.pair_to_int(sink.pair) AS ASSIGNMENT;
CREATE CAST (text AS sink.pair) WITH INOUT AS IMPLICIT;
CREATE CAST (sink.small AS smallint) WITHOUT FUNCTION;
COMMENT ON CAST (sink.pair AS integer) IS 'a cast';

CREATE CONVERSION sink.to_utf FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION sink.default_one FOR 'WIN1252' TO 'UTF8' FROM win_to_utf8;
COMMENT ON CONVERSION sink.to_utf IS 'a conversion';
ALTER CONVERSION sink.to_utf OWNER TO "sink owner";

CREATE TEXT SEARCH PARSER sink.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE sink.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY sink.dictionary (TEMPLATE = sink.template, accept = 'false', stopwords = 'english');
CREATE TEXT SEARCH DICTIONARY sink."Dict" (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION sink.configuration (PARSER = sink.parser);
ALTER TEXT SEARCH CONFIGURATION sink.configuration ADD MAPPING FOR asciiword, word WITH sink.dictionary, pg_catalog.simple, sink."Dict";
CREATE TEXT SEARCH CONFIGURATION sink.empty_configuration (PARSER = pg_catalog."default");
COMMENT ON TEXT SEARCH PARSER sink.parser IS 'parser';
COMMENT ON TEXT SEARCH TEMPLATE sink.template IS 'template';
COMMENT ON TEXT SEARCH DICTIONARY sink.dictionary IS 'dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION sink.configuration IS 'configuration';
ALTER TEXT SEARCH DICTIONARY sink.dictionary OWNER TO "sink owner";
ALTER TEXT SEARCH CONFIGURATION sink.configuration OWNER TO "sink owner";
