-- from
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."T t" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text UNIQUE);
CREATE TABLE "a.b".stays (id integer REFERENCES "a.b"."T t");
-- to
CREATE SCHEMA "a.b";
CREATE SCHEMA "c""d";
CREATE TABLE "c""d"."T t" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text UNIQUE);
CREATE TABLE "a.b".stays (id integer REFERENCES "c""d"."T t");
