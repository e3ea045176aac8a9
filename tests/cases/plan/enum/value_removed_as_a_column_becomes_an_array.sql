-- from
CREATE TYPE "mo od" AS ENUM ('sad', 'ok', '--');
CREATE TYPE pair AS (a integer, m "mo od");
CREATE DOMAIN positive AS integer;
CREATE TABLE t (m "mo od", p pair, d positive);
-- to
CREATE TYPE "mo od" AS ENUM ('sad', '--');
CREATE TYPE pair AS (m "mo od", a integer);
CREATE DOMAIN positive AS bigint;
CREATE TABLE t (m "mo od"[], p pair[], d positive[]);
