-- Loyalists: who bought again, who speaks up, who looks around again.
WITH people AS (SELECT *, coalesce(touchpoint = 'purchase' OR amount > 0, amount > 0, touchpoint = 'purchase', false) AS bought,
    coalesce(touchpoint = 'support', false) AS advocates, strftime(date_trunc('month', time), '%Y-%m-%d') AS month
  FROM events WHERE customer IS NOT NULL),
orders AS (SELECT customer_number, coalesce("order", 'event ' || sequence) AS number, min(time) AS began,
    min(sequence) AS place FROM people WHERE bought GROUP BY ALL),
buyers AS (SELECT customer_number, count(*) AS orders, list_sort(list(began))[2] AS second FROM orders GROUP BY ALL),
lives AS (SELECT customer_number, max(time) FILTER (bought) AS last_bought, bool_or(advocates) AS active,
    max(time) FILTER (stage IN ('consider', 'evaluate')) AS last_look FROM people GROUP BY ALL),

-- ask: {"measure":"loyalists","parameters":{"advocacy":"touchpoint = \"support\""}}
loyal AS (SELECT * FROM buyers JOIN lives USING (customer_number) WHERE orders >= 2),
counts AS (SELECT *, (SELECT count(*) FROM loyal) AS n, (SELECT count(*) FROM loyal WHERE active) AS spoke FROM (
  SELECT unnest([false, true]) AS active) LEFT JOIN (SELECT active, count(*) AS customers,
    count(*) FILTER (last_look > last_bought) AS in_market FROM loyal GROUP BY active) USING (active)),
shares AS (SELECT *, customers / n AS p, 1.959963984540054 AS z FROM counts),
limits AS (SELECT *, (customers + z * z / 2 - z * sqrt(customers * (1 - p) + z * z / 4)) / (n + z * z) AS l,
    (customers + z * z / 2 + z * sqrt(customers * (1 - p) + z * z / 4)) / (n + z * z) AS u FROM shares)
SELECT CASE WHEN active THEN 'active' ELSE 'passive' END AS "group", 100 * p AS value, 100 * l AS low, 100 * u AS high,
  n, customers, in_market, CASE WHEN NOT active THEN customers / spoke END AS ratio,
  CASE WHEN NOT active THEN l / (1 - l) END AS ratio_low, CASE WHEN NOT active THEN u / (1 - u) END AS ratio_high
FROM limits;

-- ask: {"measure":"loyalists","parameters":{"advocacy":"touchpoint = \"support\"","show":"progression"}}
steps AS (SELECT count(*) AS bought, count(*) FILTER (orders >= 2) AS again,
    count(*) FILTER (orders >= 2 AND EXISTS (SELECT 1 FROM people p WHERE p.customer_number = b.customer_number
      AND p.advocates AND p.time >= b.second)) AS spoke FROM buyers b)
SELECT 1 AS step, 'bought' AS name, 100.0 AS value, bought AS n, bought AS customers, NULL AS share_of_previous FROM steps
UNION ALL SELECT 2, 'bought again', 100 * again / bought, bought, again, 100 * again / bought FROM steps
UNION ALL SELECT 3, 'advocate', 100 * spoke / bought, bought, spoke, 100 * spoke / again FROM steps;

-- ask: {"measure":"loyalists","parameters":{"advocacy":"touchpoint = \"support\"","show":"advocacy","every":"month"}}
months AS (SELECT customer_number, month, bool_or(advocates) AS spoke FROM people GROUP BY ALL),
newest AS (SELECT strftime(date_trunc('month', max(time)), '%Y-%m-%d') AS month FROM events)
SELECT m.month AS at, CASE WHEN m.month < (SELECT month FROM newest) THEN 100 * count(*) FILTER (later.spoke) / count(*)
  END AS value, count(*) AS n, count(*) FILTER (later.spoke) AS customers
FROM months m LEFT JOIN months later ON later.customer_number = m.customer_number
  AND later.month = strftime(m.month::DATE + INTERVAL 1 MONTH, '%Y-%m-%d')
WHERE NOT m.spoke GROUP BY m.month;
