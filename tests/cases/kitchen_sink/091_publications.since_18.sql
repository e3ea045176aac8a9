CREATE PUBLICATION sink_18 WITH (publish_generated_columns = stored);
