-- Attempts to pay an order. At most one is live: the generated column is the order's id while it is, and unique.
CREATE TABLE payments (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount BIGINT NOT NULL,
  session VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin,
  intent VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin,
  failure VARCHAR(500),
  created_at DATETIME(3) NOT NULL,
  live VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin
    AS (CASE WHEN state IN ('OPENING', 'OPEN', 'REQUIRES_ACTION') THEN order_id END) STORED,
  UNIQUE KEY payments_one_live (live),
  UNIQUE KEY payments_session (session),
  UNIQUE KEY payments_intent (intent),
  KEY payments_of_order (order_id, created_at),
  CONSTRAINT payments_amount CHECK (amount > 0),
  CONSTRAINT payments_for_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
