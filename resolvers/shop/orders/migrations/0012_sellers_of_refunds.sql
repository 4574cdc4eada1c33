-- Which seller gave money back, in whose words, and a digest that tells a repeat from another refund.
ALTER TABLE refunds
  ADD COLUMN seller VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN note VARCHAR(200) NOT NULL DEFAULT '',
  ADD COLUMN digest VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
