CREATE TABLE t (id integer PRIMARY KEY, "a b" text, c integer);
-- from
CREATE VIEW one AS SELECT id FROM t;
CREATE VIEW two AS SELECT id FROM one;
-- to
CREATE VIEW one WITH (check_option = local) AS SELECT id, "a b" FROM t WHERE c > 0;
ALTER VIEW one ALTER COLUMN "a b" SET DEFAULT 'x';
COMMENT ON COLUMN one."a b" IS 'new';
CREATE VIEW two AS SELECT id, "a b" FROM one;
