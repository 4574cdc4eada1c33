-- When a walk starts as it was sold, and the zone of its place. Null for what is shipped.
ALTER TABLE order_lines
  ADD COLUMN starts_at DATETIME(3),
  ADD COLUMN zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
