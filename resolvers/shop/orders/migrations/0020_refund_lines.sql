-- Which lines the money of a seller's refund went back for, so that a refund that fails is taken out of them again.
CREATE TABLE refund_lines (
  refund_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line INT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (refund_id, line),
  CONSTRAINT refund_lines_amount CHECK (amount > 0),
  CONSTRAINT refund_lines_of_refund FOREIGN KEY (refund_id) REFERENCES refunds (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
