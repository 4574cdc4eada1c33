-- What a seller gave back of their part; a refund that failed is taken out again.
ALTER TABLE order_parts ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0;
