-- Paths as rows of (path, place, node); the commonest nodes of a place keep their names.
WITH life AS (
  SELECT customer_number AS customer, epoch_us(time) AS us, sequence, touchpoint, channel,
         lag(epoch_us(time)) OVER own AS us_before
  FROM events WHERE NOT starts_with(customer, 'unknown:')
  WINDOW own AS (PARTITION BY customer_number ORDER BY time, sequence)
),

-- ask: {"measure":"paths","parameters":{"top":"3"}}
known AS (SELECT *, lag(touchpoint) OVER (PARTITION BY customer ORDER BY us, sequence) AS before
  FROM life WHERE touchpoint IS NOT NULL),
places AS (SELECT customer, us, touchpoint, row_number() OVER (PARTITION BY customer ORDER BY us, sequence) AS place
  FROM known WHERE touchpoint IS DISTINCT FROM before),
named AS (SELECT place, touchpoint FROM places WHERE place <= 5 GROUP BY place, touchpoint
  QUALIFY row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, touchpoint) <= 3),
shown AS (SELECT customer, us, p.place, coalesce(n.touchpoint, '(other)') AS node
  FROM places p LEFT JOIN named n ON n.place = p.place AND n.touchpoint = p.touchpoint WHERE p.place <= 6),
links AS (SELECT customer, place, node, us, lead(node) OVER own AS next, lead(us) OVER own - us AS after
  FROM shown WINDOW own AS (PARTITION BY customer ORDER BY place))
SELECT place AS "column", node AS "from",
  CASE WHEN next IS NULL THEN '(end)' WHEN place = 5 THEN '(further)' ELSE next END AS "to",
  count(*) AS value, count(*) AS n, count(DISTINCT customer) AS customers,
  100.0 * count(*) / (SELECT count(DISTINCT customer) FROM places) AS share,
  median(CASE WHEN place < 5 THEN after END) / 1e6 AS median_seconds
FROM links WHERE place <= 5 GROUP BY ALL;

-- ask: {"measure":"paths","parameters":{"gap":"1d","collapse":"no","steps":"2","top":"1"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
places AS (SELECT customer, session, us, touchpoint,
  row_number() OVER (PARTITION BY customer, session ORDER BY us, sequence) AS place FROM cut WHERE touchpoint IS NOT NULL),
named AS (SELECT place, touchpoint FROM places WHERE place <= 2 GROUP BY place, touchpoint
  QUALIFY row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, touchpoint) <= 1),
shown AS (SELECT customer, session, us, p.place, coalesce(n.touchpoint, '(other)') AS node
  FROM places p LEFT JOIN named n ON n.place = p.place AND n.touchpoint = p.touchpoint WHERE p.place <= 3),
links AS (SELECT customer, place, node, lead(node) OVER own AS next
  FROM shown WINDOW own AS (PARTITION BY customer, session ORDER BY place))
SELECT place AS "column", node AS "from",
  CASE WHEN next IS NULL THEN '(end)' WHEN place = 2 THEN '(further)' ELSE next END AS "to",
  count(*) AS value, count(DISTINCT customer) AS customers
FROM links WHERE place <= 2 GROUP BY ALL;

-- ask: {"measure":"paths","by":["channel"],"parameters":{"anchor":"touchpoint = \"purchase\"","direction":"before","steps":"3"}}
anchor AS (SELECT customer, min((us, sequence)) AS moment, arg_min(struct_pack(c := channel), (us, sequence)).c AS channel
  FROM life WHERE touchpoint = 'purchase' GROUP BY customer),
known AS (SELECT l.customer, l.us, l.sequence, l.touchpoint, a.channel,
  lag(touchpoint) OVER (PARTITION BY l.customer ORDER BY us, sequence) AS before
  FROM life l JOIN anchor a ON a.customer = l.customer WHERE touchpoint IS NOT NULL AND (l.us, l.sequence) <= a.moment),
places AS (SELECT customer, channel, us, touchpoint AS node,
  row_number() OVER (PARTITION BY customer ORDER BY us DESC, sequence DESC) AS back
  FROM known WHERE touchpoint IS DISTINCT FROM before),
links AS (SELECT *, lag(node) OVER own AS earlier, us - lag(us) OVER own AS after
  FROM places WHERE back <= 4 WINDOW own AS (PARTITION BY customer ORDER BY back DESC))
SELECT channel, 4 - back AS "column",
  CASE WHEN earlier IS NULL THEN '(start)' WHEN back = 3 THEN '(further)' ELSE earlier END AS "from", node AS "to",
  count(*) AS value, count(DISTINCT customer) AS customers, median(CASE WHEN back < 3 THEN after END) / 1e6 AS median_seconds
FROM links WHERE back <= 3 GROUP BY ALL;
