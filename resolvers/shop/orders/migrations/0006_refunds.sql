-- Money that goes back: orders.refunded has it from the moment it is requested until it fails.
CREATE TABLE refunds (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount BIGINT NOT NULL,
  reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY refunds_at_provider (provider_id),
  KEY refunds_of_order (order_id, created_at),
  CONSTRAINT refunds_amount CHECK (amount > 0),
  CONSTRAINT refunds_for_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
