-- Retention, from dates and sets: who joined, on which dates people were there, and which of those count.
-- Events lie on a grid of 12 hours, so a period that ends at the newest event has ended and one that begins there has
-- begun. Wilson's interval is written out where the definition gives one.
WITH people AS (
  SELECT *, customer_number AS who FROM events WHERE NOT starts_with(customer, 'unknown:')
), newest AS (
  SELECT max(time) AS t FROM events
), z AS (SELECT 1.959963984540054 AS z),

-- ask: {"measure":"retention","parameters":{"every":"week","intervals":5}}
born AS (SELECT who, date_trunc('week', min(time)) AS cohort FROM people GROUP BY who),
was AS (SELECT DISTINCT who, date_trunc('week', time) AS week FROM people),
sizes AS (SELECT cohort, count(*) AS n FROM born GROUP BY cohort),
kept AS (SELECT cohort, date_diff('week', cohort, week) AS i, count(*) AS x FROM born JOIN was USING (who) GROUP BY ALL),
cells AS (SELECT cohort, n, i, coalesce(x, 0) AS x, x / n AS p
  FROM (SELECT cohort, n, unnest(range(6)) AS i FROM sizes) LEFT JOIN kept USING (cohort, i))
SELECT strftime(cohort, '%Y-%m-%d') AS cohort, i AS "interval", 100.0 * x / n AS value,
  CASE WHEN i > 0 THEN 100 * greatest(0, (x + z * z / 2 - z * sqrt(x * (1 - x / n) + z * z / 4)) / (n + z * z)) END AS low,
  CASE WHEN i > 0 THEN 100 * least(1, (x + z * z / 2 + z * sqrt(x * (1 - x / n) + z * z / 4)) / (n + z * z)) END AS high,
  n, x AS customers, CASE WHEN cohort + to_days(7 * (i + 1)::INT) <= t THEN 'yes' ELSE 'no' END AS complete
FROM cells, newest, z WHERE i = 0 OR cohort + to_days(7 * i::INT) <= t;

-- ask: {"measure":"retention","parameters":{"every":"week","intervals":5,"week_start":"sunday","show":"curve"}}
-- A week of Sunday is the week of Monday one day later.
born AS (SELECT who, date_trunc('week', min(time) + to_days(1)) - to_days(1) AS cohort FROM people GROUP BY who),
was AS (SELECT DISTINCT who, date_trunc('week', time + to_days(1)) - to_days(1) AS week FROM people),
sizes AS (SELECT cohort, i, count(*) AS n FROM born, (SELECT unnest(range(6)) AS i), newest
  WHERE cohort + to_days(7 * (i + 1)::INT) <= t GROUP BY ALL),
kept AS (SELECT cohort, i, count(*) AS x FROM sizes JOIN born USING (cohort) JOIN was USING (who)
  WHERE week = cohort + to_days(7 * i::INT) GROUP BY ALL)
SELECT i AS "interval", 100.0 * sum(coalesce(x, 0)) / sum(n) AS value, sum(n) AS n, sum(coalesce(x, 0)) AS customers,
  count(*) AS cohorts
FROM sizes LEFT JOIN kept USING (cohort, i) GROUP BY i;

-- ask: {"measure":"retention","parameters":{"every":"month","count":"on_or_after","start":"touchpoint = \"purchase\"","return":"touchpoint = \"purchase\" and channel = \"web\""},"zone":"Europe/Amsterdam"}
local AS (SELECT who, touchpoint, channel,
  time + to_hours(CASE WHEN time >= TIMESTAMP '2026-03-29 01:00:00' THEN 2 ELSE 1 END) AS wall FROM people),
born AS (SELECT who, date_trunc('month', min(wall)) AS cohort FROM local WHERE touchpoint = 'purchase' GROUP BY who),
until AS (SELECT who, date_trunc('month', max(wall)) AS last FROM local
  WHERE touchpoint = 'purchase' AND channel = 'web' GROUP BY who),
bounds AS (SELECT t + to_hours(2) AS now FROM newest),
cells AS (SELECT cohort, i, count(*) AS n,
    count(*) FILTER (i = 0 OR last >= cohort + to_months(i::INT)) AS x
  FROM born LEFT JOIN until USING (who), (SELECT unnest(range(13)) AS i) GROUP BY ALL)
SELECT strftime(cohort, '%Y-%m-%d') AS cohort, i AS "interval", 100.0 * x / n AS value, n, x AS customers,
  CASE WHEN cohort + to_months((i + 1)::INT) <= now THEN 'yes' ELSE 'no' END AS complete
FROM cells, bounds WHERE i = 0 OR cohort + to_months(i::INT) <= now;

-- ask: {"measure":"retention","parameters":{"every":"day","intervals":70,"cohort":"recurring","clock":"rolling","start":"channel = \"web\"","return":"touchpoint = \"purchase\""},"from":"2026-01-15","to":"2026-02-20"}
born AS (SELECT who, date_trunc('day', time) AS cohort, min(time) AS joined FROM people
  WHERE channel = 'web' AND time >= TIMESTAMP '2026-01-15' AND time < TIMESTAMP '2026-02-20' GROUP BY ALL),
was AS (SELECT DISTINCT who, cohort, floor(epoch(time - joined) / 86400)::INT AS i FROM born JOIN people USING (who)
  WHERE touchpoint = 'purchase' AND time >= joined + to_days(1)),
sizes AS (SELECT cohort, count(*) AS n FROM born GROUP BY cohort),
kept AS (SELECT cohort, i, count(*) AS x FROM was GROUP BY ALL)
SELECT strftime(cohort, '%Y-%m-%d') AS cohort, i AS "interval", n,
  CASE WHEN i = 0 THEN n ELSE coalesce(x, 0) END AS customers,
  CASE WHEN cohort + to_days(CASE WHEN i = 0 THEN 1 ELSE (i + 2)::INT END) <= t THEN 'yes' ELSE 'no' END AS complete
FROM (SELECT cohort, n, unnest(range(71)) AS i FROM sizes) LEFT JOIN kept USING (cohort, i), newest
WHERE i = 0 OR cohort + to_days(i::INT) <= t;

-- ask: {"measure":"retention","parameters":{"every":"month","intervals":2},"by":["channel"],"where":"exists(touchpoint)"}
shown AS (SELECT * FROM people WHERE touchpoint IS NOT NULL),
born AS (SELECT who, channel, date_trunc('month', time) AS cohort FROM shown
  QUALIFY row_number() OVER (PARTITION BY who ORDER BY time, sequence) = 1),
was AS (SELECT DISTINCT who, date_trunc('month', time) AS month FROM shown)
SELECT channel, strftime(cohort, '%Y-%m-%d') AS cohort, i AS "interval", count(DISTINCT who) AS n,
  count(DISTINCT who) FILTER (month = cohort + to_months(i::INT)) AS customers
FROM born JOIN was USING (who), (SELECT unnest(range(3)) AS i), newest
WHERE i = 0 OR cohort + to_months(i::INT) <= t GROUP BY ALL;
