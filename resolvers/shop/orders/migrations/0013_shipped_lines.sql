-- Whether a seller needs the buyer's address: walks are not shipped.
ALTER TABLE order_lines ADD COLUMN is_shipped BOOLEAN NOT NULL DEFAULT TRUE;
