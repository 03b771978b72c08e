-- Drop-outs: silences of more than 14 days that no purchase explains, by touchpoint, by the one before it, and by stage.
-- Open silences last until the newest event of all.
WITH life AS (
  SELECT customer, touchpoint, time, lead(time) OVER mine AS time_after, lead(touchpoint) OVER mine AS next,
         CASE WHEN row_number() OVER mine = 1 THEN '(start)' ELSE lag(touchpoint) OVER mine END AS before,
         last_value(stage IGNORE NULLS) OVER (mine ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS in_stage
  FROM events
  WHERE NOT starts_with(customer, 'unknown:')
  WINDOW mine AS (PARTITION BY customer ORDER BY time, sequence)
), silence AS (
  SELECT customer, touchpoint, before, in_stage, time_after IS NULL AS open, next,
         epoch_us(coalesce(time_after, (SELECT max(time) FROM events))) - epoch_us(time) AS us
  FROM life
  WHERE us > 14 * 86400 * 1000000::BIGINT AND touchpoint IS DISTINCT FROM 'purchase'
),

-- ask: {"measure":"drop_outs","parameters":{"after":"14d","goal":"touchpoint = \"purchase\""}}
place AS (
  SELECT touchpoint, count(DISTINCT customer) AS n FROM life GROUP BY touchpoint
), dropped AS (
  SELECT touchpoint, count(DISTINCT customer) AS dropped, count(DISTINCT customer) FILTER (open) AS away,
         quantile_cont(us, 0.5) FILTER (NOT open) / 86400e6 AS days
  FROM silence
  GROUP BY touchpoint
), commonest AS (
  SELECT touchpoint, next
  FROM (SELECT touchpoint, next, count(*) AS returns FROM silence WHERE next IS NOT NULL GROUP BY touchpoint, next)
  QUALIFY row_number() OVER (PARTITION BY touchpoint ORDER BY returns DESC, next) = 1
)
SELECT place.touchpoint, 100.0 * coalesce(dropped, 0) / n AS value, n, coalesce(dropped, 0) AS dropped,
       coalesce(dropped - away, 0) AS returned, coalesce(away, 0) AS away, days AS median_days_to_return, next
FROM place
LEFT JOIN dropped ON dropped.touchpoint IS NOT DISTINCT FROM place.touchpoint
LEFT JOIN commonest ON commonest.touchpoint IS NOT DISTINCT FROM place.touchpoint;

-- ask: {"measure":"drop_outs","parameters":{"show":"after_what","after":"14d","goal":"touchpoint = \"purchase\""}}
place AS (
  SELECT touchpoint, before, count(DISTINCT customer) AS n FROM life GROUP BY ALL
), dropped AS (
  SELECT touchpoint, before, count(DISTINCT customer) AS dropped, count(DISTINCT customer) FILTER (open) AS away
  FROM silence
  GROUP BY ALL
)
SELECT place.touchpoint, place.before, n, coalesce(dropped, 0) AS dropped, coalesce(dropped - away, 0) AS returned,
       coalesce(away, 0) AS away
FROM place
LEFT JOIN dropped ON dropped.touchpoint IS NOT DISTINCT FROM place.touchpoint
                 AND dropped.before IS NOT DISTINCT FROM place.before;

-- ask: {"measure":"drop_outs","parameters":{"show":"stages","after":"14d","goal":"touchpoint = \"purchase\""}}
place AS (
  SELECT in_stage AS stage, count(DISTINCT customer) AS n FROM life GROUP BY ALL
), dropped AS (
  SELECT in_stage AS stage, count(DISTINCT customer) AS dropped, count(DISTINCT customer) FILTER (open) AS away
  FROM silence
  GROUP BY ALL
)
SELECT place.stage, n, coalesce(dropped, 0) AS dropped, coalesce(away, 0) AS away
FROM place LEFT JOIN dropped ON dropped.stage IS NOT DISTINCT FROM place.stage;
