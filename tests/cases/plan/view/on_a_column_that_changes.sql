-- from
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE VIEW totals AS SELECT id, total FROM orders;
CREATE VIEW large AS SELECT * FROM totals WHERE total > 100;
COMMENT ON VIEW large IS 'the large ones';
COMMENT ON COLUMN large.total IS 'in cents';
GRANT SELECT ON large TO PUBLIC;
-- to
CREATE TABLE orders (id integer PRIMARY KEY, total numeric(12,2));
CREATE VIEW totals AS SELECT id, total FROM orders;
CREATE VIEW large AS SELECT * FROM totals WHERE total > 100;
COMMENT ON VIEW large IS 'the large ones';
COMMENT ON COLUMN large.total IS 'in cents';
GRANT SELECT ON large TO PUBLIC;
