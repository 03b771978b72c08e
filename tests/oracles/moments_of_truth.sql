-- Moments of truth: good against poor first experiences at each touchpoint, and what came strictly later.
WITH asked AS (SELECT max(time) AS as_of FROM events),
people AS (SELECT *, list_position(['consider', 'evaluate', 'buy', 'enjoy', 'advocate', 'bond'], stage) AS rank
  FROM events WHERE customer IS NOT NULL),
known AS (SELECT *,
    last_value(rank IGNORE NULLS) OVER life AS stage_then,
    last_value(channel IGNORE NULLS) OVER life AS channel_then
  FROM people
  WINDOW life AS (PARTITION BY customer_number ORDER BY time, sequence ROWS UNBOUNDED PRECEDING)),
first_rated AS (SELECT * FROM known WHERE kind = 'csat' AND answer IS NOT NULL AND touchpoint IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY customer_number, touchpoint ORDER BY time, sequence) = 1),
compared AS (SELECT f.*, answer >= 4 AS good FROM first_rated f, asked
  WHERE scale_min = 1 AND scale_max = 5 AND answer <> 3 AND time + INTERVAL 20 DAY <= as_of),

-- ask: {"measure":"moments_of_truth","parameters":{"within":"20d"}}
followed AS (SELECT c.*, EXISTS (SELECT 1 FROM people p WHERE p.customer_number = c.customer_number
    AND p.time > c.time AND p.time <= c.time + INTERVAL 20 DAY) AS reached FROM compared c),
counts AS (SELECT touchpoint, count(*) AS n, count(*) FILTER (reached) AS customers,
    count(*) FILTER (good) AS good, count(*) FILTER (good AND reached) AS good_reached,
    count(*) FILTER (NOT good) AS poor, count(*) FILTER (NOT good AND reached) AS poor_reached
  FROM followed GROUP BY touchpoint),
shares AS (SELECT *, good_reached / good AS p1, poor_reached / poor AS p2, 1.959963984540054 AS z FROM counts),
limits AS (SELECT *,
    (good_reached + z * z / 2 - z * sqrt(good_reached * (1 - p1) + z * z / 4)) / (good + z * z) AS l1,
    (good_reached + z * z / 2 + z * sqrt(good_reached * (1 - p1) + z * z / 4)) / (good + z * z) AS u1,
    (poor_reached + z * z / 2 - z * sqrt(poor_reached * (1 - p2) + z * z / 4)) / (poor + z * z) AS l2,
    (poor_reached + z * z / 2 + z * sqrt(poor_reached * (1 - p2) + z * z / 4)) / (poor + z * z) AS u2
  FROM shares)
SELECT touchpoint, 100 * (p1 - p2) AS value,
  100 * (p1 - p2 - sqrt((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2))) AS low,
  100 * (p1 - p2 + sqrt((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2))) AS high,
  n, customers, good, good_reached, poor, poor_reached, 100 * p1 AS good_share, 100 * p2 AS poor_share
FROM limits;

-- ask: {"measure":"moments_of_truth","parameters":{"within":"20d","outcome":"repeat_purchase"},"by":["channel"]}
followed AS (SELECT c.*, EXISTS (SELECT 1 FROM people p WHERE p.customer_number = c.customer_number
    AND (p.touchpoint = 'purchase' OR p.amount > 0)
    AND p.time > c.time AND p.time <= c.time + INTERVAL 20 DAY) AS reached FROM compared c)
SELECT channel, touchpoint, count(*) AS n, count(*) FILTER (reached) AS customers,
  count(*) FILTER (good) AS good, count(*) FILTER (good AND reached) AS good_reached,
  count(*) FILTER (NOT good AND reached) AS poor_reached
FROM followed GROUP BY channel, touchpoint;

-- ask: {"measure":"moments_of_truth","parameters":{"within":"20d","outcome":"next_stage","stratify":"channel"}}
-- Mantel-Haenszel difference within channels, with Klingenberg's limits.
followed AS (SELECT c.*, EXISTS (SELECT 1 FROM people p WHERE p.customer_number = c.customer_number
    AND p.rank > c.stage_then AND p.time > c.time AND p.time <= c.time + INTERVAL 20 DAY) AS reached
  FROM compared c WHERE stage_then BETWEEN 1 AND 5),
strata AS (SELECT touchpoint, channel_then, count(*) AS n, count(*) FILTER (good) AS n1,
    count(*) FILTER (NOT good) AS n2, count(*) FILTER (good AND reached) AS x1,
    count(*) FILTER (NOT good AND reached) AS x2
  FROM followed GROUP BY touchpoint, channel_then),
sums AS (SELECT touchpoint, sum((x1 * n2 - x2 * n1) / n) AS weighted, sum(n1 * n2 / n) AS w,
    sum((n1 * n1 * x2 - n2 * n2 * x1 + n1 * n2 * (n2 - n1) / 2) / (n * n)) AS p,
    sum((x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * n)) AS q
  FROM strata WHERE n1 > 0 AND n2 > 0 GROUP BY touchpoint),
middles AS (SELECT *, weighted / w AS d, 1.959963984540054 AS z FROM sums),
scores AS (SELECT *, d + z * z * p / (2 * w * w) AS m FROM middles),
counts AS (SELECT touchpoint, sum(n) AS n, sum(x1 + x2) AS customers, sum(n1) AS good, sum(n2) AS poor,
    100 * (sum(x1) / sum(n1) - sum(x2) / sum(n2)) AS unadjusted FROM strata GROUP BY touchpoint)
SELECT touchpoint, 100 * d AS value, 100 * greatest(-1, m - sqrt(m * m - d * d + z * z * q / (w * w))) AS low,
  100 * least(1, m + sqrt(m * m - d * d + z * z * q / (w * w))) AS high, n, customers, good, poor, unadjusted
FROM counts LEFT JOIN scores USING (touchpoint);
