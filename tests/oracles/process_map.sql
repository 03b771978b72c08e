-- Judges:  sojourn ask process_map
-- Columns and order of the answer. Start and end edges have no times.
WITH journey AS (
  SELECT customer, touchpoint AS node, time,
         lag(touchpoint) OVER life AS node_before, lag(time) OVER life AS time_before,
         lead(touchpoint) OVER life AS node_after
  FROM events
  WHERE customer IS NOT NULL AND touchpoint IS NOT NULL
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
       avg(us) / 1e6 AS mean, quantile_cont(us, 0.5) / 1e6 AS median, quantile_cont(us, 0.9) / 1e6 AS p90
FROM edge
GROUP BY "from", "to"
ORDER BY value DESC, "from", "to"
