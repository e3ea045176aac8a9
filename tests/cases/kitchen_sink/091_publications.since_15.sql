CREATE PUBLICATION sink_filtered FOR TABLE sink.columns (id, "a.b", text_default) WHERE (id > 5), sink.keys WHERE (id <> 3);
CREATE PUBLICATION sink_schemas FOR TABLES IN SCHEMA sink, "Odd . ""Schema"" -- not $$a$$ comment", TABLE "Odd . ""Schema"" -- not $$a$$ comment"."table";
CREATE SUBSCRIPTION sink_two_phase CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE, two_phase = true, disable_on_error = true);
