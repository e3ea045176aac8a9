-- Roles belong to the server, not to the database: they may be there already.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['sink owner', 'sink reader', 'sink_third', 'Sink "Writer"', 'select'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I SUPERUSER', name);
            IF name <> 'sink owner' THEN
                EXECUTE format('ALTER ROLE %I NOSUPERUSER', name);
            END IF;
        END IF;
    END LOOP;
END
$$;
