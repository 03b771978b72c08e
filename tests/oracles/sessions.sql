-- Sessions, cut by the number of the session so far; entry and exit by the first and last touchpoint that is known.
WITH life AS (
  SELECT customer_number AS customer, epoch_us(time) AS us, sequence, touchpoint, channel,
         lag(epoch_us(time)) OVER own AS us_before, lag(touchpoint) OVER own AS touchpoint_before
  FROM events WHERE NOT starts_with(customer, 'unknown:')
  WINDOW own AS (PARTITION BY customer_number ORDER BY time, sequence)
),

-- ask: {"measure":"sessions","parameters":{"gap":"2d"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 2 * 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
sessions AS (SELECT customer, session, count(*) AS events, max(us) - min(us) AS us FROM cut GROUP BY ALL)
SELECT count(*) AS value, count(*) AS n, count(DISTINCT customer) AS customers,
  count(*) / count(DISTINCT customer) AS per_customer, avg(events) AS events_mean, avg(us) / 1e6 AS seconds_mean,
  median(us) / 1e6 AS seconds_median, quantile_cont(us, 0.9) / 1e6 AS seconds_p90,
  count(*) FILTER (events = 1) AS bounced, 100.0 * count(*) FILTER (events = 1) / count(*) AS bounce_share
FROM sessions;

-- ask: {"measure":"sessions","by":["channel"],"parameters":{"gap":"12h","session_start":"touchpoint = \"visit\"","session_end":"touchpoint = \"support\"","bounce_events":"2"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 43200000000 OR touchpoint = 'visit'
  OR touchpoint_before = 'support') OVER (PARTITION BY customer ORDER BY us, sequence) AS session FROM life),
sessions AS (SELECT customer, session, count(*) AS events, max(us) - min(us) AS us,
  arg_min(struct_pack(c := channel), (us, sequence)).c AS channel FROM cut GROUP BY customer, session)
SELECT channel, count(*) AS value, count(DISTINCT customer) AS customers, median(us) / 1e6 AS seconds_median,
  count(*) FILTER (events <= 2) AS bounced
FROM sessions GROUP BY ALL;

-- ask: {"measure":"sessions","parameters":{"gap":"2d","show":"entry"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 2 * 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
sessions AS (SELECT customer, session, count(*) AS events,
  arg_min(touchpoint, (us, sequence)) FILTER (touchpoint IS NOT NULL) AS node FROM cut GROUP BY customer, session)
SELECT node, count(*) AS value, count(DISTINCT customer) AS customers,
  100.0 * count(*) / sum(count(*)) OVER () AS share, count(*) FILTER (events = 1) AS bounced,
  100.0 * count(*) FILTER (events = 1) / count(*) AS bounce_share
FROM sessions GROUP BY ALL;

-- ask: {"measure":"sessions","parameters":{"gap":"2d","show":"exit"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 2 * 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
sessions AS (SELECT customer, session,
  arg_max(touchpoint, (us, sequence)) FILTER (touchpoint IS NOT NULL) AS node FROM cut GROUP BY customer, session)
SELECT node, count(*) AS value, count(DISTINCT customer) AS customers FROM sessions GROUP BY ALL;

-- ask: {"measure":"sessions","parameters":{"gap":"2d","show":"lengths"}}
cut AS (SELECT *, count(*) FILTER (us_before IS NULL OR us - us_before > 2 * 86400000000) OVER (PARTITION BY customer
  ORDER BY us, sequence) AS session FROM life),
sessions AS (SELECT customer, session, (max(us) - min(us)) / 1e6 AS seconds FROM cut GROUP BY ALL),
bins AS (SELECT * FROM (VALUES (0, 1), (1, 10), (10, 30), (30, 60), (60, 180), (180, 600), (600, 1800), (1800, 3600),
  (3600, 14400), (14400, 86400), (86400, NULL)) AS bins(from_seconds, to_seconds))
SELECT from_seconds, to_seconds, count(customer) AS value, count(DISTINCT customer) AS customers,
  100.0 * count(customer) / (SELECT count(*) FROM sessions) AS share
FROM bins LEFT JOIN sessions ON seconds >= from_seconds AND (to_seconds IS NULL OR seconds < to_seconds)
GROUP BY ALL;
