CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE plain (id integer);
-- from
CREATE TYPE pair AS (a integer, "b--" integer, gone text, m mood[]);
CREATE DOMAIN some_pair AS pair CHECK ((VALUE).a > 0);
CREATE DOMAIN pairs AS pair[];
CREATE TYPE outer_one AS (p pair, list pair[], n integer);
CREATE TABLE t (id integer, p pair, list pair[], d some_pair, ds some_pair[], dl pairs, o outer_one, os outer_one[], one pair);
CREATE TABLE parted (k integer, list pair[]) PARTITION BY LIST (k);
CREATE TABLE below PARTITION OF parted DEFAULT;
-- rows
INSERT INTO t SELECT 1, p, ARRAY[[p], [NULL::pair], [p]], p, ARRAY[p, NULL], '[3:4]={"(5,6,x,)",NULL}', ROW(p, ARRAY[p], 4)::outer_one, ARRAY[ROW(p, ARRAY[p], 4)::outer_one, NULL], p
  FROM (SELECT ROW(1, 2, 'a, "b"', '{sad,ok}')::pair) q(p);
INSERT INTO t VALUES (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (3, ROW(NULL, NULL, NULL, NULL), '{}', NULL, '{}', '{}', ROW(NULL, NULL, NULL), '{}', NULL);
INSERT INTO parted VALUES (1, ARRAY[ROW(7, 8, 'y', NULL)::pair]);
-- to
CREATE TYPE pair AS ("b--" integer, a bigint, m mood[], "new" date);
CREATE DOMAIN some_pair AS pair CHECK ((VALUE).a > 0);
CREATE DOMAIN pairs AS pair[];
CREATE TYPE outer_one AS (n integer, p pair, list pair[]);
CREATE TABLE t (id integer, p pair, list pair[], d some_pair, ds some_pair[], dl pairs, o outer_one, os outer_one[], one pair[]);
CREATE TABLE parted (k integer, list pair[]) PARTITION BY LIST (k);
CREATE TABLE below PARTITION OF parted DEFAULT;
-- query
SELECT ROW(id, (p).a, (p)."b--", (p).m, p IS DISTINCT FROM NULL, (list[1][1]).a, (list[1][1])."b--", array_dims(list), (list[2][1]).a, list[2][1] IS DISTINCT FROM NULL, (list[3][1]).m, (d).a, (d)."b--", (ds[1]).a, array_dims(ds), array_dims(dl), (dl[3]).a, (dl[3])."b--", dl[4] IS NULL, (o).n, ((o).p).a, ((o).p)."b--", ((o).list[1]).a, ((o).list[1])."b--", (os[1]).n, ((os[1]).p)."b--", ((os[1]).list[1])."b--", array_dims(os), one IS DISTINCT FROM NULL) FROM t
UNION ALL SELECT ROW(k, (list[1]).a, (list[1])."b--") FROM below
