-- Stalled journeys: silent for more than 14 days since the last purchase or the beginning.
-- ask: {"measure":"stalled","parameters":{"goal":"touchpoint = \"purchase\""}}
WITH life AS (
  SELECT customer, touchpoint, time, row_number() OVER mine AS nth,
         last_value(stage IGNORE NULLS) OVER (mine ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stage,
         max(nth_goal) OVER (PARTITION BY customer) AS goal
  FROM (SELECT *, CASE WHEN touchpoint = 'purchase' THEN row_number() OVER mine END AS nth_goal FROM events
        WHERE NOT starts_with(customer, 'unknown:')
        WINDOW mine AS (PARTITION BY customer ORDER BY time, sequence))
  WINDOW mine AS (PARTITION BY customer ORDER BY time, sequence)
), last_event AS (
  SELECT * FROM life
  QUALIFY nth = max(nth) OVER (PARTITION BY customer) AND nth > coalesce(goal, 0)
), silence AS (
  SELECT touchpoint, stage, epoch_us((SELECT max(time) FROM events)) - epoch_us(time) AS us FROM last_event
)
SELECT touchpoint, stage, count(*) FILTER (us > 14 * 86400e6) AS value, count(*) AS n,
       count(*) FILTER (us > 14 * 86400e6) AS customers, 100.0 * count(*) FILTER (us > 14 * 86400e6) / count(*) AS share,
       quantile_cont(us, 0.5) FILTER (us > 14 * 86400e6) / 86400e6 AS median_days,
       max(us) FILTER (us > 14 * 86400e6) / 86400e6 AS longest_days
FROM silence
GROUP BY touchpoint, stage;

-- ask: {"measure":"stalled","parameters":{"after":"1d","since":"80d"}}
WITH life AS (
  SELECT customer, min(time) AS began, max_by(touchpoint, (time, sequence)) AS touchpoint, max(time) AS ended,
         max_by(stage, (time, sequence)) FILTER (stage IS NOT NULL) AS stage
  FROM (SELECT * REPLACE (coalesce(touchpoint, '') AS touchpoint) FROM events WHERE NOT starts_with(customer, 'unknown:'))
  GROUP BY customer
), silence AS (
  SELECT nullif(touchpoint, '') AS touchpoint, stage, epoch_us(as_of) - epoch_us(ended) AS us
  FROM life, (SELECT max(time) AS as_of FROM events)
  WHERE epoch_us(as_of) - epoch_us(began) <= 80 * 86400e6
)
SELECT touchpoint, stage, count(*) AS n, count(*) FILTER (us > 86400e6) AS customers
FROM silence
GROUP BY touchpoint, stage;
