-- Emotions: each name's share of all texts, with Wilson's interval on the number of independent texts that they are
-- worth (Korn and Graubard). The sums of one person are the texts with the name.
WITH texts AS (SELECT *, "voice.emotion" AS name FROM events WHERE "voice.emotion" IS NOT NULL),

-- ask: {"measure":"emotion"}
persons AS (SELECT customer_number, count(*) AS m FROM texts GROUP BY ALL),
own AS (SELECT name, customer_number, m, coalesce(s, 0) AS s
  FROM (SELECT DISTINCT name FROM texts) CROSS JOIN persons
    LEFT JOIN (SELECT name, customer_number, count(*) AS s FROM texts GROUP BY ALL) USING (name, customer_number)),
means AS (SELECT name, sum(m) AS n, count(*) AS c, sum(s) AS k, sum(s) / sum(m) AS r FROM own GROUP BY name),
spread AS (SELECT name, n, c, k, k - n * r ^ 2 AS within, sum((s - r * m) ^ 2) AS between_persons
  FROM own JOIN means USING (name) GROUP BY ALL),
worth AS (SELECT *, CASE WHEN n = c THEN n WHEN c < 2 THEN NULL WHEN within < 1e-9 * n OR between_persons < 1e-9 * n THEN c
    ELSE least(n, n * (within / (n - 1) / n) / (c / (c - 1) * between_persons / n ^ 2)
      * ((SELECT t FROM t WHERE df = n - 1) / (SELECT t FROM t WHERE df = c - 1)) ^ 2) END AS e FROM spread),
wilson AS (SELECT *, (k / n + 3.841458820694124 / (2 * e)) / (1 + 3.841458820694124 / e) AS centre,
  1.959963984540054 / (1 + 3.841458820694124 / e) * sqrt(k / n * (1 - k / n) / e + 3.841458820694124 / (4 * e ^ 2)) AS arm
  FROM worth)
SELECT name AS emotion, 100.0 * k / n AS share, 100 * (centre - arm) AS low, 100 * (centre + arm) AS high, k AS n,
  (SELECT count(DISTINCT customer) FROM texts WHERE texts.name = wilson.name) AS customers
FROM wilson;

-- ask: {"measure":"emotion","parameters":{"count":"last"},"by":["touchpoint"],"where":"channel = \"web\" or channel = \"call\""}
last AS (SELECT * FROM texts WHERE channel IN ('web', 'call')
  QUALIFY row_number() OVER (PARTITION BY customer_number, touchpoint ORDER BY time DESC, sequence DESC) = 1),
counts AS (SELECT touchpoint, name, count(*) AS k, sum(count(*)) OVER (PARTITION BY touchpoint) AS n,
  count(DISTINCT customer) AS customers FROM last GROUP BY touchpoint, name)
SELECT touchpoint, name AS emotion, 100.0 * k / n AS share,
  100 * ((k / n + 3.841458820694124 / (2 * n)) - 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 3.841458820694124 / (4 * n ^ 2)))
    / (1 + 3.841458820694124 / n) AS low,
  k AS n, customers
FROM counts;
