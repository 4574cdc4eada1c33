-- What a refund takes back of a seller's invoice: planned with the refund, numbered once its money has gone back.
CREATE TABLE credit_notes (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  refund_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seller VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount BIGINT NOT NULL,
  pieces JSON NOT NULL,
  year INT,
  number INT,
  snapshot JSON,
  written_at DATETIME(3),
  UNIQUE KEY credit_notes_numbers (seller, year, number),
  KEY credit_notes_of_refund (refund_id),
  KEY credit_notes_of_order (order_id),
  CONSTRAINT credit_notes_amount CHECK (amount > 0),
  CONSTRAINT credit_notes_for_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
