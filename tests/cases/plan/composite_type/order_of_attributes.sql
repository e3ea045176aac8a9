CREATE DOMAIN plain AS text;
-- from
CREATE TYPE "re named" AS (a integer, "b--" numeric, c inet);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE of_enum AS (z mood, b mood, a integer);
CREATE TYPE wide AS (a integer, b uuid, c inet[]);
CREATE TABLE t (r "re named", o of_enum, w wide);
-- to
CREATE TYPE "re named" AS (a integer, "b" interval, "c--" numeric, d inet);
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE of_enum AS (z mood, b mood, a integer);
CREATE TYPE wide AS (a integer, b plain, c inet[]);
CREATE TABLE t (r "re named", o of_enum, w wide);
