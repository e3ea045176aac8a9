CREATE SCHEMA "My ""Schema""";
-- from
CREATE TABLE "My ""Schema"""."select" ("a b" integer DEFAULT 1, "c.d" text, "$$" integer, "ü" text);
-- to
CREATE TABLE "My ""Schema"""."select" ("a b" bigint GENERATED ALWAYS AS IDENTITY, "c.d" varchar(3) NOT NULL DEFAULT '--', "$$" text DEFAULT '$$', "e'f" serial);
