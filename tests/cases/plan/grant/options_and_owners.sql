DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['plan owner', 'plan_reader', 'Plan "x"'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
    END LOOP;
END $$;
CREATE SCHEMA "s p";
-- from
CREATE TABLE "s p".t (id integer, "a b" text, c integer);
ALTER TABLE "s p".t OWNER TO "plan owner";
GRANT ALL ON "s p".t TO plan_reader;
GRANT SELECT, INSERT ON "s p".t TO "Plan ""x""" WITH GRANT OPTION;
GRANT UPDATE ("a b") ON "s p".t TO PUBLIC;
REVOKE DELETE ON "s p".t FROM "plan owner";
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION f() FROM PUBLIC;
CREATE SEQUENCE q;
GRANT USAGE ON SEQUENCE q TO plan_reader;
GRANT USAGE ON SCHEMA "s p" TO plan_reader;
CREATE TYPE e AS ENUM ('a');
REVOKE USAGE ON TYPE e FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "plan owner" GRANT SELECT ON TABLES TO plan_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "plan owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "plan owner" IN SCHEMA "s p" GRANT ALL ON SEQUENCES TO plan_reader WITH GRANT OPTION;
-- to
CREATE TABLE "s p".t (id integer, "a b" text, c integer);
ALTER TABLE "s p".t OWNER TO plan_reader;
GRANT SELECT ON "s p".t TO "plan owner";
GRANT SELECT ON "s p".t TO "Plan ""x""";
GRANT INSERT ON "s p".t TO "Plan ""x""" WITH GRANT OPTION;
GRANT UPDATE (c, "a b") ON "s p".t TO PUBLIC;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f() TO plan_reader;
CREATE SEQUENCE q;
GRANT ALL ON SEQUENCE q TO plan_reader;
GRANT ALL ON SCHEMA "s p" TO plan_reader;
CREATE TYPE e AS ENUM ('a');
ALTER DEFAULT PRIVILEGES FOR ROLE "plan owner" GRANT SELECT, INSERT ON TABLES TO plan_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "plan owner" IN SCHEMA "s p" GRANT USAGE ON SEQUENCES TO plan_reader;
