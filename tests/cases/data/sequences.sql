-- from
CREATE SCHEMA a;
CREATE SEQUENCE s INCREMENT 1 MAXVALUE 1000;
CREATE SEQUENCE owned AS bigint;
CREATE TABLE t (id integer);
CREATE SEQUENCE a.moves;
-- rows
SELECT setval('s', 41), setval('owned', 17), setval('a.moves', 5);
-- renames
sequence|a.moves|public.moves
-- to
CREATE SCHEMA a;
CREATE SEQUENCE s AS integer INCREMENT 1 MAXVALUE 5000 CACHE 3 CYCLE;
CREATE TABLE t (id integer);
CREATE SEQUENCE owned AS bigint OWNED BY t.id;
CREATE SEQUENCE moves;
-- query
SELECT ROW(last_value) FROM s UNION ALL SELECT ROW(last_value) FROM owned UNION ALL SELECT ROW(last_value) FROM a.moves
-- query after
SELECT ROW(last_value) FROM s UNION ALL SELECT ROW(last_value) FROM owned UNION ALL SELECT ROW(last_value) FROM moves
