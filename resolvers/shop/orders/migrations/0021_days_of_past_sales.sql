-- Lines from before the columns: the day of their order, and of what their seller gave back the share of their total.
UPDATE order_lines l
  JOIN orders o ON o.id = l.order_id
  JOIN order_parts p ON p.order_id = l.order_id AND p.seller = l.seller
  JOIN (SELECT order_id, seller, SUM(total) AS total FROM order_lines GROUP BY order_id, seller) sold
    ON sold.order_id = l.order_id AND sold.seller = l.seller
  SET l.sold_on = o.local_date, l.refunded = FLOOR(l.total * p.refunded / GREATEST(sold.total, 1))
  WHERE l.sold_on IS NULL;
