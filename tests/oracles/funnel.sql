-- Judges:  sojourn ask funnel step='touchpoint = "product page"' step='touchpoint = "checkout"'
--                             step='touchpoint = "purchase"' within=7d
-- Columns and order of the answer, but name, low and high. No event meets two steps, so a join of three events is an
-- attempt; equal times are in either order.
WITH a AS (SELECT customer, time FROM events WHERE customer IS NOT NULL AND touchpoint = 'product page'),
b AS (SELECT customer, time FROM events WHERE customer IS NOT NULL AND touchpoint = 'checkout'),
c AS (SELECT customer, time FROM events WHERE customer IS NOT NULL AND touchpoint = 'purchase'),
attempt AS (
  SELECT customer, 1 AS level, time AS started, time AS ended, NULL::TIMESTAMP AS second FROM a
  UNION ALL
  SELECT customer, 2, a.time, b.time, b.time
  FROM a JOIN b USING (customer)
  WHERE b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY
  UNION ALL
  SELECT customer, 3, a.time, c.time, b.time
  FROM a JOIN b USING (customer) JOIN c USING (customer)
  WHERE b.time >= a.time AND c.time BETWEEN b.time AND a.time + INTERVAL 7 DAY
), reported AS (
  FROM attempt
  QUALIFY row_number() OVER (PARTITION BY customer ORDER BY level DESC, ended, started DESC, second) = 1
), reached AS (
  SELECT step, count(*) FILTER (level >= step) AS customers,
         median(CASE WHEN level >= step AND step = 2 THEN epoch_us(second) - epoch_us(started)
                     WHEN level >= step AND step = 3 THEN epoch_us(ended) - epoch_us(second) END) / 1e6
           AS median_seconds
  FROM range(1, 4) AS steps(step) LEFT JOIN reported ON true
  GROUP BY step
)
SELECT step, 100.0 * customers / nullif(first(customers) OVER steps, 0) AS value,
       first(customers) OVER steps AS n, customers,
       100.0 * customers / nullif(first(customers) OVER steps, 0) AS share_of_first,
       100.0 * customers / nullif(lag(customers, 1, customers) OVER steps, 0) AS share_of_previous,
       lag(customers, 1, customers) OVER steps - customers AS dropped, median_seconds
FROM reached
WINDOW steps AS (ORDER BY step)
ORDER BY step
