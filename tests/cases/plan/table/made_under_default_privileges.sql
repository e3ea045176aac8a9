DO $$BEGIN CREATE ROLE plan_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN END$$;
-- from
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO plan_reader;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO plan_reader;
-- to
CREATE TABLE secrets (id integer);
CREATE TABLE open (id integer);
GRANT SELECT ON open TO plan_reader;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
