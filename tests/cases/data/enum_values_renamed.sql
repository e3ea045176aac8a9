-- from
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id integer, m mood DEFAULT 'ok');
-- rows
INSERT INTO t VALUES (1, 'sad'), (2, 'ok'), (3, 'happy');
-- to
CREATE TYPE mood AS ENUM ('sad', 'o''k', 'happy');
CREATE TABLE t (id integer, m mood DEFAULT 'o''k');
-- query
SELECT ROW(id, replace(m::text, 'ok', 'o''k')) FROM t
