-- Repeat rate: customers with a second order.
WITH purchases AS (
  SELECT *, coalesce("order", 'event ' || sequence) AS number,
    row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS place
  FROM events
  WHERE (touchpoint = 'purchase' OR amount > 0) AND NOT starts_with(customer, 'unknown:')
),
orders AS (
  SELECT customer_number, number, min(time) AS began,
    row_number() OVER (PARTITION BY customer_number ORDER BY min(time), min(place)) AS i
  FROM purchases GROUP BY customer_number, number
),
buyers AS (
  SELECT customer_number, count(*) AS orders,
    min(began) FILTER (i = 2) - min(began) FILTER (i = 1) AS gap
  FROM orders GROUP BY customer_number
),

-- ask: {"measure":"repeat_rate"}
counts AS (SELECT count(*) AS n, count(gap) AS x, sum(orders) AS orders FROM buyers),
wilson AS (SELECT *, x / n AS p, 1.959963984540054 AS z FROM counts)
SELECT 100.0 * x / n AS value,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS high,
  n, x AS repeat, orders
FROM wilson;

-- ask: {"measure":"repeat_rate","parameters":{"within":"20d"},"by":["channel"]}
home AS (SELECT customer_number, channel FROM purchases WHERE place = 1)
SELECT channel, 100.0 * count(*) FILTER (gap <= INTERVAL 20 DAY) / count(*) AS value, count(*) AS n,
  count(*) FILTER (gap <= INTERVAL 20 DAY) AS repeat, sum(orders) AS orders
FROM buyers JOIN home USING (customer_number) GROUP BY channel;

-- ask: {"measure":"repeat_rate","parameters":{"purchase":"amount >= 10"},"over":"month"}
big AS (SELECT *, row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS big_place
  FROM purchases WHERE amount >= 10),
per_buyer AS (SELECT customer_number, count(DISTINCT number) AS orders,
  strftime(date_trunc('month', min(time)), '%Y-%m-%d') AS month FROM big GROUP BY customer_number)
SELECT month AS period, 100.0 * count(*) FILTER (orders > 1) / count(*) AS value, count(*) AS n, sum(orders) AS orders
FROM per_buyer GROUP BY month;
