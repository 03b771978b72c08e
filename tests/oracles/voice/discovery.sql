-- Discovery: the first event that is not ours of each customer, by the topic that it speaks of.
WITH life AS (
  SELECT *, row_number() OVER (PARTITION BY customer ORDER BY time, sequence) AS nth
  FROM events WHERE customer IS NOT NULL AND direction IS DISTINCT FROM 'out'
),

-- ask: {"measure":"discovery","parameters":{"node":"voice.topic"}}
counts AS (SELECT "voice.topic" AS platform, count(*) AS k, sum(count(*)) OVER () AS n FROM life WHERE nth = 1 GROUP BY ALL)
SELECT platform, 100.0 * k / n AS share, k AS customers,
  100 * ((k / n + 3.841458820694124 / (2 * n)) - 1.959963984540054 * sqrt(k / n * (1 - k / n) / n + 3.841458820694124 / (4 * n ^ 2)))
    / (1 + 3.841458820694124 / n) AS low,
  (SELECT sum(k ^ 2) / sum(k) ^ 2 FROM counts WHERE platform IS NOT NULL) AS concentration
FROM counts;
