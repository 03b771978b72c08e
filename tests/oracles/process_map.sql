-- Every transition, in order of time and then of arrival; start and end edges have no times.
WITH node_event AS (
  SELECT customer_number AS customer, touchpoint AS node, time, sequence, channel
  FROM events
  WHERE NOT starts_with(customer, 'unknown:') AND touchpoint IS NOT NULL
),

-- ask: {"measure":"process_map"}
journey AS (
  SELECT customer, node, time, lag(node) OVER life AS node_before, lag(time) OVER life AS time_before,
         lead(node) OVER life AS node_after
  FROM node_event
  WINDOW life AS (PARTITION BY customer ORDER BY time, sequence)
), edge AS (
  SELECT coalesce(node_before, '(start)') AS "from", node AS "to", customer,
         epoch_us(time) - epoch_us(time_before) AS us
  FROM journey
  UNION ALL
  SELECT node, '(end)', customer, NULL FROM journey WHERE node_after IS NULL
)
SELECT "from", "to", count(*) AS value, count(*) AS n, count(DISTINCT customer) AS customers,
       100.0 * count(*) / sum(count(*)) OVER (PARTITION BY "from") AS share_of_from,
       avg(us) / 1e6 AS mean, quantile_cont(us, 0.5) / 1e6 AS median, quantile_cont(us, 0.9) / 1e6 AS p90,
       quantile_cont(us, 0.95) / 1e6 AS p95
FROM edge
GROUP BY "from", "to"
ORDER BY value DESC, "from", "to";

-- ask: {"measure":"process_map","where":"channel = \"web\"","parameters":{"gap":"2d","min_share":"20"}}
-- A pause of more than two days begins a new journey, whatever ends the pause.
marked AS (
  SELECT customer_number AS customer, touchpoint AS node, time, sequence,
         coalesce(epoch_us(time) - epoch_us(lag(time) OVER life) > 2 * 86400000000, true) AS begins
  FROM events WHERE channel = 'web' AND NOT starts_with(customer, 'unknown:')
  WINDOW life AS (PARTITION BY customer_number ORDER BY time, sequence)
), cut AS (
  SELECT *, count(*) FILTER (begins) OVER (PARTITION BY customer ORDER BY time, sequence
                                           ROWS UNBOUNDED PRECEDING) AS session
  FROM marked
), numbered AS (
  SELECT * FROM cut WHERE node IS NOT NULL
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY customer, session ORDER BY time, sequence) AS place,
         count(*) OVER (PARTITION BY customer, session) AS length
  FROM numbered
), edge AS (
  SELECT a.node AS "from", b.node AS "to", a.customer, epoch_us(b.time) - epoch_us(a.time) AS us
  FROM ranked a JOIN ranked b ON a.customer = b.customer AND a.session = b.session AND b.place = a.place + 1
  UNION ALL SELECT '(start)', node, customer, NULL FROM ranked WHERE place = 1
  UNION ALL SELECT node, '(end)', customer, NULL FROM ranked WHERE place = length
)
SELECT "from", "to", count(*) AS value, count(DISTINCT customer) AS customers,
       100.0 * count(*) / sum(count(*)) OVER (PARTITION BY "from") AS share_of_from,
       quantile_cont(us, 0.95) / 1e6 AS p95
FROM edge
GROUP BY "from", "to"
QUALIFY share_of_from >= 20;

-- ask: {"measure":"process_map","parameters":{"node":"channel","times":"no"},"by":["source"]}
-- The group of a journey is that of its first event with a channel.
life AS (
  SELECT customer_number AS customer, source, channel,
         row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS place
  FROM events WHERE NOT starts_with(customer, 'unknown:') AND channel IS NOT NULL
), pair AS (
  SELECT coalesce(a.channel, '(start)') AS "from", coalesce(b.channel, '(end)') AS "to",
         coalesce(a.customer, b.customer) AS customer
  FROM life a FULL JOIN life b ON a.customer = b.customer AND b.place = a.place + 1
)
SELECT f.source, "from", "to", count(*) AS value, count(*) AS n, count(DISTINCT customer) AS customers
FROM pair JOIN life f USING (customer)
WHERE f.place = 1
GROUP BY ALL;
