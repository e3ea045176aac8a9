-- from
CREATE TABLE t (id integer, a text, b text COLLATE "C" NOT NULL, c text DEFAULT 'x');
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
-- rows
INSERT INTO t SELECT i, 'a' || i, repeat('b', 3000), NULL FROM generate_series(1, 9) i;
-- to
CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE "C" NOT NULL, b text, c text, d integer NOT NULL DEFAULT 3);
-- query
SELECT ROW(id, a, b, c) FROM t
