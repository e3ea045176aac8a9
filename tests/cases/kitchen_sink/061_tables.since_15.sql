CREATE UNLOGGED SEQUENCE sink.unlogged_seq;
CREATE UNLOGGED TABLE sink.unlogged_identity (a integer GENERATED ALWAYS AS IDENTITY, b serial);
