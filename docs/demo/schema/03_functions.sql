CREATE FUNCTION order_total(wanted bigint) RETURNS numeric
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(quantity * price), 0)
    FROM order_items
    WHERE order_id = wanted
$$;

CREATE VIEW open_orders AS
SELECT o.id, c.name AS customer, o.status, order_total(o.id) AS total
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.status IN ('new', 'paid');

CREATE FUNCTION touch_order() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- An order that was shipped keeps its items.
    IF (SELECT status FROM orders WHERE id = new.order_id) = 'shipped' THEN
        RAISE EXCEPTION 'order % was shipped', new.order_id;
    END IF;
    RETURN new;
END
$$;

CREATE TRIGGER keep_shipped BEFORE INSERT OR UPDATE ON order_items
    FOR EACH ROW EXECUTE FUNCTION touch_order();
