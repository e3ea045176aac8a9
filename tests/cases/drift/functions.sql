-- setup
CREATE FUNCTION call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION call_handler_2() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION inline_handler(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE lang HANDLER call_handler;
CREATE LANGUAGE lang_2 HANDLER call_handler;
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE other AS ENUM ('sad');
CREATE FUNCTION to_internal(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE FUNCTION from_internal(internal) RETURNS mood LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE FUNCTION from_internal_other(internal) RETURNS other LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE FUNCTION to_internal_2(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE FUNCTION other_internal(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv';
CREATE TRANSFORM FOR mood LANGUAGE lang (FROM SQL WITH FUNCTION to_internal(internal));
CREATE TRANSFORM FOR other LANGUAGE lang (FROM SQL WITH FUNCTION other_internal(internal));
CREATE FUNCTION f(a integer, b text DEFAULT 'b') RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f_set() RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f_text(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'textlike';
CREATE FUNCTION f_window() RETURNS bigint LANGUAGE internal AS 'window_row_number';
CREATE FUNCTION f_lang(mood) RETURNS integer LANGUAGE lang AS 'BEGIN END';
CREATE FUNCTION f_library() RETURNS trigger LANGUAGE c AS '$libdir/refint', 'check_primary_key';
CREATE FUNCTION lone() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a integer) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p_lang(mood) LANGUAGE lang AS 'BEGIN END';
CREATE PROCEDURE p_library() LANGUAGE c AS '$libdir/refint', 'check_primary_key';
-- setup since 14
CREATE FUNCTION f_atomic() RETURNS integer LANGUAGE sql RETURN 1;
CREATE PROCEDURE p_atomic() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
-- setup
CREATE FUNCTION add(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4pl';
CREATE FUNCTION sub(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4mi';
CREATE FUNCTION final(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION final(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer);
CREATE AGGREGATE finalled(integer) (SFUNC = add, STYPE = integer, FINALFUNC = final);
CREATE AGGREGATE internal_one(bigint) (SFUNC = int8_avg_accum, STYPE = internal, COMBINEFUNC = int8_avg_combine, FINALFUNC = numeric_poly_avg);
CREATE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = final, FINALFUNC = final);
CREATE AGGREGATE ordered(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA);

-- change language.added
CREATE LANGUAGE lang_3 HANDLER call_handler;
-- finds language lang_3 was added
-- change language.removed
DROP LANGUAGE lang_2;
-- finds language lang_2 was removed
-- change language.owner
ALTER LANGUAGE lang OWNER TO drift_role;
-- finds language lang: owner is drift_role, was lockstep_scratch
-- change language.comment
COMMENT ON LANGUAGE lang IS 'lang';
-- finds language lang: comment is lang, was not set
-- change language.trusted
DROP LANGUAGE lang_2; CREATE TRUSTED LANGUAGE lang_2 HANDLER call_handler;
-- finds language lang_2: trusted is on, was off
-- change language.handler
DROP LANGUAGE lang_2; CREATE LANGUAGE lang_2 HANDLER call_handler_2;
-- finds language lang_2: handler is public.call_handler_2, was public.call_handler
-- change language.inline
DROP LANGUAGE lang_2; CREATE LANGUAGE lang_2 HANDLER call_handler INLINE inline_handler;
-- finds language lang_2: inline is public.inline_handler, was not set
-- change language.validator
DROP LANGUAGE lang_2; CREATE LANGUAGE lang_2 HANDLER call_handler VALIDATOR validator;
-- finds language lang_2: validator is public.validator, was not set
-- change transform.added
CREATE TRANSFORM FOR text LANGUAGE lang (FROM SQL WITH FUNCTION to_internal_2(internal));
-- finds transform text.lang was added
-- change transform.removed
DROP TRANSFORM FOR other LANGUAGE lang;
-- finds transform "public.other".lang was removed
-- change transform.comment
COMMENT ON TRANSFORM FOR mood LANGUAGE lang IS 'transform';
-- finds transform "public.mood".lang: comment is transform, was not set
-- change transform.from_sql
DROP TRANSFORM FOR other LANGUAGE lang; CREATE TRANSFORM FOR other LANGUAGE lang (FROM SQL WITH FUNCTION to_internal_2(internal));
-- finds transform "public.other".lang: from_sql is public.to_internal_2(internal), was public.other_internal(internal)
-- change transform.to_sql
DROP TRANSFORM FOR other LANGUAGE lang; CREATE TRANSFORM FOR other LANGUAGE lang (FROM SQL WITH FUNCTION other_internal(internal), TO SQL WITH FUNCTION from_internal_other(internal));
-- finds transform "public.other".lang: to_sql is public.from_internal_other(internal), was not set
-- change function.added
CREATE FUNCTION f(a bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- finds function public.f."bigint" was added
-- change function.removed
DROP FUNCTION f(integer, text);
-- finds function public.f."integer, text" was removed
-- change function.renamed
ALTER FUNCTION f(integer, text) RENAME TO f_new;
-- finds function public.f."integer, text" was renamed to public.f_new."integer, text"
-- change function.owner
ALTER FUNCTION f(integer, text) OWNER TO drift_role;
-- finds function public.f."integer, text": owner is drift_role, was lockstep_scratch
-- change function.comment
COMMENT ON FUNCTION f(integer, text) IS 'f';
-- finds function public.f."integer, text": comment is f, was not set
-- change function.arguments
CREATE OR REPLACE FUNCTION f(a integer, b text DEFAULT 'c') RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- finds function public.f."integer, text": arguments is a integer, b text DEFAULT 'c'::text, was a integer, b text DEFAULT 'b'::text
-- change function.returns
DROP FUNCTION f(integer, text); CREATE FUNCTION f(a integer, b text DEFAULT 'b') RETURNS bigint LANGUAGE sql AS 'SELECT 1';
-- finds function public.f."integer, text": returns is bigint, was integer
-- change function.language
CREATE OR REPLACE FUNCTION f(a integer, b text DEFAULT 'b') RETURNS integer LANGUAGE lang AS 'SELECT 1';
-- finds function public.f."integer, text": language is lang, was sql
-- change function.volatility
ALTER FUNCTION f(integer, text) STABLE;
-- finds function public.f."integer, text": volatility is STABLE, was not set
-- change function.strict
ALTER FUNCTION f(integer, text) STRICT;
-- finds function public.f."integer, text": strict is on, was off
-- change function.security_definer
ALTER FUNCTION f(integer, text) SECURITY DEFINER;
-- finds function public.f."integer, text": security_definer is on, was off
-- change function.leakproof
ALTER FUNCTION f(integer, text) LEAKPROOF;
-- finds function public.f."integer, text": leakproof is on, was off
-- change function.parallel
ALTER FUNCTION f(integer, text) PARALLEL SAFE;
-- finds function public.f."integer, text": parallel is SAFE, was not set
-- change function.window
DROP FUNCTION f_window(); CREATE FUNCTION f_window() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
-- finds function public.f_window."": window is on, was off
-- change function.cost
ALTER FUNCTION f(integer, text) COST 5;
-- finds function public.f."integer, text": cost is 5, was not set
-- change function.rows
ALTER FUNCTION f_set() ROWS 5;
-- finds function public.f_set."": rows is 5, was not set
-- change function.support
ALTER FUNCTION f_text(text, text) SUPPORT textlike_support;
-- finds function public.f_text."text, text": support is textlike_support, was not set
-- change function.transform_types
CREATE OR REPLACE FUNCTION f_lang(mood) RETURNS integer LANGUAGE lang TRANSFORM FOR TYPE mood AS 'BEGIN END';
-- finds function public.f_lang."public.mood": transform_types has public.mood besides
-- change function.settings
ALTER FUNCTION f(integer, text) SET work_mem TO '5MB';
-- finds function public.f."integer, text": settings has work_mem=5MB besides
-- change function.library
UPDATE pg_proc SET probin = '$libdir/other' WHERE proname = 'f_library';
-- finds function public.f_library."": library is $libdir/other, was $libdir/refint
-- change function.body
CREATE OR REPLACE FUNCTION f(a integer, b text DEFAULT 'b') RETURNS integer LANGUAGE sql AS 'SELECT 2';
-- finds function public.f."integer, text": body is SELECT 2, was SELECT 1
-- change function.sql_body since 14
CREATE OR REPLACE FUNCTION f_atomic() RETURNS integer LANGUAGE sql RETURN 2;
-- finds function public.f_atomic."": sql_body is RETURN 2, was RETURN 1
-- change procedure.added
CREATE PROCEDURE p_2() LANGUAGE sql AS 'SELECT 1';
-- finds procedure public.p_2."" was added
-- change procedure.removed
DROP PROCEDURE p(integer);
-- finds procedure public.p."integer" was removed
-- change procedure.owner
ALTER PROCEDURE p(integer) OWNER TO drift_role;
-- finds procedure public.p."integer": owner is drift_role, was lockstep_scratch
-- change procedure.comment
COMMENT ON PROCEDURE p(integer) IS 'p';
-- finds procedure public.p."integer": comment is p, was not set
-- change procedure.arguments since 14
DROP PROCEDURE p(integer); CREATE PROCEDURE p(b integer) LANGUAGE sql AS 'SELECT 1';
-- finds procedure public.p."integer": arguments is IN b integer, was IN a integer
-- change procedure.language
CREATE OR REPLACE PROCEDURE p(a integer) LANGUAGE lang AS 'SELECT 1';
-- finds procedure public.p."integer": language is lang, was sql
-- change procedure.security_definer
ALTER PROCEDURE p(integer) SECURITY DEFINER;
-- finds procedure public.p."integer": security_definer is on, was off
-- change procedure.transform_types
CREATE OR REPLACE PROCEDURE p_lang(mood) LANGUAGE lang TRANSFORM FOR TYPE mood AS 'BEGIN END';
-- finds procedure public.p_lang."public.mood": transform_types has public.mood besides
-- change procedure.settings
ALTER PROCEDURE p(integer) SET work_mem TO '5MB';
-- finds procedure public.p."integer": settings has work_mem=5MB besides
-- change procedure.library
UPDATE pg_proc SET probin = '$libdir/other' WHERE proname = 'p_library';
-- finds procedure public.p_library."": library is $libdir/other, was $libdir/refint
-- change procedure.body
CREATE OR REPLACE PROCEDURE p(a integer) LANGUAGE sql AS 'SELECT 2';
-- finds procedure public.p."integer": body is SELECT 2, was SELECT 1
-- change procedure.sql_body since 14
CREATE OR REPLACE PROCEDURE p_atomic() LANGUAGE sql BEGIN ATOMIC SELECT 2; END;
-- finds procedure public.p_atomic."": sql_body differs from line 2 on

-- change aggregate.added
CREATE AGGREGATE total_2(integer) (SFUNC = add, STYPE = integer);
-- finds aggregate public.total_2."integer" was added
-- change aggregate.removed
DROP AGGREGATE total(integer);
-- finds aggregate public.total."integer" was removed
-- change aggregate.owner
ALTER AGGREGATE total(integer) OWNER TO drift_role;
-- finds aggregate public.total."integer": owner is drift_role, was lockstep_scratch
-- change aggregate.comment
COMMENT ON AGGREGATE total(integer) IS 'total';
-- finds aggregate public.total."integer": comment is total, was not set
-- change aggregate.arguments
DROP AGGREGATE total(integer); CREATE AGGREGATE total(n integer) (SFUNC = add, STYPE = integer);
-- finds aggregate public.total."integer": arguments is n integer, was integer
-- change aggregate.transition_function
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = sub, STYPE = integer);
-- finds aggregate public.total."integer": transition_function is public.sub, was public.add
-- change aggregate.transition_type
UPDATE pg_aggregate SET aggtranstype = 'bigint'::regtype WHERE aggfnoid = 'total'::regproc;
-- finds aggregate public.total."integer": transition_type is bigint, was integer
-- change aggregate.transition_space
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, SSPACE = 8);
-- finds aggregate public.total."integer": transition_space is 8, was not set
-- change aggregate.initial_value_is_empty
UPDATE pg_aggregate SET agginitval = '' WHERE aggfnoid = 'total'::regproc;
-- finds aggregate public.total."integer": initial_value_is_empty is on, was off
-- change aggregate.moving_initial_value_is_empty
UPDATE pg_aggregate SET aggminitval = '' WHERE aggfnoid = 'moving'::regproc;
-- finds aggregate public.moving."integer": moving_initial_value_is_empty is on, was off
-- change aggregate.initial_value
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, INITCOND = '0');
-- finds aggregate public.total."integer": initial_value is 0, was not set
-- change aggregate.final_function
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, FINALFUNC = final);
-- finds aggregate public.total."integer": final_function is public.final, was not set
-- change aggregate.final_extra
CREATE OR REPLACE AGGREGATE finalled(integer) (SFUNC = add, STYPE = integer, FINALFUNC = final, FINALFUNC_EXTRA);
-- finds aggregate public.finalled."integer": final_extra is on, was off
-- change aggregate.final_modify
CREATE OR REPLACE AGGREGATE finalled(integer) (SFUNC = add, STYPE = integer, FINALFUNC = final, FINALFUNC_MODIFY = SHAREABLE);
-- finds aggregate public.finalled."integer": final_modify is s, was not set
-- change aggregate.combine_function
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, COMBINEFUNC = add);
-- finds aggregate public.total."integer": combine_function is public.add, was not set
-- change aggregate.serial_function
UPDATE pg_aggregate SET aggserialfn = 'int8_avg_serialize'::regproc WHERE aggfnoid = 'internal_one'::regproc;
-- finds aggregate public.internal_one."bigint": serial_function is int8_avg_serialize, was not set
-- change aggregate.deserial_function
UPDATE pg_aggregate SET aggdeserialfn = 'int8_avg_deserialize'::regproc WHERE aggfnoid = 'internal_one'::regproc;
-- finds aggregate public.internal_one."bigint": deserial_function is int8_avg_deserialize, was not set
-- change aggregate.moving_function
UPDATE pg_aggregate SET aggmtransfn = 'sub'::regproc WHERE aggfnoid = 'moving'::regproc;
-- finds aggregate public.moving."integer": moving_function is public.sub, was public.add
-- change aggregate.moving_inverse_function
UPDATE pg_aggregate SET aggminvtransfn = 'add'::regproc WHERE aggfnoid = 'moving'::regproc;
-- finds aggregate public.moving."integer": moving_inverse_function is public.add, was public.sub
-- change aggregate.moving_type
UPDATE pg_aggregate SET aggmtranstype = 'bigint'::regtype WHERE aggfnoid = 'moving'::regproc;
-- finds aggregate public.moving."integer": moving_type is bigint, was integer
-- change aggregate.moving_space
CREATE OR REPLACE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = final, FINALFUNC = final, MSSPACE = 8);
-- finds aggregate public.moving."integer": moving_space is 8, was not set
-- change aggregate.moving_initial_value
CREATE OR REPLACE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = final, FINALFUNC = final, MINITCOND = '0');
-- finds aggregate public.moving."integer": moving_initial_value is 0, was not set
-- change aggregate.moving_final_function
CREATE OR REPLACE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = int4abs, FINALFUNC = final);
-- finds aggregate public.moving."integer": moving_final_function is int4abs, was public.final
-- change aggregate.moving_final_extra
CREATE OR REPLACE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = final, MFINALFUNC_EXTRA, FINALFUNC = final);
-- finds aggregate public.moving."integer": moving_final_extra is on, was off
-- change aggregate.moving_final_modify
CREATE OR REPLACE AGGREGATE moving(integer) (SFUNC = add, STYPE = integer, MSFUNC = add, MINVFUNC = sub, MSTYPE = integer, MFINALFUNC = final, MFINALFUNC_MODIFY = READ_WRITE, FINALFUNC = final);
-- finds aggregate public.moving."integer": moving_final_modify is w, was not set
-- change aggregate.sort_operator
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, SORTOP = <);
-- finds aggregate public.total."integer": sort_operator is OPERATOR(pg_catalog.<), was not set
-- change aggregate.hypothetical
UPDATE pg_aggregate SET aggkind = 'h' WHERE aggfnoid = 'ordered'::regproc;
-- finds aggregate public.ordered."""any""": hypothetical is on, was off
-- change aggregate.parallel
CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, PARALLEL = SAFE);
-- finds aggregate public.total."integer": parallel is SAFE, was not set
