-- Trend of a behaviour: a weighted line through the logarithms of its rate by month, and what it goes with in revenue.
WITH months AS (
  SELECT month, row_number() OVER (ORDER BY month) - 1 AS x
  FROM (SELECT unnest(range(TIMESTAMP '2026-01-01', TIMESTAMP '2026-07-01', INTERVAL 1 MONTH)) AS month)
), life AS (SELECT *, date_trunc('month', time) AS month, direction IS DISTINCT FROM 'out' AS own FROM events),
shown AS (SELECT coalesce(currency, '') AS currency FROM life WHERE amount IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1),

-- ask: {"measure":"behaviour_trend","parameters":{"behaviour":"exists(voice.sentiment) and not direction = \"out\""},"where":"not touchpoint = \"support\""}
chosen AS (SELECT *, "voice.sentiment" IS NOT NULL AND own AS doing FROM life WHERE touchpoint IS DISTINCT FROM 'support'),
sums AS (SELECT x, count(*) FILTER (doing) AS events, count(*) FILTER (doing AND customer IS NOT NULL) AS named,
  count(DISTINCT customer) FILTER (doing) AS customers, count(DISTINCT customer) FILTER (own) AS active,
  coalesce(sum(amount) FILTER (coalesce(currency, '') = (SELECT coalesce(currency, '') FROM chosen WHERE amount IS NOT NULL GROUP BY 1
    ORDER BY count(*) DESC, 1 LIMIT 1)), 0) AS revenue FROM months LEFT JOIN chosen USING (month) GROUP BY x),
rates AS (SELECT 'events' AS rate, x, events AS c, 1 AS base, revenue FROM sums
  UNION ALL SELECT 'customers', x, customers, 1, revenue FROM sums
  UNION ALL SELECT 'events a customer', x, named, active, revenue FROM sums),
added AS (SELECT *, c + CASE WHEN min(c) FILTER (base > 0) OVER (PARTITION BY rate) = 0 THEN 0.5 ELSE 0 END AS w FROM rates WHERE base > 0),
points AS (SELECT *, ln(w / base) AS y FROM added),
means AS (SELECT rate, sum(w) AS total, sum(w * x) / sum(w) AS mx, sum(w * y) / sum(w) AS my, count(*) AS n, sum(c) AS ever FROM points GROUP BY rate),
slopes AS (SELECT rate, any_value(total) AS total, any_value(mx) AS mx, any_value(my) AS my, any_value(n) AS n,
  sum(w * (x - mx) ^ 2) AS xx, sum(w * (x - mx) * (y - my)) / sum(w * (x - mx) ^ 2) AS slope
  FROM points JOIN means USING (rate) WHERE n >= 4 AND ever > 0 GROUP BY rate),
lines AS (SELECT rate, any_value(slope) AS slope, any_value(my - slope * mx) AS zero,
  1.959963984540054 * sqrt(greatest(1, sum(w * (y - my - slope * (x - mx)) ^ 2) / (any_value(n) - 2)) / any_value(xx)) AS reach
  FROM points JOIN slopes USING (rate) GROUP BY rate),
money AS (SELECT rate, regr_slope(revenue, c / base) AS b, count(*) AS n,
  sqrt((regr_syy(revenue, c / base) - regr_sxy(revenue, c / base) ^ 2 / regr_sxx(revenue, c / base)) / (count(*) - 2) / regr_sxx(revenue, c / base)) AS se
  FROM rates WHERE base > 0 GROUP BY rate),
effects AS (SELECT rate, b * exp(zero + slope * 2.5) * (exp(slope * 2.5) - exp(-slope * 2.5)) AS effect,
  sqrt((exp(zero + slope * 2.5) * (exp(slope * 2.5) - exp(-slope * 2.5)) * (SELECT t FROM t WHERE df = n - 2) * se) ^ 2
    + (b * exp(zero + slope * 2.5) * (exp((slope + reach) * 2.5) - exp(-(slope + reach) * 2.5)
      - exp((slope - reach) * 2.5) + exp(-(slope - reach) * 2.5)) / 2) ^ 2) AS margin
  FROM lines JOIN money USING (rate))
SELECT rate, 100 * (exp(slope) - 1) AS value, 100 * (exp(slope - reach) - 1) AS low, 100 * (exp(slope + reach) - 1) AS high,
  100 * (exp(12 * slope) - 1) AS yearly, CASE WHEN slope - reach > 0 THEN 'rising' WHEN slope + reach < 0 THEN 'falling' ELSE 'steady' END AS trend,
  6 AS periods, '2026-01-01' AS "from", '2026-07-01' AS "to", exp(zero) AS at_first, exp(zero + 5 * slope) AS at_last,
  effect AS revenue_effect, effect - margin AS revenue_low, effect + margin AS revenue_high
FROM lines JOIN effects USING (rate);

-- ask: {"measure":"behaviour_trend","by":["channel"],"from":"2026-02-01","to":"2026-06-01"}
known AS (SELECT month, x - 1 AS x FROM months WHERE x BETWEEN 1 AND 4),
-- A channel's series runs from its first month with an event to its last.
span AS (SELECT channel, min(x) AS first, max(x) AS last FROM life JOIN known USING (month) WHERE own OR amount IS NOT NULL GROUP BY channel),
sums AS (SELECT span.channel, x, count(*) FILTER (own) AS events, count(*) FILTER (own AND customer IS NOT NULL) AS named,
  count(DISTINCT customer) FILTER (own) AS customers FROM span JOIN known ON x BETWEEN first AND last
  LEFT JOIN life ON life.month = known.month AND life.channel IS NOT DISTINCT FROM span.channel GROUP BY span.channel, x),
rates AS (SELECT channel, 'events' AS rate, x, events AS c, 1 AS base FROM sums
  UNION ALL SELECT channel, 'customers', x, customers, 1 FROM sums
  UNION ALL SELECT channel, 'events a customer', x, named, customers FROM sums),
points AS (SELECT channel, rate, x, c, c + CASE WHEN min(c) OVER (PARTITION BY channel, rate) = 0 THEN 0.5 ELSE 0 END AS w, ln(w / base) AS y
  FROM rates WHERE base > 0),
means AS (SELECT channel, rate, sum(w * x) / sum(w) AS mx, sum(w * y) / sum(w) AS my, count(*) AS n, sum(c) AS ever FROM points GROUP BY ALL),
slopes AS (SELECT means.channel, rate, sum(w * (x - mx) * (y - my)) / sum(w * (x - mx) ^ 2) AS slope
  FROM points JOIN means USING (rate) WHERE means.channel IS NOT DISTINCT FROM points.channel AND n >= 4 AND ever > 0 GROUP BY ALL)
SELECT span.channel, names.rate, 100 * (exp(slope) - 1) AS value, last - first + 1 AS periods
FROM span CROSS JOIN (SELECT unnest(['events', 'customers', 'events a customer']) AS rate) AS names
  LEFT JOIN slopes ON slopes.channel IS NOT DISTINCT FROM span.channel AND slopes.rate = names.rate;
