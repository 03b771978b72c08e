-- Judges:  sojourn ask drop_outs after=14d goal='touchpoint = "purchase"'
-- Columns and order of the answer, but low and high. Open silences last until the newest event of all.
WITH life AS (
  SELECT customer, touchpoint, time, sequence, lead(time) OVER mine AS time_after, lead(touchpoint) OVER mine AS next
  FROM events
  WHERE customer IS NOT NULL
  WINDOW mine AS (PARTITION BY customer ORDER BY time, sequence)
), silence AS (
  SELECT customer, touchpoint, time_after IS NULL AS open, next,
         epoch_us(coalesce(time_after, (SELECT max(time) FROM events))) - epoch_us(time) AS us
  FROM life
  WHERE us > 14 * 86400 * 1000000::BIGINT AND touchpoint IS DISTINCT FROM 'purchase'
), place AS (
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
LEFT JOIN commonest ON commonest.touchpoint IS NOT DISTINCT FROM place.touchpoint
ORDER BY dropped DESC, n DESC, place.touchpoint NULLS FIRST
