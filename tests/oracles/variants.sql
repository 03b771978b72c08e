-- Variants: every journey as text.
WITH life AS (
  SELECT customer_number AS customer, epoch_us(time) AS us, sequence, touchpoint, stage, channel,
         lag(epoch_us(time)) OVER own AS us_before
  FROM events WHERE NOT starts_with(customer, 'unknown:')
  WINDOW own AS (PARTITION BY customer_number ORDER BY time, sequence)
),

-- ask: {"measure":"variants","parameters":{"gap":"1d","top":"6"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
journeys AS (SELECT customer, session, string_agg(touchpoint, ' > ' ORDER BY us, sequence) AS variant,
  count(*) AS length, max(us) - min(us) AS us FROM cut WHERE touchpoint IS NOT NULL GROUP BY customer, session),
ranked AS (SELECT variant, row_number() OVER (ORDER BY count(*) DESC, variant) AS rank FROM journeys GROUP BY variant),
shown AS (SELECT j.*, CASE WHEN rank <= 6 THEN j.variant ELSE '(other)' END AS own FROM journeys j JOIN ranked USING (variant))
SELECT own AS variant, 100.0 * count(*) / (SELECT count(*) FROM journeys) AS value,
  (SELECT count(*) FROM journeys) AS n, count(*) AS journeys, count(DISTINCT customer) AS customers,
  CASE WHEN own <> '(other)' THEN any_value(length) END AS length, median(us) / 1e6 AS seconds_median
FROM shown GROUP BY own;

-- ask: {"measure":"variants","where":"channel = \"web\"","parameters":{"collapse":"yes","steps":"3","top":"8","node":"stage"}}
web AS (SELECT *, lag(stage) OVER (PARTITION BY customer ORDER BY us, sequence) AS before
  FROM life WHERE channel = 'web' AND stage IS NOT NULL),
runs AS (SELECT *, row_number() OVER (PARTITION BY customer ORDER BY us, sequence) AS place
  FROM web WHERE stage IS DISTINCT FROM before),
lengths AS (SELECT customer, max(us) - min(us) AS us FROM web GROUP BY customer),
journeys AS (SELECT customer, string_agg(CASE WHEN place < 4 THEN stage ELSE '(further)' END, ' > ' ORDER BY place) AS variant
  FROM runs WHERE place <= 4 GROUP BY customer),
ranked AS (SELECT variant, row_number() OVER (ORDER BY count(*) DESC, variant) AS rank FROM journeys GROUP BY variant),
shown AS (SELECT customer, lengths.us, CASE WHEN rank <= 8 THEN variant ELSE '(other)' END AS variant
  FROM journeys JOIN ranked USING (variant) JOIN lengths USING (customer)),
counts AS (SELECT variant, count(*) AS x, median(us) / 1e6 AS seconds_median FROM shown GROUP BY variant),
wilson AS (SELECT *, (sum(x) OVER ())::BIGINT AS n, x / (sum(x) OVER ()) AS p, 1.959963984540054 AS z FROM counts)
SELECT variant, 100 * p AS value,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS high,
  n, x AS journeys, x AS customers, seconds_median
FROM wilson;
