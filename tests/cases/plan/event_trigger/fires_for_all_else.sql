-- from
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% is refused', tg_tag; END; $$;
CREATE TABLE old (a integer);
CREATE EVENT TRIGGER refused ON ddl_command_start EXECUTE FUNCTION refuse();
COMMENT ON EVENT TRIGGER refused IS 'nothing';
-- to
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% is refused', tg_tag; END; $$;
CREATE TABLE zebra (a integer PRIMARY KEY);
COMMENT ON TABLE zebra IS 'comes behind the event triggers by its name';
CREATE MATERIALIZED VIEW zebras AS SELECT a FROM zebra;
CREATE EVENT TRIGGER another ON ddl_command_end EXECUTE FUNCTION refuse();
COMMENT ON EVENT TRIGGER another IS 'nothing';
