-- Change of tone: the last third's tone less the first third's, over the conversations that have both; the interval is
-- Student's, persons being the sampling units.
WITH talks AS (SELECT *, "voice.tone_last" - "voice.tone_first" AS change FROM events WHERE "voice.turns" IS NOT NULL),

-- ask: {"measure":"tone_change"}
persons AS (SELECT count(change) AS m, sum(change) AS s FROM talks GROUP BY customer_number HAVING count(change) > 0),
means AS (SELECT sum(m) AS n, count(*) AS c, sum(s) / sum(m) AS r FROM persons),
spread AS (SELECT any_value(c) AS c, any_value(r) AS r,
  CASE WHEN any_value(c) > 1 THEN sqrt(any_value(c) / (any_value(c) - 1) * sum((s - r * m) ^ 2)) / any_value(n) END AS error
  FROM persons, means)
SELECT r AS value, r - (SELECT t FROM t WHERE df = c - 1) * error AS low, r + (SELECT t FROM t WHERE df = c - 1) * error AS high,
  talked.* FROM (SELECT count(change) AS n, count(*) FILTER (change >= 0.1 - 1e-9) AS improved,
    count(*) FILTER (abs(change) < 0.1 - 1e-9) AS steady, count(*) FILTER (change <= -0.1 + 1e-9) AS worsened,
    count(*) - count(change) AS unknown, count(DISTINCT customer) FILTER (change IS NOT NULL) AS customers,
    avg("voice.tone_first") FILTER (change IS NOT NULL) AS first, avg("voice.tone_last") FILTER (change IS NOT NULL) AS last
    FROM talks) AS talked CROSS JOIN spread WHERE n + unknown > 0;

-- ask: {"measure":"tone_change","by":["channel"],"from":"2026-02-01","to":"2026-06-15"}
chosen AS (SELECT * FROM talks WHERE time >= '2026-02-01' AND time < '2026-06-15')
SELECT channel, avg(change) AS value, count(change) AS n, count(*) FILTER (change >= 0.1 - 1e-9) AS improved,
  count(*) - count(change) AS unknown FROM chosen GROUP BY channel;
