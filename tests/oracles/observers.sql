-- Observers: exposed by a call, replying by a purchase within five days, by stage.
WITH life AS (
  SELECT *, row_number() OVER (PARTITION BY customer ORDER BY time, sequence) AS nth
  FROM events
  WHERE NOT starts_with(customer, 'unknown:')
), exposure AS (
  SELECT life.customer, life.stage, life.nth, life.time, min(reply.nth) AS reply_nth,
         min_by(reply.time, reply.nth) AS reply_time
  FROM life LEFT JOIN life reply ON reply.customer = life.customer AND reply.nth > life.nth
       AND reply.touchpoint = 'purchase'
  WHERE life.channel = 'call'
  GROUP BY ALL
), passive AS (
  FROM exposure
  WHERE NOT EXISTS (FROM life WHERE life.customer = exposure.customer AND life.nth <= exposure.nth
                    AND life.touchpoint = 'purchase')
),

-- ask: {"measure":"observers","parameters":{"exposed":"channel = \"call\"","replied":"touchpoint = \"purchase\"","within":"5d","node":"stage"}}
each_one AS (
  SELECT stage, customer, bool_or(coalesce(reply_time - time <= INTERVAL 5 DAY, false)) AS replied, bool_and(reply_time IS NULL) AS never,
         bool_or((SELECT max(time) FROM events) - time < INTERVAL 5 DAY) AS lately,
         min(epoch_us(reply_time) - epoch_us(time)) AS us
  FROM passive
  GROUP BY stage, customer
)
SELECT stage AS campaign, 100.0 * count(*) FILTER (replied) / count(*) AS value, count(*) AS n,
       count(*) FILTER (replied) AS customers, count(*) FILTER (never AND lately) AS waiting,
       quantile_cont(us, 0.5) FILTER (replied) / 1e6 AS median_seconds
FROM each_one
GROUP BY stage;

-- ask: {"measure":"observers","parameters":{"exposed":"channel = \"call\"","replied":"touchpoint = \"purchase\"","within":"5d","node":"stage","observers":"everyone"}}
each_one AS (
  SELECT stage, customer, bool_or(coalesce(reply_time - time <= INTERVAL 5 DAY, false)) AS replied
  FROM exposure
  GROUP BY stage, customer
)
SELECT stage AS campaign, count(*) AS n, count(*) FILTER (replied) AS customers FROM each_one GROUP BY stage;
