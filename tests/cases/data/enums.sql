-- from
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy', 'gone');
CREATE DOMAIN mood_domain AS mood DEFAULT 'sad' CHECK (VALUE <> 'gone');
CREATE TABLE t (id integer, m mood DEFAULT 'it''s ok' NOT NULL, list mood[] DEFAULT '{sad}', d mood_domain);
CREATE INDEX i ON t (id) WHERE m = 'happy';
CREATE INDEX j ON t (m);
CREATE VIEW v AS SELECT m, list FROM t WHERE m > 'sad';
-- rows
INSERT INTO t VALUES (1, 'sad', '{sad,happy}', 'happy'), (2, 'it''s ok', NULL, NULL), (3, 'happy', '{}', 'it''s ok');
-- to
CREATE TYPE mood AS ENUM ('happy', '-- new', 'it''s ok', 'sad');
CREATE DOMAIN mood_domain AS mood DEFAULT 'sad' CHECK (VALUE <> '-- new');
CREATE TABLE t (id integer, m mood DEFAULT 'it''s ok' NOT NULL, list mood[] DEFAULT '{sad}', d mood_domain);
CREATE INDEX i ON t (id) WHERE m = 'happy';
CREATE INDEX j ON t (m);
CREATE VIEW v AS SELECT m, list FROM t WHERE m > 'sad';
-- query
SELECT ROW(id, m::text, list::text, d::text) FROM t
