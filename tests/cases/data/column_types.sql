-- from
CREATE TABLE t (id integer PRIMARY KEY, wide integer DEFAULT 7, short character varying(10), digits text DEFAULT '0',
    flag boolean, moment timestamp with time zone, "a ""b" numeric(10,2), list integer[], item text,
    made integer GENERATED ALWAYS AS (wide + 1) STORED, CHECK (wide > 0), UNIQUE (short));
CREATE INDEX i ON t (wide) WHERE wide > 3;
CREATE VIEW v AS SELECT id, wide, digits FROM t WHERE wide > 1;
CREATE VIEW v2 AS SELECT digits FROM v;
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n, wide FROM t GROUP BY wide;
-- rows
INSERT INTO t SELECT i, i, 'v' || i, i::text, i % 2 = 0, '2020-01-01'::timestamptz + i * interval '1 day', i / 4.0, ARRAY[i, NULL], 'x' || i
FROM generate_series(1, 100) i;
INSERT INTO t (id) VALUES (101);
-- to
CREATE TABLE t (id bigint PRIMARY KEY, wide numeric DEFAULT 7, short text, digits integer DEFAULT 0,
    flag integer, moment timestamp with time zone, "a ""b" numeric(20,4), list text[], item text[],
    made numeric GENERATED ALWAYS AS (wide + 1::numeric) STORED, CHECK (wide > 0::numeric), UNIQUE (short));
CREATE INDEX i ON t (wide) WHERE wide > 3::numeric;
CREATE VIEW v AS SELECT id, wide, digits FROM t WHERE wide > 1::numeric;
CREATE VIEW v2 AS SELECT digits FROM v;
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n, wide FROM t GROUP BY wide;
-- query
SELECT ROW(id, wide, short, digits, flag::int, moment, "a ""b"::float, list::text, item, made) FROM (SELECT id, wide, short, digits, flag, moment, "a ""b", list::text, item::text, made FROM t) t
-- query after
SELECT ROW(id, wide, short, digits, flag, moment, "a ""b"::float, list, item, made) FROM (SELECT id, wide, short, digits, flag, moment, "a ""b", list::text, item[1]::text AS item, made FROM t) t
