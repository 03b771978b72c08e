-- Lifecycle: for each customer the periods of activity, each compared with the one before and the one after.
WITH people AS (
  SELECT *, customer_number AS who FROM events WHERE NOT starts_with(customer, 'unknown:')
), newest AS (
  SELECT max(time) AS t FROM events
),

-- ask: {"measure":"lifecycle","parameters":{"every":"week"}}
was AS (SELECT DISTINCT who, date_trunc('week', time) AS week FROM people),
life AS (SELECT who, week, lag(week) OVER mine AS before, lead(week) OVER mine AS after FROM was
  WINDOW mine AS (PARTITION BY who ORDER BY week)),
counts AS (
  SELECT week, CASE WHEN before IS NULL THEN 'new' WHEN before = week - to_days(7) THEN 'returning'
    ELSE 'resurrected' END AS class, count(*) AS customers FROM life GROUP BY ALL
  UNION ALL
  SELECT week + to_days(7), 'dormant', count(*) FROM life, newest
  WHERE after IS DISTINCT FROM week + to_days(7) AND week + to_days(7) <= t GROUP BY ALL),
active AS (SELECT week, count(*) AS n FROM was GROUP BY week),
classes AS (SELECT week, class FROM (SELECT DISTINCT week FROM counts),
  (SELECT unnest(['new', 'returning', 'resurrected', 'dormant']) AS class))
SELECT strftime(week, '%Y-%m-%d') AS period, class, coalesce(customers, 0) AS customers, coalesce(n, 0) AS n,
  100.0 * coalesce(customers, 0) / nullif(coalesce(n, 0), 0) AS value,
  CASE WHEN week + to_days(7) <= t THEN 'yes' ELSE 'no' END AS complete
FROM classes LEFT JOIN counts USING (week, class)
  LEFT JOIN active ON active.week = classes.week - to_days(CASE WHEN class = 'dormant' THEN 7 ELSE 0 END), newest;

-- ask: {"measure":"lifecycle","parameters":{"every":"day","activity":"touchpoint = \"purchase\""},"from":"2026-02-01","to":"2026-03-01T12:00:00Z"}
was AS (SELECT DISTINCT who, date_trunc('day', time) AS day FROM people
  WHERE touchpoint = 'purchase' AND time < TIMESTAMP '2026-03-01 12:00:00'),
life AS (SELECT who, day, lag(day) OVER mine AS before, lead(day) OVER mine AS after FROM was
  WINDOW mine AS (PARTITION BY who ORDER BY day)),
counts AS (
  SELECT day, CASE WHEN before IS NULL THEN 'new' WHEN before = day - to_days(1) THEN 'returning'
    ELSE 'resurrected' END AS class, count(*) AS customers FROM life GROUP BY ALL
  UNION ALL
  SELECT day + to_days(1), 'dormant', count(*) FROM life
  WHERE after IS DISTINCT FROM day + to_days(1) AND day + to_days(1) < TIMESTAMP '2026-03-01 12:00:00' GROUP BY ALL),
classes AS (SELECT day, class FROM (SELECT DISTINCT day FROM counts),
  (SELECT unnest(['new', 'returning', 'resurrected', 'dormant']) AS class))
SELECT strftime(day, '%Y-%m-%d') AS period, class, coalesce(customers, 0) AS customers,
  CASE WHEN day < TIMESTAMP '2026-03-01' THEN 'yes' ELSE 'no' END AS complete
FROM classes LEFT JOIN counts USING (day, class) WHERE day >= TIMESTAMP '2026-02-01';
