-- from
DROP SCHEMA public;
CREATE SCHEMA public;
COMMENT ON SCHEMA public IS 'standard public schema';
-- to
CREATE TABLE public.t (a integer);
