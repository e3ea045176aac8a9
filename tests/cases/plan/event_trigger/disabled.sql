CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% is refused', tg_tag; END; $$;
-- from
CREATE TABLE old (a integer);
CREATE EVENT TRIGGER refused ON ddl_command_start EXECUTE FUNCTION refuse();
-- to
CREATE TABLE new (a integer);
CREATE EVENT TRIGGER refused ON ddl_command_start EXECUTE FUNCTION refuse();
ALTER EVENT TRIGGER refused DISABLE;
