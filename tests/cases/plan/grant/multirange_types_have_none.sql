DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plan_reader') THEN
        CREATE ROLE plan_reader;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plan owner') THEN
        CREATE ROLE "plan owner";
    END IF;
END
$do$;
-- from
CREATE TYPE span AS RANGE (subtype = timestamp with time zone);
ALTER TYPE span OWNER TO "plan owner";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO plan_reader;
-- to
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO plan_reader;
