-- Stickiness: the days on which each customer was active, counted.
WITH people AS (
  SELECT *, customer_number AS who FROM events WHERE NOT starts_with(customer, 'unknown:')
), newest AS (
  SELECT max(time) AS t FROM events
),

-- ask: {"measure":"stickiness"}
-- The last 28 days that are over.
own AS (SELECT who, count(DISTINCT date_trunc('day', time)) AS days FROM people, newest
  WHERE time < date_trunc('day', t) AND time >= date_trunc('day', t) - to_days(28) GROUP BY who),
total AS (SELECT count(*) AS n FROM own),
counts AS (SELECT d AS days, count(who) FILTER (own.days = d) AS customers,
  count(who) FILTER (own.days >= d) AS at_least FROM (SELECT unnest(range(1, 29)) AS d), own GROUP BY d)
SELECT days, 100.0 * customers / n AS value, n, customers, at_least, 100.0 * at_least / n AS share_at_least
FROM counts, total;

-- ask: {"measure":"stickiness","parameters":{"show":"summary","activity":"channel = \"web\""},"over":"month","from":"2026-01-01","to":"2026-03-20"}
own AS (SELECT who, date_trunc('month', time) AS month, count(DISTINCT date_trunc('day', time)) AS days FROM people
  WHERE channel = 'web' AND time < TIMESTAMP '2026-03-20' GROUP BY ALL),
daily AS (SELECT date_trunc('month', time) AS month, count(DISTINCT (who, date_trunc('day', time))) AS who_days
  FROM people WHERE channel = 'web' AND time < TIMESTAMP '2026-03-20' GROUP BY ALL),
lengths AS (SELECT * FROM (VALUES (TIMESTAMP '2026-01-01', 31), (TIMESTAMP '2026-02-01', 28),
  (TIMESTAMP '2026-03-01', 19)) AS each(month, periods))
SELECT strftime(month, '%Y-%m-%d') AS period, 100.0 * (any_value(who_days) / any_value(periods)) / count(*) AS value,
  count(*) AS n, avg(days) AS mean_periods, any_value(who_days) / any_value(periods) AS active_per_period,
  any_value(periods) AS periods
FROM own JOIN daily USING (month) JOIN lengths USING (month) GROUP BY month;
