CREATE TYPE sink.named_span AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = sink."Many Spans");
CREATE FUNCTION sink.use_many(sink."Many Spans") RETURNS sink.named_span LANGUAGE sql AS 'SELECT NULL::sink.named_span';
-- ALTER TYPE … SET (SUBSCRIPT) asks for a function that takes and returns internal.
CREATE FUNCTION sink.subscript(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'raw_array_subscript_handler';
CREATE TYPE sink.floats;
CREATE FUNCTION sink.floats_in(cstring) RETURNS sink.floats LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION sink.floats_out(sink.floats) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE sink.floats (INPUT = sink.floats_in, OUTPUT = sink.floats_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = double precision,
    SUBSCRIPT = sink.subscript);
