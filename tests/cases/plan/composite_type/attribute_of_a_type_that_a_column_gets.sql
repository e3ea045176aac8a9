-- from
CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TYPE pair AS (a mood[], b text);
CREATE TABLE t (m mood);
-- to
CREATE TYPE pair AS (a regclass[], b text);
CREATE TABLE t (m pair);
