-- from
CREATE DOMAIN code AS character varying(10) DEFAULT 'x' CHECK (VALUE <> '');
CREATE DOMAIN num AS integer;
CREATE TABLE t (id integer, c code, list code[], n num);
CREATE VIEW v AS SELECT c FROM t;
-- rows
INSERT INTO t VALUES (1, 'a', '{a,b}', 4), (2, NULL, NULL, NULL), (3, 'it''s', '{}', 7);
-- to
CREATE DOMAIN code AS text NOT NULL DEFAULT 'y' CHECK (VALUE <> '-');
ALTER DOMAIN code DROP NOT NULL;
CREATE DOMAIN num AS bigint CHECK (VALUE > 0);
CREATE TABLE t (id integer, c code, list code[], n num);
CREATE VIEW v AS SELECT c FROM t;
-- query
SELECT ROW(id, c::text, list::text, n::text) FROM t
