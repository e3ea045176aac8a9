CREATE COLLATION "C" FROM "C";
CREATE DOMAIN word AS text COLLATE "C";
-- from
CREATE COLLATION "it's" FROM "C";
CREATE TABLE moving (k integer, v varchar(20) COLLATE "it's");
CREATE TABLE stays (k integer, v text, w word);
CREATE VIEW of_moving AS SELECT k, v FROM moving;
CREATE VIEW by_function AS SELECT upper(v) AS v, w FROM stays;
CREATE VIEW above AS SELECT v FROM by_function;
CREATE VIEW collated AS SELECT v FROM stays WHERE v COLLATE "C" > 'a';
-- to
CREATE SCHEMA "other--";
CREATE COLLATION "other--"."it's" FROM "C";
CREATE TABLE "other--".moving (k integer, v varchar(20) COLLATE "other--"."it's");
CREATE TABLE stays (k integer, v text COLLATE "C", w word COLLATE pg_catalog."C");
CREATE VIEW of_moving AS SELECT k, v FROM "other--".moving;
CREATE VIEW by_function AS SELECT upper(v) AS v, w FROM stays WHERE k = 1;
CREATE VIEW above AS SELECT v FROM by_function WHERE v > '';
CREATE VIEW collated AS SELECT v FROM stays WHERE v COLLATE pg_catalog."C" > 'a';
