-- Customer satisfaction, with Wilson's interval written out.
WITH answers AS (
  SELECT *, strftime(date_trunc('month', time), '%Y-%m-%d') AS month FROM events
  WHERE kind = 'csat' AND answer IS NOT NULL
),

-- ask: {"measure":"csat","where":"scale_max = 5"}
last AS (SELECT * FROM answers WHERE scale_max = 5
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1),
counts AS (SELECT count(*) AS n, count(*) FILTER (answer >= 4) AS x, count(*) FILTER (answer <= 2) AS bad,
  avg(answer) AS mean FROM last),
wilson AS (SELECT *, x / n AS p, 1.959963984540054 AS z FROM counts)
SELECT 100.0 * x / n AS value,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS high,
  n, x AS positive, n - x - bad AS neutral, bad AS negative, mean
FROM wilson;

-- ask: {"measure":"csat","by":["scale_max"],"parameters":{"positive":"4"},"over":"month"}
last AS (SELECT * FROM answers
  QUALIFY row_number() OVER (PARTITION BY customer_number, scale_max, month ORDER BY time DESC, sequence DESC) = 1)
SELECT scale_max, month AS period, 100.0 * count(*) FILTER (answer >= 4) / count(*) AS value, count(*) AS n,
  count(*) FILTER (answer >= 4) AS positive,
  count(*) FILTER (answer < 4 AND answer <= scale_min + scale_max - 4) AS negative, avg(answer) AS mean
FROM last GROUP BY ALL;

-- ask: {"measure":"csat"}
-- Two scales in one group: no share, but the number of answers is known.
last AS (SELECT * FROM answers
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1)
SELECT CASE WHEN count(DISTINCT scale_max) > 1 THEN NULL ELSE 0 END AS value, count(*) AS n FROM last;

-- ask: {"measure":"csat","where":"scale_max = 5 and channel = \"web\"","parameters":{"count":"all"}}
every AS (SELECT * FROM answers WHERE scale_max = 5 AND channel = 'web')
SELECT 100.0 * count(*) FILTER (answer >= 4) / count(*) AS value, count(*) AS n, avg(answer) AS mean FROM every;
