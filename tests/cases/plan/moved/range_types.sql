CREATE SCHEMA a;
-- from
CREATE TYPE a.one AS RANGE (subtype = numeric);
CREATE TYPE a.two AS RANGE (subtype = text);
CREATE TABLE a.t (x a.one, y a.two[]);
-- to
CREATE SCHEMA b;
CREATE TYPE b.one AS RANGE (subtype = numeric);
CREATE TYPE a.three AS RANGE (subtype = text);
CREATE TABLE a.t (x b.one, y a.three[]);
