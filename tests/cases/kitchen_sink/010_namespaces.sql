CREATE SCHEMA sink;
COMMENT ON SCHEMA sink IS 'Everything, and the kitchen sink';
CREATE SCHEMA "Odd . ""Schema"" -- not $$a$$ comment" AUTHORIZATION "sink owner";
COMMENT ON SCHEMA "Odd . ""Schema"" -- not $$a$$ comment" IS E'two\nlines; and a ''quote'', a \\ and $$';
CREATE SCHEMA contrib;
CREATE SCHEMA empty_one;
COMMENT ON SCHEMA public IS NULL;
ALTER SCHEMA public OWNER TO "sink owner";
GRANT USAGE ON SCHEMA sink TO PUBLIC;
GRANT CREATE, USAGE ON SCHEMA sink TO "sink reader" WITH GRANT OPTION;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE EXTENSION hstore WITH SCHEMA contrib;
CREATE EXTENSION citext WITH SCHEMA contrib;
CREATE EXTENSION pg_trgm WITH SCHEMA contrib;
CREATE EXTENSION btree_gist WITH SCHEMA contrib;
CREATE EXTENSION file_fdw WITH SCHEMA contrib;
CREATE EXTENSION postgres_fdw WITH SCHEMA contrib;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA contrib;
CREATE EXTENSION intarray WITH SCHEMA contrib;
COMMENT ON EXTENSION hstore IS 'another comment than its own';

CREATE FUNCTION sink.call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION sink.inline_handler(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION sink.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE sink_lang HANDLER sink.call_handler INLINE sink.inline_handler VALIDATOR sink.validator;
ALTER LANGUAGE sink_lang OWNER TO "sink owner";
COMMENT ON LANGUAGE sink_lang IS 'a language';
CREATE LANGUAGE "Sink Lang" HANDLER sink.call_handler;
GRANT USAGE ON LANGUAGE sink_lang TO "sink reader";
REVOKE USAGE ON LANGUAGE sink_lang FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO sink_third;

CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD "B Tree" TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD heap_too IS 'a heap';
