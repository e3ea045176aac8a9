DO $$ BEGIN
    IF current_setting('server_version_num')::integer < 180000 THEN
        SET lockstep_test.unlogged = 'UNLOGGED';
    END IF;
END $$;
CREATE TABLE other (k serial);
-- from
CREATE TABLE p (k integer, n serial) PARTITION BY HASH (k);
-- to
DO $$ BEGIN
    EXECUTE format('CREATE %s TABLE p (k integer, n serial) PARTITION BY HASH (k)',
                   current_setting('lockstep_test.unlogged', true));
END $$;
