-- from
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."Select ""x""; --" ("$$" integer, "new
line" text, "ünï" integer);
-- to
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."Select ""x""; --" ("$$" bigint NOT NULL DEFAULT 3, "new
line" text COLLATE "C", "'; DROP" integer PRIMARY KEY);
CREATE VIEW "a.b"."{}" AS SELECT "$$" AS "%s" FROM "a.b"."Select ""x""; --";
CREATE INDEX "i.""i" ON "a.b"."Select ""x""; --" ("new
line") WHERE "$$" > 0;
COMMENT ON COLUMN "a.b"."Select ""x""; --"."$$" IS '-- lockstep: \''$$';
