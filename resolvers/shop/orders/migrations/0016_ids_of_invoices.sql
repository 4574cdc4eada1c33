-- An invoice's id is made from its order and its seller, so that a second one for the same sale collides.
ALTER TABLE invoices
  ADD COLUMN id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ADD UNIQUE KEY invoices_by_id (id);
