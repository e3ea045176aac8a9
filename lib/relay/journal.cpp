#include "relay/journal.hpp"

#include "schema/own.hpp"

namespace lockstep::relay {

namespace {

// All statements of one message of the client have one statement_timestamp(): its text is entered
// with the first of them. What event triggers cannot tell of a statement, they are not called for.
Sql enter() {
    return sql(R"(
CREATE OR REPLACE FUNCTION lockstep.enter_ddl(tag text, object text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    command text := left(current_query(), 100000);
    stamp text := statement_timestamp()::text;
    at timestamptz := clock_timestamp();
    place pg_lsn;
BEGIN
    IF command ~* 'password|secret' OR current_setting('lockstep.journaled', true) = stamp THEN
        command := NULL;
    END IF;
    PERFORM set_config('lockstep.journaled', stamp, true);
    place := pg_logical_emit_message(true, 'lockstep.ddl', json_build_object('tag', tag, 'object',
        object, 'command', command, 'user', session_user, 'at', at)::text);
    INSERT INTO lockstep.ddl_journal (at, lsn, transaction_id, username, tag, object, command)
        VALUES (at, place, txid_current(), session_user, tag, object, command);
END
$function$)");
}

// With the rights of who made it, for whoever changes the schema is to write the journal, and
// nobody else.
Sql at_command_end() {
    return sql(R"(
CREATE OR REPLACE FUNCTION lockstep.journal_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    object record;
BEGIN
    SELECT command_tag, object_identity INTO object FROM pg_event_trigger_ddl_commands()
        WHERE NOT in_extension AND schema_name IS DISTINCT FROM 'pg_temp'
        AND schema_name IS DISTINCT FROM 'lockstep'
        ORDER BY command_tag = tg_tag DESC LIMIT 1;
    IF FOUND THEN
        PERFORM lockstep.enter_ddl(tg_tag, object.object_identity);
    END IF;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'lockstep could not journal %: %', tg_tag, SQLERRM;
END
$function$)");
}

// ALTER TABLE … DROP COLUMN is told at its end.
Sql at_drop() {
    return sql(R"(
CREATE OR REPLACE FUNCTION lockstep.journal_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    object record;
BEGIN
    FOR object IN SELECT object_identity FROM pg_event_trigger_dropped_objects()
        WHERE original AND NOT is_temporary AND schema_name IS DISTINCT FROM 'lockstep'
        AND tg_tag LIKE 'DROP %' ORDER BY object_identity
    LOOP
        PERFORM lockstep.enter_ddl(tg_tag, object.object_identity);
    END LOOP;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'lockstep could not journal %: %', tg_tag, SQLERRM;
END
$function$)");
}

Sql journal_table() {
    return sql(R"(
CREATE TABLE IF NOT EXISTS lockstep.ddl_journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    lsn pg_lsn NOT NULL,
    transaction_id bigint NOT NULL,
    username text NOT NULL,
    tag text NOT NULL,
    object text,
    command text
))");
}

Sql as_own(Sql const& object) {
    return sql("COMMENT ON {} IS {}", object, literal(schema::own_comment));
}

}  // namespace

Journal read_journal(pg::Connection& source) {
    auto const rows = source.query(
        sql("SELECT pg_catalog.to_regclass('lockstep.ddl_journal') IS NOT NULL, (SELECT count(*) "
            "FROM pg_catalog.pg_event_trigger WHERE evtname IN ('lockstep_ddl', 'lockstep_drop') "
            "AND evtenabled <> 'D') = 2"));
    return rows.cell(0, 0) != "t"   ? Journal::none
           : rows.cell(0, 1) == "t" ? Journal::written
                                    : Journal::kept;
}

Statements make_journal() {
    return {
        sql("CREATE SCHEMA IF NOT EXISTS lockstep"),
        journal_table(),
        enter(),
        sql("REVOKE ALL ON FUNCTION lockstep.enter_ddl(text, text) FROM PUBLIC"),
        at_command_end(),
        at_drop(),
        sql("DROP EVENT TRIGGER IF EXISTS lockstep_ddl"),
        sql("DROP EVENT TRIGGER IF EXISTS lockstep_drop"),
        as_own(sql("TABLE lockstep.ddl_journal")),
        as_own(sql("FUNCTION lockstep.enter_ddl(text, text)")),
        as_own(sql("FUNCTION lockstep.journal_ddl()")),
        as_own(sql("FUNCTION lockstep.journal_drop()")),
        sql("CREATE EVENT TRIGGER lockstep_ddl ON ddl_command_end EXECUTE FUNCTION "
            "lockstep.journal_ddl()"),
        sql("CREATE EVENT TRIGGER lockstep_drop ON sql_drop EXECUTE FUNCTION "
            "lockstep.journal_drop()"),
        as_own(sql("EVENT TRIGGER lockstep_ddl")),
        as_own(sql("EVENT TRIGGER lockstep_drop")),
    };
}

Statements stop_journal() {
    return {
        sql("DROP EVENT TRIGGER IF EXISTS lockstep_ddl"),
        sql("DROP EVENT TRIGGER IF EXISTS lockstep_drop"),
        sql("DROP FUNCTION IF EXISTS lockstep.journal_ddl()"),
        sql("DROP FUNCTION IF EXISTS lockstep.journal_drop()"),
        sql("DROP FUNCTION IF EXISTS lockstep.enter_ddl(text, text)"),
    };
}

Statements drop_journal() {
    auto statements = stop_journal();
    statements.push_back(sql("DROP TABLE IF EXISTS lockstep.ddl_journal"));
    return statements;
}

}  // namespace lockstep::relay
