-- What an order goes through.
CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'returned');

CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@\s]+@[^@\s]+$');
