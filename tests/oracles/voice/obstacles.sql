-- Obstacles: at each place the texts that name one, are negative, or belong to a low answer or failed event; the answers
-- and failed events themselves, under the obstacle of the first text that belongs to them and names one.
WITH place AS (
  SELECT *, coalesce(touchpoint, '') AS spot, "voice.obstacle" AS obstacle, "voice.sentiment" AS tone,
    kind = 'ces' AND answer IS NOT NULL AND scale_min = 1 AND answer <= CASE scale_max WHEN 7 THEN 3 WHEN 5 THEN 2 END AS low,
    outcome IN ('failed', 'error', 'abandoned') AND direction IS DISTINCT FROM 'out' AS failed
  FROM events
), hard AS (
  SELECT *, 'low' AS sign FROM place WHERE low UNION ALL SELECT *, 'failed' AS sign FROM place WHERE failed
), pairs AS (
  SELECT text.sequence AS text, text.time AS said, text.obstacle, hard.sequence AS target, hard.sign,
    CASE WHEN text.sequence = hard.sequence THEN 0
      WHEN text."properties.response" = hard."properties.response" THEN 1
      WHEN abs(epoch_us(text.time) - epoch_us(hard.time)) <= 86400000000 THEN 2 END AS nearness
  FROM place AS text JOIN hard ON hard.customer_number = text.customer_number AND hard.spot = text.spot
  WHERE text.tone IS NOT NULL AND nearness IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY text.sequence, hard.sign ORDER BY nearness,
    abs(epoch_us(text.time) - epoch_us(hard.time)), hard.time, hard.sequence) = 1
), signs AS (
  SELECT place.*, 'comment' AS sign, obstacle AS named FROM place
  WHERE tone IS NOT NULL AND (obstacle IS NOT NULL OR tone = 'negative' OR sequence IN (SELECT text FROM pairs))
  UNION ALL
  SELECT hard.*, (SELECT arg_min(obstacle, (said, text)) FROM pairs
    WHERE target = hard.sequence AND pairs.sign = hard.sign AND obstacle IS NOT NULL) AS named FROM hard
), rows AS (
  SELECT *, named AS in_row, false AS whole FROM signs UNION ALL SELECT *, '(any)' AS in_row, true AS whole FROM signs
),

-- ask: {"measure":"obstacles"}
counts AS (SELECT spot, in_row, count(*) FILTER (sign = 'comment') AS comments, count(*) FILTER (sign = 'low') AS low_effort,
  count(*) FILTER (sign = 'failed') AS failed, count(DISTINCT customer) AS customers, min(time) AS first,
  count(DISTINCT sequence) FILTER (time >= '2026-06-03') AS recent,
  count(DISTINCT sequence) FILTER (time >= '2026-05-06' AND time < '2026-06-03') AS before,
  count(DISTINCT customer_number) FILTER (time >= '2026-06-03') AS x1,
  count(DISTINCT customer_number) FILTER (time >= '2026-05-06' AND time < '2026-06-03') AS x2 FROM rows GROUP BY spot, in_row),
tails AS (SELECT spot, in_row, 2 * least(sum(prob) FILTER (k <= x1), sum(prob) FILTER (k >= x1)) AS chance
  FROM (SELECT spot, in_row, x1, k, exp(lgamma(x1 + x2 + 1) - lgamma(k + 1) - lgamma(x1 + x2 - k + 1) - (x1 + x2) * ln(2)) AS prob
    FROM counts, (SELECT unnest(range(0, 5000)) AS k) WHERE k <= x1 + x2) GROUP BY spot, in_row)
SELECT nullif(counts.spot, '') AS place, counts.in_row AS obstacle, comments, low_effort, failed, customers,
  replace(strftime(first, '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '') || 'Z' AS first, recent, before,
  CASE WHEN x1 + x2 = 0 THEN NULL WHEN chance > 0.05 THEN 'steady' WHEN x1 < x2 THEN 'falling' WHEN x2 = 0 THEN 'new'
    ELSE 'rising' END AS trend
FROM counts JOIN tails ON tails.spot = counts.spot AND tails.in_row IS NOT DISTINCT FROM counts.in_row;

-- ask: {"measure":"obstacles","parameters":{"show":"places"},"by":["channel"]}
somewhere AS (SELECT * FROM rows WHERE whole)
SELECT channel, nullif(spot, '') AS place, in_row AS obstacle, count(*) FILTER (sign = 'comment') AS comments,
  count(*) FILTER (sign = 'low') AS low_effort, count(*) FILTER (sign = 'failed') AS failed, count(DISTINCT customer) AS customers
FROM somewhere GROUP BY channel, spot, in_row;

-- ask: {"measure":"obstacles","parameters":{"show":"obstacles","kind":"effort","failed":"answer < 0"},"from":"2026-04-01","where":"voice.score < 0.5"}
said AS (SELECT * FROM place WHERE "voice.score" < 0.5 AND time >= '2026-04-01' AND (obstacle IS NOT NULL OR tone = 'negative'))
SELECT nullif(spot, '') AS place, obstacle, count(*) AS comments, 0 AS low_effort, 0 AS failed,
  count(DISTINCT customer) AS customers FROM said GROUP BY spot, obstacle;
