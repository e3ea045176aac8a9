CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
-- from
CREATE TABLE t (id integer PRIMARY KEY, x text);
CREATE TABLE back (id integer, x text) USING other_heap;
-- rows
INSERT INTO t SELECT i, 'r' || i FROM generate_series(1, 9) i;
INSERT INTO back SELECT i, 'r' || i FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer PRIMARY KEY, x text) USING other_heap;
CREATE TABLE back (id integer, x text);
-- query
SELECT ROW(id, x) FROM t UNION ALL SELECT ROW(id, x) FROM back
