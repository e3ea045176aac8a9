-- from
CREATE DOMAIN price AS text NOT NULL CHECK (VALUE >= 'a');
CREATE DOMAIN word AS text;
CREATE TABLE t (p price COLLATE "C", list price[] COLLATE "C", w word COLLATE "C");
-- to
CREATE DOMAIN price AS money NOT NULL;
CREATE DOMAIN word AS text;
CREATE TABLE t (p price, list price[], w word COLLATE "POSIX");
