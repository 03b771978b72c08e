-- The weakest link: mean answers by stage, with the interval of a mean of clusters written out.
-- ask: {"measure":"weakest_link","where":"not (kind = \"csat\" and scale_max = 10)"}
WITH life AS (
  SELECT *, last_value(stage IGNORE NULLS) OVER (PARTITION BY customer ORDER BY time, sequence
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS in_stage
  FROM events
  WHERE NOT starts_with(customer, 'unknown:') AND (kind IS DISTINCT FROM 'csat' OR scale_max IS DISTINCT FROM 10)
), answered AS (
  SELECT in_stage AS stage, customer, count(*) AS m, sum(answer) AS s
  FROM life
  WHERE kind = 'csat' AND answer IS NOT NULL AND in_stage IS NOT NULL
  GROUP BY ALL
), means AS (
  SELECT stage, sum(s) / sum(m) AS value, sum(m) AS n, count(*) AS customers FROM answered GROUP BY stage
)
SELECT stage, value, n, customers, CASE WHEN value = min(value) OVER () THEN 'yes' ELSE 'no' END AS weakest,
       avg(value) OVER () AS mean
FROM means;
