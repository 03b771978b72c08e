-- Funnels as joins: an attempt is a join of an event per step. No event meets two steps, so that a join never uses one
-- event twice; equal times are in either order. Written from the definition: levels first, then the reported attempt.
WITH RECURSIVE people AS (SELECT * FROM events WHERE NOT starts_with(customer, 'unknown:')),
a AS (SELECT * FROM people WHERE touchpoint = 'product page'),
b AS (SELECT * FROM people WHERE touchpoint = 'checkout'),
c AS (SELECT * FROM people WHERE touchpoint = 'purchase'),
x AS (SELECT * FROM people WHERE touchpoint = 'support'),
steps AS (SELECT unnest([1, 2, 3]) AS step),
two AS (SELECT unnest([1, 2]) AS step),
chain AS (
  SELECT customer, 1 AS level, time AS started, time AS ended, NULL::TIMESTAMP AS second FROM a
  UNION ALL
  SELECT customer, 2, a.time, b.time, b.time FROM a JOIN b USING (customer)
  WHERE b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY
  UNION ALL
  SELECT customer, 3, a.time, c.time, b.time FROM a JOIN b USING (customer) JOIN c USING (customer)
  WHERE b.time >= a.time AND c.time BETWEEN b.time AND a.time + INTERVAL 7 DAY),
reported AS (FROM chain
  QUALIFY row_number() OVER (PARTITION BY customer ORDER BY level DESC, ended, started DESC, second) = 1),

-- ask: {"measure":"funnel","parameters":{"within":"7d","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
reached AS (
  SELECT step, count(*) FILTER (level >= step) AS customers,
         quantile_cont(CASE WHEN level >= step AND step = 2 THEN epoch_us(second) - epoch_us(started)
                            WHEN level >= step AND step = 3 THEN epoch_us(ended) - epoch_us(second) END, [0.5, 0.9])
           AS lengths
  FROM steps LEFT JOIN reported ON true GROUP BY step)
SELECT step, 100.0 * customers / nullif(first(customers) OVER steps, 0) AS value,
       first(customers) OVER steps AS n, customers,
       100.0 * customers / nullif(first(customers) OVER steps, 0) AS share_of_first,
       100.0 * customers / nullif(lag(customers, 1, customers) OVER steps, 0) AS share_of_previous,
       lag(customers, 1, customers) OVER steps - customers AS dropped, 0 AS excluded,
       lengths[1] / 1e6 AS median_seconds, lengths[2] / 1e6 AS p90_seconds
FROM reached WINDOW steps AS (ORDER BY step);

-- ask: {"measure":"funnel","over":"month","parameters":{"within":"7d","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
-- The trend over the day of entry.
months AS (SELECT DISTINCT strftime(date_trunc('month', started), '%Y-%m-%d') AS period FROM reported)
SELECT period, step, count(*) FILTER (level >= step) AS customers
FROM months JOIN reported ON strftime(date_trunc('month', started), '%Y-%m-%d') = period CROSS JOIN steps
GROUP BY period, step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","exclude":"touchpoint = \"support\"","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
-- A chain is clean if no x lies strictly inside it at another instant than its steps'. Of the chains of the highest level
-- that end together the latest start speaks; all of these killed within their window means excluded.
clean AS (FROM chain ANTI JOIN x ON x.customer = chain.customer AND x.time > started AND x.time < ended
  AND x.time IS DISTINCT FROM second),
levels AS (SELECT customer, max(level) AS level FROM clean GROUP BY customer),
speaking AS (SELECT customer, level, ended, max(started) AS started FROM clean JOIN levels USING (customer, level)
  GROUP BY customer, level, ended),
fates AS (SELECT *, level < 3 AND EXISTS (FROM x WHERE x.customer = speaking.customer AND x.time > ended
  AND x.time <= started + INTERVAL 7 DAY) AS killed FROM speaking),
customers AS (SELECT customer, level, bool_and(killed) AS excluded FROM fates GROUP BY customer, level)
SELECT step, count(*) FILTER (level >= step) AS customers, count(*) FILTER (excluded AND level + 1 = step) AS excluded
FROM steps CROSS JOIN customers GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","exclude":"touchpoint = \"support\"","exclude_scope":"customer","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
-- Who comes furthest without regard to x must do so cleanly.
far AS (SELECT customer, max(level) AS level FROM chain GROUP BY customer),
clean AS (FROM chain ANTI JOIN x ON x.customer = chain.customer AND x.time > started AND x.time < ended
  AND x.time IS DISTINCT FROM second),
speaking AS (SELECT customer, level, ended, max(started) AS started FROM clean JOIN far USING (customer, level)
  GROUP BY customer, level, ended),
kept AS (SELECT DISTINCT customer FROM speaking ANTI JOIN x ON x.customer = speaking.customer AND level < 3
  AND x.time > ended AND x.time <= started + INTERVAL 7 DAY)
SELECT step, count(*) FILTER (customer IN (FROM kept) AND level >= step) AS customers,
       count(*) FILTER (step = 1 AND customer NOT IN (FROM kept)) AS excluded
FROM steps CROSS JOIN far GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","strictly_later":"true","step_within":["3d","2d"],"step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
level AS (
  SELECT customer, 1 AS level FROM a
  UNION ALL
  SELECT customer, 2 FROM a JOIN b USING (customer) WHERE b.time > a.time AND b.time <= a.time + INTERVAL 3 DAY
  UNION ALL
  SELECT customer, 3 FROM a JOIN b USING (customer) JOIN c USING (customer)
  WHERE b.time > a.time AND b.time <= a.time + INTERVAL 3 DAY AND c.time > b.time
    AND c.time <= b.time + INTERVAL 2 DAY AND c.time <= a.time + INTERVAL 7 DAY),
best AS (SELECT customer, max(level) AS level FROM level GROUP BY customer)
SELECT step, count(*) FILTER (level >= step) AS customers FROM steps CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","grace":"12h","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
level AS (
  SELECT customer, 1 AS level FROM a
  UNION ALL
  SELECT customer, 2 FROM a JOIN b USING (customer)
  WHERE b.time BETWEEN a.time - INTERVAL 12 HOUR AND a.time + INTERVAL 7 DAY
  UNION ALL
  SELECT customer, 3 FROM a JOIN b USING (customer) JOIN c USING (customer)
  WHERE b.time BETWEEN a.time - INTERVAL 12 HOUR AND a.time + INTERVAL 7 DAY AND c.time >= b.time - INTERVAL 12 HOUR
    AND c.time BETWEEN a.time - INTERVAL 12 HOUR AND a.time + INTERVAL 7 DAY),
best AS (SELECT customer, max(level) AS level FROM level GROUP BY customer)
SELECT step, count(*) FILTER (level >= step) AS customers FROM steps CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","order":"any","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
-- Most different places in a window that begins with one of them.
s AS (FROM a UNION ALL FROM b UNION ALL FROM c),
windows AS (SELECT s.customer, s.sequence, count(DISTINCT later.touchpoint) AS level FROM s JOIN s AS later
  ON later.customer = s.customer AND later.time BETWEEN s.time AND s.time + INTERVAL 7 DAY GROUP BY ALL),
best AS (SELECT customer, max(level) AS level FROM windows GROUP BY customer)
SELECT step, count(*) FILTER (level >= step) AS customers FROM steps CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","order":"strict","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
-- Between the two, at another instant, only product pages.
level AS (
  SELECT customer, 1 AS level FROM a
  UNION ALL
  SELECT customer, 2 FROM a JOIN b USING (customer) WHERE b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY
    AND NOT EXISTS (FROM people AS u WHERE u.customer = a.customer AND u.time > a.time AND u.time < b.time
      AND u.touchpoint IS DISTINCT FROM 'product page')),
best AS (SELECT customer, max(level) AS level FROM level GROUP BY customer)
SELECT step, count(*) FILTER (level >= step) AS customers FROM two CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","hold":"channel","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
level AS (
  SELECT customer, 1 AS level FROM a WHERE channel IS NOT NULL
  UNION ALL
  SELECT customer, 2 FROM a JOIN b USING (customer, channel) WHERE b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY),
best AS (SELECT customer, max(level) AS level FROM level GROUP BY customer)
SELECT step, count(*) FILTER (level >= step) AS customers FROM two CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","by":["channel"],"parameters":{"within":"7d","touch":"all","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
level AS (
  SELECT customer, channel, 1 AS level FROM a
  UNION ALL
  SELECT customer, a.channel, 2 FROM a JOIN b USING (customer) WHERE a.channel IS NOT DISTINCT FROM b.channel
    AND b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY),
best AS (SELECT customer, channel, max(level) AS level FROM level GROUP BY customer, channel)
SELECT channel, step, count(*) FILTER (level >= step) AS customers FROM two CROSS JOIN best GROUP BY channel, step;

-- ask: {"measure":"funnel","by":["channel"],"parameters":{"within":"7d","touch":"step","touch_step":"2","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
-- One evaluation per channel of a checkout, among customers who have one there.
level AS (
  SELECT b.customer, b.channel, CASE WHEN a.customer IS NULL THEN 0
    WHEN b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY THEN 2 ELSE 1 END AS level
  FROM b LEFT JOIN a USING (customer)),
best AS (SELECT customer, channel, max(level) AS level FROM level GROUP BY customer, channel)
SELECT channel, step, count(*) FILTER (level >= step) AS customers FROM two CROSS JOIN best
WHERE channel IS NULL OR channel IN (SELECT channel FROM best WHERE level > 0) GROUP BY channel, step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","counting":"sessions","gap":"5d","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
cut AS (SELECT *, time - lag(time) OVER (PARTITION BY customer ORDER BY time, sequence) > INTERVAL 5 DAY AS new
  FROM people),
sessions AS (SELECT *, count(*) FILTER (new) OVER (PARTITION BY customer ORDER BY time, sequence) AS session FROM cut),
level AS (
  SELECT customer, session, 1 AS level FROM sessions WHERE touchpoint = 'product page'
  UNION ALL
  SELECT f.customer, session, 2 FROM sessions AS f JOIN sessions AS t USING (customer, session)
  WHERE f.touchpoint = 'product page' AND t.touchpoint = 'checkout'
    AND t.time BETWEEN f.time AND f.time + INTERVAL 7 DAY),
best AS (SELECT customer, session, max(level) AS level FROM level GROUP BY customer, session)
SELECT step, count(*) FILTER (level >= step) AS attempts, count(DISTINCT customer) FILTER (level >= step) AS customers
FROM two CROSS JOIN best GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","counting":"attempts","step":["touchpoint = \"product page\"","touchpoint = \"checkout\""]}}
-- From each start its end: the first checkout in the window, else the window's. Then from end to next start.
ends AS (SELECT a.customer, a.time AS started, min(b.time) AS bought
  FROM (SELECT DISTINCT customer, time FROM a) AS a
  LEFT JOIN b ON b.customer = a.customer AND b.time BETWEEN a.time AND a.time + INTERVAL 7 DAY GROUP BY ALL),
series AS (
  SELECT customer, min(started) AS started FROM ends GROUP BY customer
  UNION ALL
  SELECT * FROM (SELECT s.customer, min(n.started) FROM series AS s JOIN ends AS e USING (customer, started)
    JOIN ends AS n ON n.customer = s.customer AND n.started > coalesce(e.bought, e.started + INTERVAL 7 DAY)
    GROUP BY s.customer)),
attempts AS (FROM series JOIN ends USING (customer, started))
SELECT step, count(*) FILTER (step = 1 OR bought IS NOT NULL) AS attempts,
       count(DISTINCT customer) FILTER (step = 1 OR bought IS NOT NULL) AS customers
FROM two CROSS JOIN attempts GROUP BY step;

-- ask: {"measure":"funnel","parameters":{"within":"7d","show":"times","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
lengths AS (SELECT 2 AS step, epoch(second - started) AS length FROM reported WHERE level >= 2
  UNION ALL SELECT 3, epoch(ended - started) FROM reported WHERE level = 3),
stretches AS (SELECT from_seconds, lead(from_seconds) OVER (ORDER BY from_seconds) AS to_seconds FROM (SELECT unnest(
  [0, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 259200, 345600,
   432000, 518400, 604800, 864000]) AS from_seconds))
SELECT step, from_seconds, to_seconds, count(*) AS customers,
       100.0 * count(*) / sum(count(*)) OVER (PARTITION BY step) AS share
FROM lengths JOIN stretches ON length >= from_seconds AND length < to_seconds
GROUP BY step, from_seconds, to_seconds;

-- ask: {"measure":"funnel","parameters":{"within":"7d","show":"after","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
dropped AS (SELECT customer, level AS step, coalesce((SELECT first(touchpoint ORDER BY people.time, sequence) FROM people
    WHERE people.customer = reported.customer AND people.time > ended AND touchpoint IS NOT NULL), '(nothing)') AS next
  FROM reported WHERE level < 3)
SELECT step, next, count(*) AS customers, 100.0 * count(*) / sum(count(*)) OVER (PARTITION BY step) AS share
FROM dropped GROUP BY step, next;

-- ask: {"measure":"funnel","parameters":{"within":"7d","show":"between","node":"channel","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
legs AS (SELECT customer, 2 AS step, started AS begins, second AS ends FROM reported WHERE level >= 2
  UNION ALL SELECT customer, 3, second, ended FROM reported WHERE level = 3),
reached AS (SELECT step, count(*) AS all_customers FROM legs GROUP BY step)
SELECT step, channel AS node, count(DISTINCT customer) AS customers, count(*) AS occurrences,
       100.0 * count(DISTINCT customer) / any_value(all_customers) AS share
FROM legs JOIN people USING (customer) JOIN reached USING (step)
WHERE time > begins AND time < ends AND channel IS NOT NULL GROUP BY step, channel;
