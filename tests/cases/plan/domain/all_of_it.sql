CREATE FUNCTION is_ok(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
-- from
CREATE DOMAIN "My d" AS text DEFAULT 'x' CHECK (is_ok(VALUE)) CONSTRAINT gone CHECK (VALUE <> '');
CREATE DOMAIN retyped AS text NOT NULL CHECK (VALUE <> '');
CREATE TABLE t (id integer PRIMARY KEY, a "My d", b retyped DEFAULT '1', c retyped[]);
CREATE INDEX i ON t (b);
CREATE VIEW v AS SELECT id, b FROM t;
-- to
CREATE DOMAIN "My d" AS text NOT NULL DEFAULT 'y' CHECK (is_ok(VALUE)) CONSTRAINT gone CHECK (VALUE <> 'a');
CREATE DOMAIN retyped AS integer CHECK (VALUE > 0);
CREATE TABLE t (id integer PRIMARY KEY, a "My d", b retyped DEFAULT '1', c retyped[]);
CREATE INDEX i ON t (b);
CREATE VIEW v AS SELECT id, b FROM t;
