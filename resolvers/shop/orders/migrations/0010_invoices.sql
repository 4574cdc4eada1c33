-- Invoices and credit notes as they were written: a credit note names the invoice that it takes back.
CREATE TABLE invoices (
  seller VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year INT NOT NULL,
  number INT NOT NULL,
  order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  credits INT,
  snapshot JSON NOT NULL,
  written_at DATETIME(3) NOT NULL,
  PRIMARY KEY (seller, year, number),
  KEY invoices_of_order (order_id),
  CONSTRAINT invoices_for_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
