-- When an address is erased: its order's legal time is over then, or nothing will be shipped to it.
-- Orders that were placed before this column keep theirs until the default, three years after the last of them.
ALTER TABLE addresses
  ADD COLUMN erase_at DATETIME(3) NOT NULL DEFAULT '2029-12-31 00:00:00.000',
  ADD KEY addresses_by_end (erase_at);
