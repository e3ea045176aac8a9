-- from
CREATE SCHEMA "old space";
CREATE TABLE "old space"."Old ""table" (id serial PRIMARY KEY, "old--" text, untouched integer);
CREATE TABLE "old space".other (a integer, b text);
CREATE VIEW v AS SELECT "old--" FROM "old space"."Old ""table";
-- rows
INSERT INTO "old space"."Old ""table" ("old--", untouched) SELECT 'r' || i, i FROM generate_series(1, 9) i;
INSERT INTO "old space".other VALUES (1, 'one'), (2, NULL);
-- renames
schema|old space|new space
table|old space.Old "table|new space.$$
-- to
CREATE SCHEMA "new space";
CREATE TABLE "new space"."$$" (id serial PRIMARY KEY, "new /* x */" text, untouched integer);
CREATE TABLE "new space".other (a integer, b text);
CREATE VIEW v AS SELECT "new /* x */" AS "old--" FROM "new space"."$$";
-- query
SELECT ROW(id, "old--", untouched) FROM "old space"."Old ""table" UNION ALL SELECT ROW(a, b, 0) FROM "old space".other
-- query after
SELECT ROW(id, "new /* x */", untouched) FROM "new space"."$$" UNION ALL SELECT ROW(a, b, 0) FROM "new space".other
