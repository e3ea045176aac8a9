-- What happened to the database behind the team's back: late at night, by hand, all of it meant well.

-- A value for one customer, never written down.
ALTER TYPE order_status ADD VALUE 'on_hold' AFTER 'paid';

-- "The page was slow."
DROP INDEX orders_open;

-- "Nobody reads it."
ALTER TABLE orders DROP COLUMN note;

-- An import needed it, for a day.
ALTER TABLE order_items DISABLE TRIGGER keep_shipped;
ALTER TABLE order_items ALTER COLUMN price TYPE numeric(10,2);

-- While looking for something else.
ALTER TABLE customers DISABLE ROW LEVEL SECURITY;

-- A table that an analyst needed.
CREATE TABLE order_export (id bigint, exported_at timestamp with time zone DEFAULT now());

-- A hot fix.
CREATE OR REPLACE FUNCTION order_total(wanted bigint) RETURNS numeric
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(quantity * round(price, 1)), 0)
    FROM order_items
    WHERE order_id = wanted
$$;
