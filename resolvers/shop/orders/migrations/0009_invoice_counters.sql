-- The last number of a seller's invoices in a year: counted in the transaction that makes one, so that none is missing.
CREATE TABLE invoice_counters (
  seller VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year INT NOT NULL,
  last INT NOT NULL,
  PRIMARY KEY (seller, year)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
