-- from
CREATE FUNCTION body(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION result(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION renamed_argument(a integer, "b c" text DEFAULT 'x, y') RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION table_out(a integer) RETURNS TABLE (x integer) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION other_arguments(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE "do" (a integer) LANGUAGE sql AS '';
CREATE TABLE t (id integer DEFAULT result(1), b integer CHECK (result(b) > 0), c integer GENERATED ALWAYS AS (result(1)) STORED);
CREATE INDEX i ON t (result(b));
CREATE VIEW v AS SELECT result(id) FROM t;
COMMENT ON FUNCTION result(integer) IS 'result';
GRANT EXECUTE ON FUNCTION result(integer) TO PUBLIC;
-- to
CREATE FUNCTION body(b integer DEFAULT 7) RETURNS integer LANGUAGE plpgsql STRICT COST 7 SET search_path TO 'a', 'b' AS 'BEGIN RETURN 7; END';
CREATE FUNCTION result(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION renamed_argument(a integer, "b d" text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION table_out(a integer) RETURNS TABLE (x integer, y integer) LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION other_arguments(a bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE "do" (b integer) LANGUAGE sql AS '';
CREATE TABLE t (id integer DEFAULT result(1), b integer CHECK (result(b) > 0), c integer GENERATED ALWAYS AS (result(1)) STORED);
CREATE INDEX i ON t (result(b));
CREATE VIEW v AS SELECT result(id) FROM t;
COMMENT ON FUNCTION result(integer) IS 'result';
GRANT EXECUTE ON FUNCTION result(integer) TO PUBLIC;
