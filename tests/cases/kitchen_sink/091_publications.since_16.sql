CREATE SUBSCRIPTION sink_16 CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE, password_required = false, run_as_owner = true, origin = none, streaming = parallel);
