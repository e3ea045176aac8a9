CREATE SCHEMA one;
CREATE SCHEMA two;
-- from
CREATE TYPE one.state AS ENUM ('open', 'done');
CREATE SEQUENCE one.numbers;
CREATE TABLE one.orders (
    id integer PRIMARY KEY DEFAULT nextval('one.numbers'),
    state one.state DEFAULT 'open',
    total integer CHECK (total >= 0)
);
CREATE INDEX ON one.orders (state) WHERE state = 'open';
CREATE TABLE one.lines (order_id integer REFERENCES one.orders, text text);
CREATE FUNCTION one.count() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE VIEW one.open AS SELECT id FROM one.orders WHERE state = 'open';
COMMENT ON TABLE one.orders IS 'all of them';
GRANT SELECT ON one.orders TO PUBLIC;
-- to
CREATE TYPE two.state AS ENUM ('open', 'done');
CREATE SEQUENCE two.numbers;
CREATE TABLE two.orders (
    id integer PRIMARY KEY DEFAULT nextval('two.numbers'),
    state two.state DEFAULT 'open',
    total integer CHECK (total >= 0)
);
CREATE INDEX ON two.orders (state) WHERE state = 'open';
CREATE TABLE one.lines (order_id integer REFERENCES two.orders, text text);
CREATE FUNCTION two.count() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE VIEW one.open AS SELECT id FROM two.orders WHERE state = 'open';
COMMENT ON TABLE two.orders IS 'all of them';
GRANT SELECT ON two.orders TO PUBLIC;
