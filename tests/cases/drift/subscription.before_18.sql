-- setup
CREATE SUBSCRIPTION sub CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE);
-- change subscription.streaming since 14
ALTER SUBSCRIPTION sub SET (streaming = on);
-- finds subscription sub: streaming is on, was not set
