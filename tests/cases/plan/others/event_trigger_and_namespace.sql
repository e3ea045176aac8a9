CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
-- from
CREATE SCHEMA "old one";
CREATE TABLE "old one".t (id integer);
CREATE VIEW "old one".v AS SELECT id FROM "old one".t;
CREATE TYPE "old one".e AS ENUM ('a');
CREATE EVENT TRIGGER ev ON ddl_command_start EXECUTE FUNCTION e();
ALTER EVENT TRIGGER ev DISABLE;
CREATE EVENT TRIGGER gone ON sql_drop EXECUTE FUNCTION e();
-- to
CREATE SCHEMA "new one";
CREATE TABLE "new one".t (id integer);
CREATE VIEW "new one".v AS SELECT id FROM "new one".t;
CREATE TYPE "new one".e AS ENUM ('a');
CREATE EVENT TRIGGER ev ON ddl_command_start EXECUTE FUNCTION e();
CREATE EVENT TRIGGER "fresh ""one" ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION e();
COMMENT ON EVENT TRIGGER "fresh ""one" IS 'fresh';
