-- from
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id integer, x e, y e[]);
-- rows
INSERT INTO t VALUES (1, 'a', '{a,b}'), (2, 'b', NULL);
-- to
CREATE TYPE e AS ENUM ('a', 'it''''s', 'b"c', E'back\\slash', 'b');
CREATE TABLE t (id integer, x e CHECK (x <> 'it''''s' AND x <> E'back\\slash'), y e[] DEFAULT '{"b\"c"}');
-- query
SELECT ROW(id, x::text, y::text) FROM t
