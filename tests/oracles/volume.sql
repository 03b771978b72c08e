-- Volume. Customers are those with a name.
WITH named AS (
  SELECT *, CASE WHEN NOT starts_with(customer, 'unknown:') THEN customer_number END AS known,
    strftime(date_trunc('week', time), '%Y-%m-%d') AS week
  FROM events
),

-- ask: {"measure":"volume"}
x AS (SELECT 1)
SELECT count(*) AS value, count(*) AS n, count(DISTINCT known) AS customers FROM named;

-- ask: {"measure":"volume","by":["touchpoint","channel"]}
x AS (SELECT 1)
SELECT touchpoint, channel, count(*) AS value, count(DISTINCT known) AS customers FROM named GROUP BY ALL;

-- ask: {"measure":"volume","over":"week","where":"amount > 20 or not exists(channel)"}
x AS (SELECT 1)
SELECT week AS period, count(*) AS value, count(DISTINCT known) AS customers
FROM named WHERE amount > 20 OR channel IS NULL GROUP BY ALL;
