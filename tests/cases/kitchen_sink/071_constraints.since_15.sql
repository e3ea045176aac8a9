CREATE TABLE sink.not_distinct (a integer, b integer, c integer, d integer, CONSTRAINT nnd UNIQUE NULLS NOT DISTINCT (a, b), FOREIGN KEY (c, d) REFERENCES sink.two_keys (p, q) ON DELETE SET NULL (d));
CREATE UNIQUE INDEX nnd_index ON sink.not_distinct (b) NULLS NOT DISTINCT WHERE a > 0;
CREATE TABLE sink.default_columns (c integer, d integer DEFAULT 1, CONSTRAINT dc FOREIGN KEY (c, d) REFERENCES sink.two_keys (p, q) ON DELETE SET DEFAULT (d, c));
