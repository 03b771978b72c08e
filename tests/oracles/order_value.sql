-- Order value: mean and median of orders above zero.
WITH lines AS (
  SELECT *, coalesce(currency, '') AS money, coalesce("order", 'event ' || sequence) AS number,
    CASE WHEN NOT starts_with(customer, 'unknown:') THEN customer_number END AS known
  FROM events WHERE amount IS NOT NULL
),

-- ask: {"measure":"order_value"}
orders AS (SELECT money, sum(amount)::DOUBLE AS worth, any_value(known) AS known
  FROM lines GROUP BY money, customer_number, number HAVING sum(amount) > 0)
SELECT money AS currency, avg(worth) AS value, count(*) AS n, count(DISTINCT known) AS customers, median(worth) AS median
FROM orders GROUP BY money;

-- ask: {"measure":"order_value","by":["channel"],"from":"2026-02-01"}
orders AS (SELECT channel, money, sum(amount)::DOUBLE AS worth FROM lines WHERE time >= '2026-02-01'
  GROUP BY channel, money, customer_number, number)
SELECT channel, money AS currency, avg(worth) FILTER (worth > 0) AS value, count(*) FILTER (worth > 0) AS n,
  quantile_cont(worth, 0.5) FILTER (worth > 0) AS median
FROM orders GROUP BY channel, money HAVING count(*) FILTER (worth > 0) > 0;
