CREATE TABLE p (a text);
-- from
-- to
CREATE TABLE c () INHERITS (p);
DO $$ BEGIN
    IF current_setting('server_version_num')::integer >= 140000 THEN
        EXECUTE 'ALTER TABLE ONLY p ALTER a SET COMPRESSION pglz';
    END IF;
END $$;
