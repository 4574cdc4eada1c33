-- What reports of revenue group by: the day by the clocks of the walk's place or of the seller, and the place.
-- The day is null in lines of functions from before this column: theirs is the order's.
ALTER TABLE order_lines
  ADD COLUMN sold_on DATE,
  ADD COLUMN place_name VARCHAR(2000) NOT NULL DEFAULT '',
  ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0,
  ADD KEY order_lines_by_day (seller, sold_on),
  ADD CONSTRAINT order_lines_money_back CHECK (refunded BETWEEN 0 AND net + tax);
