\set ON_ERROR_STOP on
SELECT 1 \g
\connect -reuse-previous=on "dbname='shop'"
\encoding UTF8
a\;b
\echo x \\ SELECT 2;
-- lockstep: rename table a to b
\q
not read
