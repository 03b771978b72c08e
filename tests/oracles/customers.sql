-- Customers. New where the first event of the whole life is among those counted.
WITH named AS (
  SELECT *, row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) = 1 AS is_first,
    strftime(date_trunc('month', time), '%Y-%m-%d') AS month
  FROM events WHERE NOT starts_with(customer, 'unknown:')
),

-- ask: {"measure":"customers","from":"2026-01-10","to":"2026-03-01"}
x AS (SELECT * FROM named WHERE time >= '2026-01-10' AND time < '2026-03-01')
SELECT count(DISTINCT customer_number) AS value, count(*) FILTER (is_first) AS new,
  count(DISTINCT customer_number) - count(*) FILTER (is_first) AS returning
FROM x;

-- ask: {"measure":"customers","over":"month","by":["channel"]}
x AS (SELECT 1)
SELECT channel, month AS period, count(DISTINCT customer_number) AS value, count(*) FILTER (is_first) AS new
FROM named GROUP BY ALL;
