-- Net Promoter Score. Everybody's answers with their side, first and last marked; then shares and the adjusted Wald
-- interval written out. sequence decides between equal times.
WITH sided AS (
  SELECT *,
    CASE WHEN answer >= 9 THEN 1 WHEN answer >= 7 THEN 0 ELSE -1 END AS side,
    strftime(date_trunc('month', time), '%Y-%m-%d') AS month
  FROM events
  WHERE kind = 'nps' AND answer IS NOT NULL AND scale_max = 10 AND scale_min IN (0, 1)
),

-- ask: {"measure":"nps"}
last AS (SELECT * FROM sided
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1),
counts AS (SELECT count(*) AS n, count(*) FILTER (side = 1) AS p, count(*) FILTER (side = -1) AS d FROM last),
shares AS (SELECT *, (p + 0.75) / (n + 3) AS ap, (d + 0.75) / (n + 3) AS ad FROM counts)
SELECT 100.0 * p / n - 100.0 * d / n AS value,
  100 * (ap - ad - 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (n + 3))) AS low,
  100 * (ap - ad + 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (n + 3))) AS high,
  n, p AS promoters, n - p - d AS passives, d AS detractors
FROM shares;

-- ask: {"measure":"nps","parameters":{"count":"first"},"by":["channel"],"over":"month"}
first AS (SELECT * FROM sided
  QUALIFY row_number() OVER (PARTITION BY customer_number, channel, month ORDER BY time, sequence) = 1)
SELECT channel, month AS period, 100.0 * sum(side) / count(*) AS value, count(*) AS n,
  count(*) FILTER (side = 1) AS promoters, count(*) FILTER (side = 0) AS passives,
  count(*) FILTER (side = -1) AS detractors
FROM first GROUP BY ALL;

-- ask: {"measure":"nps","parameters":{"count":"all"},"by":["channel"],"from":"2026-01-15","to":"2026-03-01"}
every AS (SELECT * FROM sided WHERE time >= '2026-01-15' AND time < '2026-03-01')
SELECT channel, 100.0 * sum(side) / count(*) AS value, count(*) AS n, count(*) FILTER (side = 1) AS promoters,
  count(*) FILTER (side = -1) AS detractors
FROM every GROUP BY ALL;

-- ask: {"measure":"nps","parameters":{"interval":"wald"},"by":["customer.channel"]}
trait AS (SELECT customer_number, channel FROM events WHERE channel IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1),
last AS (SELECT s.side, t.channel FROM sided s LEFT JOIN trait t USING (customer_number)
  QUALIFY row_number() OVER (PARTITION BY s.customer_number ORDER BY s.time DESC, s.sequence DESC) = 1),
shares AS (SELECT channel, count(*) AS n, avg(side) AS net, avg(abs(side)) AS loud FROM last GROUP BY channel)
SELECT channel AS "customer.channel", 100 * net AS value, n,
  100 * greatest(-1, net - 1.959963984540054 * sqrt((loud - net ^ 2) / n)) AS low,
  100 * least(1, net + 1.959963984540054 * sqrt((loud - net ^ 2) / n)) AS high
FROM shares;
