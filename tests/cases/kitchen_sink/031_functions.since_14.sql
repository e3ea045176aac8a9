CREATE FUNCTION sink.standard(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a + 1;
CREATE FUNCTION sink.standard_atomic() RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT sink.standard(2); END;
CREATE PROCEDURE sink.proc_out(OUT a integer, IN b integer) LANGUAGE sql AS 'SELECT b';
CREATE PROCEDURE sink.proc_atomic(a integer) LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
