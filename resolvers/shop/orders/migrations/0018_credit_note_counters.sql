-- The last number of a seller's credit notes in a year: counted as that of invoices is, in a series of its own.
CREATE TABLE credit_note_counters (
  seller VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year INT NOT NULL,
  last INT NOT NULL,
  PRIMARY KEY (seller, year)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
