-- Customer effort. Easy from 5 on 1 to 7 and from 4 on 1 to 5; hard is the mirror image.
WITH answers AS (
  SELECT *, CASE scale_max WHEN 7 THEN 5 ELSE 4 END AS easy_from, CASE scale_max WHEN 7 THEN 3 ELSE 2 END AS hard_to
  FROM events WHERE kind = 'ces' AND answer IS NOT NULL
),

-- ask: {"measure":"ces","by":["scale_max","channel"]}
last AS (SELECT * FROM answers
  QUALIFY row_number() OVER (PARTITION BY customer_number, scale_max, channel ORDER BY time DESC, sequence DESC) = 1),
counts AS (SELECT scale_max, channel, count(*) AS n, count(*) FILTER (answer >= easy_from) AS x,
  count(*) FILTER (answer <= hard_to) AS hard, avg(answer) AS mean FROM last GROUP BY ALL),
wilson AS (SELECT *, x / n AS p, 1.959963984540054 AS z FROM counts)
SELECT scale_max, channel, 100.0 * x / n AS value,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS high,
  n, x AS easy, hard, mean
FROM wilson;

-- ask: {"measure":"ces","where":"scale_max = 7","parameters":{"easy":"6","count":"first"}}
first AS (SELECT * FROM answers WHERE scale_max = 7
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) = 1)
SELECT 100.0 * count(*) FILTER (answer >= 6) / count(*) AS value, count(*) AS n, count(*) FILTER (answer >= 6) AS easy,
  count(*) FILTER (answer <= 2) AS hard
FROM first;
