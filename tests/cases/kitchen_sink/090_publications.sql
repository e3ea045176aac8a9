CREATE PUBLICATION sink_all FOR ALL TABLES;
CREATE PUBLICATION "Sink ""Pub""" FOR TABLE sink.parent, ONLY sink.animal WITH (publish = 'insert, truncate', publish_via_partition_root = true);
CREATE PUBLICATION sink_empty WITH (publish = '');
COMMENT ON PUBLICATION sink_all IS 'a publication';
ALTER PUBLICATION sink_all OWNER TO "sink owner";
CREATE SUBSCRIPTION sink_plain CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION "Sink ""Sub""" CONNECTION 'dbname=' PUBLICATION "Pub 1", two WITH (connect = false, slot_name = 'other_slot', synchronous_commit = 'remote_apply');
COMMENT ON SUBSCRIPTION sink_plain IS 'a subscription';
ALTER SUBSCRIPTION sink_plain OWNER TO "sink owner";
