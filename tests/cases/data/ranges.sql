-- from
CREATE TYPE span AS RANGE (subtype = integer);
CREATE TABLE t (id integer, s span, list span[]);
-- rows
INSERT INTO t VALUES (1, '[1,5)', '{"[1,2)"}'), (2, 'empty', NULL), (3, '(,7)', '{}');
-- to
CREATE TYPE span AS RANGE (subtype = bigint);
CREATE TABLE t (id integer, s span, list span[]);
-- query
SELECT ROW(id, s::text, list::text) FROM t
