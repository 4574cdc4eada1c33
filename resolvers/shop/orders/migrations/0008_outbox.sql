-- What the table must still be told about an order: written in the transaction that makes it true, sent afterwards.
CREATE TABLE outbox (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body JSON NOT NULL,
  next_at DATETIME(3) NOT NULL,
  sent_at DATETIME(3),
  tries INT NOT NULL DEFAULT 0,
  KEY outbox_unsent (sent_at, next_at, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
