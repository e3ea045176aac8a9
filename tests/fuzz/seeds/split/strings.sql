SET standard_conforming_strings = off;
SELECT 'a\';b', E'\'', U&"d\0061t", $$;$$, $a$ $b$ $a$, B'1', N'x', 1.5e3;
/* a /* b */ ; */
SELECT 'a'
'b';
SELECT a::int, b[1:2], :c, "x""y";
