-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN mood_domain AS mood;
CREATE TABLE person (id integer, current mood DEFAULT 'ok', past mood[], CHECK (current <> 'happy'));
CREATE INDEX happy ON person (id) WHERE current = 'ok';
CREATE VIEW moods AS SELECT current FROM person;
CREATE FUNCTION best() RETURNS mood LANGUAGE sql AS $$SELECT 'ok'::public.mood$$;
-- to
CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE DOMAIN mood_domain AS mood;
CREATE TABLE person (id integer, current mood DEFAULT 'ok', past mood[], CHECK (current <> 'happy'));
CREATE INDEX happy ON person (id) WHERE current = 'ok';
CREATE VIEW moods AS SELECT current FROM person;
CREATE FUNCTION best() RETURNS mood LANGUAGE sql AS $$SELECT 'ok'::public.mood$$;
