CREATE INDEX brin_multi ON sink.parent USING brin (a int4_minmax_multi_ops (values_per_range = 16));
CREATE TYPE sink.float_span AS RANGE (SUBTYPE = float8);
CREATE TABLE sink.multi (a sink.float_span_multirange, b int4multirange, c sink."Many Spans");
