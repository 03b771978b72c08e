-- Emotional motives: each one's share of all texts, unknown among them.
WITH texts AS (SELECT *, strftime(date_trunc('month', time), '%Y-%m-%d') AS month FROM events WHERE "voice.motive" IS NOT NULL),

-- ask: {"measure":"motives","over":"month"}
counts AS (SELECT month, "voice.motive" AS motive, count(*) AS k, count(DISTINCT customer) AS customers FROM texts GROUP BY ALL)
SELECT month AS period, motive, 100.0 * k / sum(k) OVER (PARTITION BY month) AS share, k AS n, customers FROM counts;

-- ask: {"measure":"motives","parameters":{"count":"first"},"from":"2026-03-01"}
first AS (SELECT * FROM texts WHERE time >= '2026-03-01'
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) = 1)
SELECT "voice.motive" AS motive, 100.0 * count(*) / sum(count(*)) OVER () AS share, count(*) AS n,
  count(DISTINCT customer) AS customers
FROM first GROUP BY "voice.motive";
