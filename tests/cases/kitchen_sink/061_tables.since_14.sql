CREATE TABLE sink.compressed (a text COMPRESSION pglz, b text);
