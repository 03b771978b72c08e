-- Response rate. A recursive walk: the i-th invitation of each person takes the first answer that fits and that no
-- earlier invitation took: of those that name it, else of those that name none. `pos` is the place in the person's
-- events by (time, sequence).
WITH RECURSIVE surveys AS (
  SELECT customer_number AS person, channel, kind, question, answer, time,
    json_extract_string(properties, '$.invitation') AS named,
    row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS pos
  FROM events WHERE kind IS NOT NULL AND kind NOT IN ('choice', 'text')
),
invitations AS (
  SELECT *, row_number() OVER (PARTITION BY person ORDER BY pos) AS i FROM surveys WHERE answer IS NULL
),
answers AS (
  SELECT a.*, EXISTS (SELECT 1 FROM invitations v WHERE v.person = a.person AND v.named = a.named) AS bound
  FROM surveys a WHERE a.answer IS NOT NULL
),
-- Bound answers first: they fit one name alone, so they are of no use to others.
fits AS (
  SELECT v.person, v.i, a.pos, a.bound FROM invitations v JOIN answers a
    ON a.person = v.person AND a.pos > v.pos AND a.time <= v.time + INTERVAL 30 DAY
    AND CASE WHEN a.bound THEN a.named = v.named ELSE a.kind = v.kind
      AND (a.question IS NULL OR v.question IS NULL OR a.question = v.question) END
),
walk AS (
  SELECT DISTINCT person, 0::BIGINT AS i, NULL::BIGINT AS took, []::BIGINT[] AS taken FROM invitations
  UNION ALL
  SELECT w.person, w.i + 1, coalesce(min(f.pos) FILTER (f.bound), min(f.pos)),
    CASE WHEN min(f.pos) IS NULL THEN any_value(w.taken)
      ELSE list_append(any_value(w.taken), coalesce(min(f.pos) FILTER (f.bound), min(f.pos))) END
  FROM walk w
  JOIN invitations v ON v.person = w.person AND v.i = w.i + 1
  LEFT JOIN fits f ON f.person = w.person AND f.i = w.i + 1 AND NOT list_contains(w.taken, f.pos)
  GROUP BY w.person, w.i
),
asked AS (
  SELECT v.*, w.took FROM invitations v JOIN walk w ON w.person = v.person AND w.i = v.i
),
uninvited AS (
  SELECT s.* FROM surveys s WHERE s.answer IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM walk w WHERE w.person = s.person AND w.took = s.pos)
    AND NOT EXISTS (SELECT 1 FROM fits f WHERE f.person = s.person AND f.pos = s.pos AND f.bound)
),

-- ask: {"measure":"response_rate"}
counts AS (SELECT count(*) AS n, count(took) AS x FROM asked),
wilson AS (SELECT *, x / n AS p, 1.959963984540054 AS z FROM counts)
SELECT 100.0 * x / n AS value,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - p) + z * z / 4)) / (n + z * z) AS high,
  n, x AS answered, (SELECT count(*) FROM uninvited) AS uninvited
FROM wilson;

-- ask: {"measure":"response_rate","by":["channel"],"from":"2026-01-15","to":"2026-03-01"}
a AS (SELECT channel, count(*) AS n, count(took) AS x FROM asked
  WHERE time >= '2026-01-15' AND time < '2026-03-01' GROUP BY channel),
u AS (SELECT channel, count(*) AS uninvited FROM uninvited
  WHERE time >= '2026-01-15' AND time < '2026-03-01' GROUP BY channel)
SELECT coalesce(a.channel, u.channel) AS channel, CASE WHEN n > 0 THEN 100.0 * x / n END AS value, coalesce(n, 0) AS n,
  coalesce(x, 0) AS answered, coalesce(uninvited, 0) AS uninvited
FROM a FULL JOIN u ON a.channel IS NOT DISTINCT FROM u.channel;
