-- setup
CREATE SUBSCRIPTION sub CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE, streaming = off);
-- change subscription.streaming
ALTER SUBSCRIPTION sub SET (streaming = on);
-- finds subscription sub: streaming is on, was off
