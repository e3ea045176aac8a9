CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email email NOT NULL UNIQUE,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);

CREATE TABLE products (
    sku text PRIMARY KEY,
    title text NOT NULL,
    price numeric(12,2) NOT NULL CHECK (price >= 0)
);

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT,
    status order_status NOT NULL DEFAULT 'new',
    note text,
    placed_at timestamp with time zone NOT NULL DEFAULT now()
);

CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_open ON orders (placed_at) WHERE status IN ('new', 'paid');

CREATE TABLE order_items (
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    sku text NOT NULL REFERENCES products,
    quantity integer NOT NULL CHECK (quantity > 0),
    price numeric(12,2) NOT NULL,
    PRIMARY KEY (order_id, sku)
);

COMMENT ON COLUMN order_items.price IS 'As it was when the order was placed';

ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_row ON customers USING (email = current_setting('app.email', true));
