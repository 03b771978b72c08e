-- Switching: a call in the stage evaluate is the signal, its touchpoint names the competitor.
-- ask: {"measure":"elsewhere","parameters":{"signal":"channel = \"call\"","node":"touchpoint"}}
WITH life AS (
  SELECT customer, channel, touchpoint, stage, row_number() OVER mine AS nth,
         last_value(stage IGNORE NULLS) OVER (mine ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS in_stage
  FROM events
  WHERE NOT starts_with(customer, 'unknown:')
  WINDOW mine AS (PARTITION BY customer ORDER BY time, sequence)
), signal AS (
  SELECT customer, touchpoint, EXISTS (FROM life later WHERE later.customer = life.customer AND later.nth > life.nth
                                       AND later.stage = 'buy') AS returned
  FROM life WHERE in_stage = 'evaluate' AND channel = 'call'
)
SELECT competitor, 100.0 * count(DISTINCT customer) / n AS value, n, count(DISTINCT customer) AS customers,
       count(DISTINCT customer) FILTER (returned) AS returned
FROM (SELECT customer, touchpoint AS competitor, returned FROM signal
      UNION ALL SELECT customer, '(any)', returned FROM signal),
     (SELECT count(DISTINCT customer) AS n FROM life WHERE in_stage = 'evaluate')
GROUP BY competitor, n;
