CREATE SUBSCRIPTION sink_17 CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE, failover = true);
GRANT MAINTAIN ON sink.keys TO "sink reader";
