-- Net sentiment: the texts of each person, how alike they are (Korn and Graubard), and the adjusted Wald interval on the
-- number of independent texts they are worth, cut to the scale and wide enough to hold the value.
WITH texts AS (
  SELECT *, CASE "voice.sentiment" WHEN 'positive' THEN 1 WHEN 'neutral' THEN 0 WHEN 'negative' THEN -1 END AS tone,
    strftime(date_trunc('month', time), '%Y-%m-%d') AS month
  FROM events WHERE "voice.sentiment" IS NOT NULL
),

-- ask: {"measure":"sentiment"}
persons AS (SELECT count(tone) AS m, sum(tone) AS s FROM texts GROUP BY customer_number HAVING count(tone) > 0),
means AS (SELECT sum(m) AS n, count(*) AS c, sum(s) / sum(m) AS r FROM persons),
spread AS (SELECT any_value(n) AS n, any_value(c) AS c, sum((s - r * m) ^ 2) AS between_persons,
  (SELECT count(*) FILTER (tone != 0) FROM texts) - any_value(n) * any_value(r) ^ 2 AS within
  FROM persons, means),
worth AS (SELECT n, CASE WHEN n = c THEN n WHEN c < 2 THEN NULL WHEN within < 1e-9 * n OR between_persons < 1e-9 * n THEN c
    ELSE least(n, n * (within / (n - 1) / n) / (c / (c - 1) * between_persons / n ^ 2)
      * ((SELECT t FROM t WHERE df = n - 1) / (SELECT t FROM t WHERE df = c - 1)) ^ 2) END AS e FROM spread),
counts AS (SELECT count(tone) AS n, count(*) FILTER (tone = 1) AS p, count(*) FILTER (tone = 0) AS o,
  count(*) FILTER (tone = -1) AS d, count(*) - count(tone) AS unknown, count(DISTINCT customer) AS customers,
  avg("voice.score") AS mean_score FROM texts),
shares AS (SELECT counts.*, e, (e * p / worth.n + 0.75) / (e + 3) AS ap, (e * d / worth.n + 0.75) / (e + 3) AS ad
  FROM counts LEFT JOIN worth ON worth.n = counts.n)
SELECT 100.0 * (p - d) / n AS value,
  CASE WHEN e IS NOT NULL THEN greatest(-100, least(value, 100 * (ap - ad - 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (e + 3))))) END AS low,
  CASE WHEN e IS NOT NULL THEN least(100, greatest(value, 100 * (ap - ad + 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (e + 3))))) END AS high,
  n, p AS positive, o AS neutral, d AS negative, unknown, customers, mean_score
FROM shares WHERE n + unknown > 0;

-- ask: {"measure":"sentiment","parameters":{"count":"last"},"by":["channel"],"over":"month"}
last AS (SELECT * FROM texts
  QUALIFY row_number() OVER (PARTITION BY customer_number, channel, month ORDER BY time DESC, sequence DESC) = 1),
counts AS (SELECT channel, month, count(tone) AS n, count(*) FILTER (tone = 1) AS p, count(*) FILTER (tone = -1) AS d,
  count(*) - count(tone) AS unknown, count(DISTINCT customer) AS customers FROM last GROUP BY ALL),
shares AS (SELECT *, (p + 0.75) / (n + 3) AS ap, (d + 0.75) / (n + 3) AS ad FROM counts)
SELECT channel, month AS period, CASE WHEN n > 0 THEN 100.0 * (p - d) / n END AS value,
  CASE WHEN n > 0 THEN greatest(-100, least(value, 100 * (ap - ad - 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (n + 3))))) END AS low,
  CASE WHEN n > 0 THEN least(100, greatest(value, 100 * (ap - ad + 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (n + 3))))) END AS high,
  n, p AS positive, d AS negative, unknown, customers
FROM shares;

-- ask: {"measure":"sentiment","parameters":{"count":"first"},"by":["voice.topic"],"from":"2026-02-10","to":"2026-05-03"}
first AS (SELECT * FROM texts WHERE time >= '2026-02-10' AND time < '2026-05-03'
  QUALIFY row_number() OVER (PARTITION BY customer_number, "voice.topic" ORDER BY time, sequence) = 1)
SELECT "voice.topic", CASE WHEN count(tone) > 0 THEN 100.0 * sum(tone) / count(tone) END AS value, count(tone) AS n,
  count(*) FILTER (tone = 0) AS neutral, count(*) - count(tone) AS unknown, avg("voice.score") AS mean_score
FROM first GROUP BY ALL;

-- ask: {"measure":"sentiment","where":"touchpoint = \"checkout\" and voice.sentiment != \"unknown\"","by":["customer.channel"]}
trait AS (SELECT customer_number, channel FROM events WHERE channel IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1)
SELECT trait.channel AS "customer.channel", 100.0 * sum(tone) / count(tone) AS value, count(tone) AS n,
  count(DISTINCT customer) AS customers
FROM texts LEFT JOIN trait USING (customer_number)
WHERE touchpoint = 'checkout' AND "voice.sentiment" != 'unknown' GROUP BY trait.channel;
