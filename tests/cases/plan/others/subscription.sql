-- from
CREATE SUBSCRIPTION "my s" CONNECTION 'dbname=' PUBLICATION a, b WITH (connect = false, slot_name = other);
CREATE SUBSCRIPTION gone CONNECTION 'dbname=' PUBLICATION a WITH (connect = false);
-- to
CREATE SUBSCRIPTION "my s" CONNECTION 'dbname=' PUBLICATION "c d" WITH (connect = false, slot_name = NONE, synchronous_commit = local);
