CREATE FUNCTION sink.plain() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION sink.plain(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION sink.plain(a integer, VARIADIC b text[]) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION sink.everything(a integer, INOUT "b b" text DEFAULT 'it''s', OUT c numeric, d sink.mood DEFAULT 'sad', e timestamp with time zone DEFAULT now())
    RETURNS SETOF record LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL RESTRICTED COST 12.5 ROWS 7
    SET search_path TO sink, "Odd . ""Schema"" -- not $$a$$ comment", '' SET work_mem TO '3MB' SET "sink.custom" TO 'a ''quoted'' value' SET datestyle = 'ISO, MDY'
    AS $body$
BEGIN
    -- a comment with $$ and 'quotes'
    RETURN QUERY SELECT 'x'::text, 1::numeric;
END
$body$;
COMMENT ON FUNCTION sink.everything(integer, text, sink.mood, timestamp with time zone) IS 'everything';
ALTER FUNCTION sink.everything(integer, text, sink.mood, timestamp with time zone) OWNER TO "sink owner";
REVOKE ALL ON FUNCTION sink.everything(integer, text, sink.mood, timestamp with time zone) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sink.everything(integer, text, sink.mood, timestamp with time zone) TO "sink reader";
CREATE FUNCTION sink.as_table(n integer) RETURNS TABLE (a integer, "b ""c""" text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT n, NULL::text';
CREATE FUNCTION sink.any_array(anyarray, anyelement DEFAULT NULL) RETURNS anyelement LANGUAGE sql AS 'SELECT $1[1]';
CREATE FUNCTION "Odd . ""Schema"" -- not $$a$$ comment"."Fn -- ""x"" $$"("Arg, 1" integer) RETURNS text LANGUAGE plpgsql AS $_0$BEGIN RETURN $$a$$; END$_0$;
CREATE FUNCTION sink.ends_with_dollar() RETURNS text LANGUAGE sql AS 'SELECT ''$''::text -- $';
CREATE FUNCTION sink."ends_with_back\slash"() RETURNS text LANGUAGE sql AS E'SELECT ''\\''::text';
CREATE FUNCTION sink.a_window() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION sink.from_library() RETURNS trigger LANGUAGE c AS '$libdir/refint', 'check_primary_key';
CREATE FUNCTION sink.supported(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE SUPPORT pg_catalog.textlike_support AS 'textlike';
CREATE FUNCTION sink.fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION sink.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE sink.proc(INOUT a integer, b text DEFAULT 'b') LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS 'BEGIN a := 2; END';
COMMENT ON PROCEDURE sink.proc(integer, text) IS 'a procedure';
ALTER PROCEDURE sink.proc(integer, text) OWNER TO "sink owner";
GRANT EXECUTE ON PROCEDURE sink.proc(integer, text) TO "sink reader" WITH GRANT OPTION;
REVOKE EXECUTE ON PROCEDURE sink.proc(integer, text) FROM PUBLIC;

CREATE FUNCTION sink.hs_to_internal(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE FUNCTION sink.hs_from_internal(internal) RETURNS sink.mood LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE TRANSFORM FOR sink.mood LANGUAGE sink_lang (FROM SQL WITH FUNCTION sink.hs_to_internal(internal), TO SQL WITH FUNCTION sink.hs_from_internal(internal));
COMMENT ON TRANSFORM FOR sink.mood LANGUAGE sink_lang IS 'a transform';
CREATE FUNCTION sink.transformed(sink.mood) RETURNS sink.mood LANGUAGE sink_lang TRANSFORM FOR TYPE sink.mood AS 'BEGIN RETURN $1; END';

CREATE PROCEDURE sink.transformed_proc(sink.mood) LANGUAGE sink_lang TRANSFORM FOR TYPE sink.mood AS 'BEGIN END';
CREATE PROCEDURE sink.proc_from_library() LANGUAGE c AS '$libdir/refint', 'check_primary_key';

CREATE FUNCTION sink.add(numeric, numeric) RETURNS numeric LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'numeric_add';
CREATE FUNCTION sink.sub(numeric, numeric) RETURNS numeric LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'numeric_sub';
CREATE FUNCTION sink.final(numeric, numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION sink.moving_final(numeric, numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION sink.plain_final(numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE sink.total(numeric) (SFUNC = sink.add, STYPE = numeric, SSPACE = 32, INITCOND = '0', FINALFUNC = sink.final, FINALFUNC_EXTRA,
    FINALFUNC_MODIFY = SHAREABLE, COMBINEFUNC = sink.add, MSFUNC = sink.add, MINVFUNC = sink.sub, MSTYPE = numeric, MSSPACE = 16,
    MINITCOND = '0', MFINALFUNC = sink.moving_final, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE);
COMMENT ON AGGREGATE sink.total(numeric) IS 'an aggregate';
ALTER AGGREGATE sink.total(numeric) OWNER TO "sink owner";
GRANT EXECUTE ON FUNCTION sink.total(numeric) TO "sink reader";
REVOKE EXECUTE ON FUNCTION sink.total(numeric) FROM PUBLIC;
CREATE AGGREGATE sink.average(bigint) (SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize, PARALLEL = RESTRICTED);
CREATE AGGREGATE sink.smallest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);
CREATE AGGREGATE sink.concatenated(text) (SFUNC = textcat, STYPE = text, INITCOND = '', MSFUNC = textcat, MINVFUNC = textcat, MSTYPE = text, MINITCOND = '');
CREATE AGGREGATE sink.counter(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE sink.percentile(double precision ORDER BY double precision) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_cont_float8_final, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE sink.my_rank(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
COMMENT ON AGGREGATE sink.percentile(double precision ORDER BY double precision) IS 'an ordered-set aggregate';
