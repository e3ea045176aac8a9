\restrict x
SET standard_conforming_strings = on;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $_$ SELECT 1; $_$;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
/* a /* nested; */ comment */ CREATE RULE r AS ON INSERT TO "t;" DO (SELECT E'\';'; SELECT U&'x'); -- end
COPY public.t (a) FROM stdin;
1	a;b
\.
SELECT 1 \gexec
