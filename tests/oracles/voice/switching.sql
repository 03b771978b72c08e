-- Going to others: the share of writers who name whom they go to, with Wilson's interval, and the money behind them.
WITH texts AS (
  SELECT *, "voice.rival" AS rival, strftime(date_trunc('month', time), '%Y-%m-%d') AS month
  FROM events WHERE "voice.sentiment" IS NOT NULL
),

-- ask: {"measure":"switching"}
writers AS (SELECT count(DISTINCT customer_number) AS n FROM texts),
leavers AS (SELECT DISTINCT rival, customer FROM texts WHERE customer IS NOT NULL AND rival IS NOT NULL),
paid AS (SELECT customer, coalesce(currency, '') AS currency, sum(amount) AS money FROM events
  WHERE amount IS NOT NULL AND customer IN (SELECT customer FROM leavers) GROUP BY ALL),
shown AS (SELECT currency FROM paid GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
counts AS (SELECT rival, count(*) AS texts, count(DISTINCT customer) AS customers, count(DISTINCT customer_number) AS x,
  max(time) AS last FROM texts WHERE rival IS NOT NULL GROUP BY rival)
SELECT rival, 100.0 * x / n AS share,
  100 * ((x / n + 3.841458820694124 / (2 * n)) - 1.959963984540054 * sqrt(x / n * (1 - x / n) / n + 3.841458820694124 / (4 * n ^ 2)))
    / (1 + 3.841458820694124 / n) AS low,
  100 * ((x / n + 3.841458820694124 / (2 * n)) + 1.959963984540054 * sqrt(x / n * (1 - x / n) / n + 3.841458820694124 / (4 * n ^ 2)))
    / (1 + 3.841458820694124 / n) AS high,
  texts AS n, customers,
  CASE WHEN (SELECT count(*) FROM shown) > 0 THEN coalesce((SELECT sum(money) FROM paid JOIN leavers USING (customer)
    WHERE leavers.rival = counts.rival AND currency = (SELECT currency FROM shown)), 0) END AS revenue
FROM counts, writers;

-- ask: {"measure":"switching","over":"month","where":"not touchpoint = \"support\""}
chosen AS (SELECT * FROM texts WHERE touchpoint IS DISTINCT FROM 'support'),
writers AS (SELECT month, count(DISTINCT customer_number) AS n FROM chosen GROUP BY month)
SELECT month AS period, rival, 100.0 * count(DISTINCT customer_number) / any_value(writers.n) AS share, count(*) AS n,
  count(DISTINCT customer) AS customers
FROM chosen JOIN writers USING (month) WHERE rival IS NOT NULL GROUP BY month, rival;
