-- Revenue, and orders above zero: lines of one person with one number and currency, else each event.
WITH paid AS (
  SELECT *, coalesce(currency, '') AS money, coalesce("order", 'event ' || sequence) AS number,
    CASE WHEN NOT starts_with(customer, 'unknown:') THEN customer_number END AS known,
    strftime(date_trunc('quarter', time), '%Y-%m-%d') AS quarter
  FROM events WHERE amount IS NOT NULL
),

-- ask: {"measure":"revenue"}
orders AS (SELECT money, count(*) AS orders FROM (
  SELECT money FROM paid GROUP BY money, customer_number, number HAVING sum(amount) > 0) GROUP BY money),
sums AS (SELECT money, sum(amount) AS value, count(*) AS n, count(DISTINCT known) AS customers,
  coalesce(sum(amount) FILTER (amount < 0), 0) AS refunds FROM paid GROUP BY money)
SELECT money AS currency, value, n, customers, coalesce(orders, 0) AS orders, refunds
FROM sums LEFT JOIN orders USING (money);

-- ask: {"measure":"revenue","by":["channel"],"over":"quarter","where":"amount > 0"}
x AS (SELECT 1)
SELECT channel, quarter AS period, money AS currency, sum(amount) AS value, count(*) AS n,
  count(DISTINCT known) AS customers, 0 AS refunds
FROM paid WHERE amount > 0 GROUP BY ALL;
