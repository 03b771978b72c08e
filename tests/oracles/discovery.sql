-- Discovery: the first event of each customer's life that is not ours, by channel, and by touchpoint within a range.
WITH life AS (
  SELECT channel, touchpoint, time, row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS nth
  FROM events
  WHERE NOT starts_with(customer, 'unknown:') AND direction IS DISTINCT FROM 'out'
),

-- ask: {"measure":"discovery","parameters":{"node":"channel"}}
platforms AS (SELECT channel AS platform, count(*) AS customers FROM life WHERE nth = 1 GROUP BY channel)
SELECT platform, 100.0 * customers / (SELECT sum(customers) FROM platforms) AS share, customers,
  (SELECT sum(customers * customers) / (sum(customers) * sum(customers)) FROM platforms WHERE platform IS NOT NULL)
    AS concentration
FROM platforms;

-- ask: {"measure":"discovery","parameters":{"node":"touchpoint"},"from":"2026-01-10"}
platforms AS (
  SELECT touchpoint AS platform, count(*) AS customers FROM life WHERE nth = 1 AND time >= '2026-01-10' GROUP BY touchpoint
)
SELECT platform, 100.0 * customers / (SELECT sum(customers) FROM platforms) AS share, customers FROM platforms;
