-- Topics: each one's share of all texts and how they sound, both with their intervals; and whether the share of persons
-- who speak of it changed (Fisher: all tables with these margins that are no likelier than this one).
WITH texts AS (
  SELECT *, "voice.topic" AS topic,
    CASE "voice.sentiment" WHEN 'positive' THEN 1 WHEN 'neutral' THEN 0 WHEN 'negative' THEN -1 END AS tone,
    (SELECT max(epoch_us(time)) FROM main.events) + 1 - epoch_us(time) AS ago
  FROM events WHERE "voice.sentiment" IS NOT NULL
),

-- ask: {"measure":"topics"}
persons AS (SELECT customer_number, count(*) AS m FROM texts GROUP BY ALL),
own AS (SELECT topic, customer_number, m, coalesce(s, 0) AS s
  FROM (SELECT DISTINCT topic FROM texts) CROSS JOIN persons
    LEFT JOIN (SELECT topic, customer_number, count(*) AS s FROM texts GROUP BY ALL) USING (topic, customer_number)),
means AS (SELECT topic, sum(m) AS n, count(*) AS c, sum(s) AS k, sum(s) / sum(m) AS r FROM own GROUP BY topic),
spread AS (SELECT topic, n, c, k, k - n * r ^ 2 AS within, sum((s - r * m) ^ 2) AS between_persons
  FROM own JOIN means USING (topic) GROUP BY ALL),
worth AS (SELECT *, CASE WHEN n = c THEN n WHEN c < 2 THEN NULL WHEN within < 1e-9 * n OR between_persons < 1e-9 * n THEN c
    ELSE least(n, n * (within / (n - 1) / n) / (c / (c - 1) * between_persons / n ^ 2)
      * ((SELECT t FROM t WHERE df = n - 1) / (SELECT t FROM t WHERE df = c - 1)) ^ 2) END AS e FROM spread),
wilson AS (SELECT *, (k / n + 3.841458820694124 / (2 * e)) / (1 + 3.841458820694124 / e) AS centre,
  1.959963984540054 / (1 + 3.841458820694124 / e) * sqrt(k / n * (1 - k / n) / e + 3.841458820694124 / (4 * e ^ 2)) AS arm
  FROM worth),
tones AS (SELECT topic, count(tone) AS n, count(*) FILTER (tone = 1) AS p, count(*) FILTER (tone = 0) AS o,
  count(*) FILTER (tone = -1) AS d, count(*) - count(tone) AS unknown, avg("voice.score") AS mean_score,
  count(DISTINCT customer) AS customers, count(*) FILTER (ago <= 28 * 86400000000) AS recent,
  count(*) FILTER (ago > 28 * 86400000000 AND ago <= 56 * 86400000000) AS before,
  count(DISTINCT customer_number) FILTER (ago <= 28 * 86400000000) AS x1,
  count(DISTINCT customer_number) FILTER (ago > 28 * 86400000000 AND ago <= 56 * 86400000000) AS x2
  FROM texts GROUP BY topic),
tone_persons AS (SELECT topic, count(tone) AS m, sum(tone) AS s FROM texts GROUP BY topic, customer_number HAVING count(tone) > 0),
tone_means AS (SELECT topic, sum(m) AS n, count(*) AS c, sum(s) / sum(m) AS r FROM tone_persons GROUP BY topic),
tone_spread AS (SELECT topic, any_value(v.n) AS n, any_value(c) AS c, any_value(p + d) - any_value(v.n) * any_value(r) ^ 2 AS within,
  sum((s - r * m) ^ 2) AS between_persons
  FROM tone_persons JOIN tone_means v USING (topic) JOIN tones USING (topic) GROUP BY topic),
tone_worth AS (SELECT topic, n, CASE WHEN n = c THEN n WHEN c < 2 THEN NULL
    WHEN within < 1e-9 * n OR between_persons < 1e-9 * n THEN c
    ELSE least(n, n * (within / (n - 1) / n) / (c / (c - 1) * between_persons / n ^ 2)
      * ((SELECT t FROM t WHERE df = n - 1) / (SELECT t FROM t WHERE df = c - 1)) ^ 2) END AS e FROM tone_spread),
nets AS (SELECT tones.*, e, (e * p / tones.n + 0.75) / (e + 3) AS ap, (e * d / tones.n + 0.75) / (e + 3) AS ad
  FROM tones LEFT JOIN tone_worth USING (topic)),
all_persons AS (SELECT count(DISTINCT customer_number) FILTER (ago <= 28 * 86400000000) AS n1,
  count(DISTINCT customer_number) FILTER (ago > 28 * 86400000000 AND ago <= 56 * 86400000000) AS n2 FROM texts),
tables AS (SELECT topic, x1, x2, n1, n2, x, lgamma(n1 + 1) - lgamma(x + 1) - lgamma(n1 - x + 1) + lgamma(n2 + 1)
    - lgamma(x1 + x2 - x + 1) - lgamma(n2 - x1 - x2 + x + 1) AS likelihood
  FROM tones, all_persons, (SELECT unnest(range(0, 5000)) AS x)
  WHERE x BETWEEN greatest(0, x1 + x2 - n2) AND least(n1, x1 + x2)),
fisher AS (SELECT topic, sum(exp(likelihood - top)) FILTER (likelihood <= own_likelihood + 1e-7) / sum(exp(likelihood - top)) AS chance
  FROM (SELECT *, max(likelihood) OVER (PARTITION BY topic) AS top,
    max(likelihood) FILTER (x = x1) OVER (PARTITION BY topic) AS own_likelihood FROM tables) GROUP BY topic)
SELECT topic, 100.0 * k / wilson.n AS share, 100 * (centre - arm) AS low, 100 * (centre + arm) AS high, k AS n, customers,
  p AS positive, o AS neutral, d AS negative, unknown, CASE WHEN nets.n > 0 THEN 100.0 * (p - d) / nets.n END AS net,
  CASE WHEN nets.e > 0 THEN greatest(-100, least(net, 100 * (ap - ad - 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (nets.e + 3))))) END AS net_low,
  CASE WHEN nets.e > 0 THEN least(100, greatest(net, 100 * (ap - ad + 1.959963984540054 * sqrt((ap + ad - (ap - ad) ^ 2) / (nets.e + 3))))) END AS net_high,
  mean_score, recent, before,
  CASE WHEN x1 + x2 = 0 OR n1 = 0 OR n2 = 0 THEN NULL WHEN chance > 0.05 THEN 'steady' WHEN x1 / n1 < x2 / n2 THEN 'falling'
    WHEN x2 = 0 THEN 'new' ELSE 'rising' END AS trend
FROM wilson JOIN nets USING (topic) JOIN fisher USING (topic) CROSS JOIN all_persons;

-- ask: {"measure":"topics","by":["touchpoint","voice.sentiment"],"where":"not channel = \"ivr\"","to":"2026-05-20"}
chosen AS (SELECT * FROM texts WHERE channel IS DISTINCT FROM 'ivr' AND time < '2026-05-20')
SELECT touchpoint, "voice.sentiment", topic, 100.0 * count(*) / sum(count(*)) OVER (PARTITION BY touchpoint, "voice.sentiment") AS share,
  count(*) AS n, count(DISTINCT customer) AS customers,
  count(*) FILTER (time >= '2026-04-22') AS recent,
  count(*) FILTER (time >= '2026-03-25' AND time < '2026-04-22') AS before
FROM chosen GROUP BY touchpoint, "voice.sentiment", topic;
