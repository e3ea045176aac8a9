CREATE SUBSCRIPTION sink_binary CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE, binary = true, streaming = true);
