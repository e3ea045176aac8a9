-- from
CREATE TABLE t (id integer PRIMARY KEY, other integer NOT NULL, name text, UNIQUE (other));
CREATE TABLE r (id integer REFERENCES t, x integer);
CREATE TABLE u (a integer CONSTRAINT u_a UNIQUE, b integer);
CREATE UNIQUE INDEX u_b ON u (b);
-- rows
INSERT INTO t SELECT i, i + 100, 'n' || i FROM generate_series(1, 9) i;
INSERT INTO r SELECT i, i FROM generate_series(1, 9) i;
INSERT INTO u SELECT i, i FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer NOT NULL UNIQUE, other integer, name text, PRIMARY KEY (other, id));
CREATE TABLE r (id integer REFERENCES t (id) ON DELETE CASCADE, x bigint);
CREATE TABLE u (a integer, b integer CONSTRAINT u_b UNIQUE);
CREATE UNIQUE INDEX u_a ON u (a);
-- query
SELECT ROW(id, other, name) FROM t UNION ALL SELECT ROW(id, x, '') FROM r UNION ALL SELECT ROW(a, b, '') FROM u
