-- from
CREATE TABLE a (x text);
CREATE TABLE b (y text);
CREATE VIEW below AS SELECT x FROM a;
CREATE VIEW above AS SELECT FROM below;
-- to
CREATE TABLE b (y text);
CREATE VIEW below AS SELECT y FROM b;
CREATE VIEW above AS SELECT y FROM below;
