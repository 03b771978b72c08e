-- Every set of plan steps that a journey takes in order is tried; the largest one counts, and of those the one that takes
-- step 1, then step 2 ... The plan is product page, checkout, purchase: of three steps there are seven sets.
WITH plan AS (SELECT 'product page' AS a, 'checkout' AS b, 'purchase' AS c),
kept AS (
  SELECT customer_number AS customer, touchpoint AS node, time, sequence, channel,
         coalesce(touchpoint IS DISTINCT FROM lag(touchpoint) OVER (PARTITION BY customer_number ORDER BY time, sequence),
                  true) AS changes
  FROM events WHERE NOT starts_with(customer, 'unknown:') AND touchpoint IS NOT NULL
),
-- Events in a row at one node are one.
event AS (
  SELECT customer, node, row_number() OVER (PARTITION BY customer ORDER BY time, sequence) AS place FROM kept WHERE changes
),
life AS (
  SELECT customer, count(*) AS length, min(place) FILTER (node = a) AS first_a, max(place) FILTER (node = a) AS last_a,
         min(place) FILTER (node = b) AS first_b, max(place) FILTER (node = b) AS last_b,
         max(place) FILTER (node = c) AS last_c, bool_or(node NOT IN (a, b, c)) AS adds
  FROM event, plan GROUP BY customer
),
-- The first b after the first a, and whether a c comes after it.
ab AS (
  SELECT l.*, (SELECT min(e.place) FROM event e, plan WHERE e.customer = l.customer AND e.node = b AND e.place > l.first_a)
         AS b_after_a
  FROM life l
),
judged AS (
  SELECT *, coalesce(CASE
    WHEN last_c > b_after_a THEN 'abc'
    WHEN b_after_a IS NOT NULL THEN 'ab'
    WHEN last_c > first_a THEN 'ac'
    WHEN last_c > first_b THEN 'bc'
    WHEN first_a IS NOT NULL THEN 'a'
    WHEN first_b IS NOT NULL THEN 'b'
    WHEN last_c IS NOT NULL THEN 'c' END, '') AS taken
  FROM ab
),
facts AS (
  SELECT *, length(taken) AS matches, 2.0 * length(taken) / (length + 3) AS fitness,
         first_a IS NOT NULL AS did_a, first_b IS NOT NULL AS did_b, last_c IS NOT NULL AS did_c
  FROM judged
),

-- ask: {"measure":"conformance","parameters":{"step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
one AS (SELECT 1)
SELECT avg(fitness) AS value, count(*) AS n, count(*) AS customers, count(*) FILTER (fitness = 1) AS conforming,
  100.0 * count(*) FILTER (fitness = 1) / count(*) AS conforming_share,
  count(*) FILTER ((NOT did_a AND (did_b OR did_c)) OR (NOT did_b AND did_c)) AS skipped_customers,
  count(*) FILTER ((did_a AND taken NOT LIKE '%a%') OR (did_b AND taken NOT LIKE '%b%')
                   OR (did_c AND taken NOT LIKE '%c%')) AS out_of_order_customers,
  count(*) FILTER (adds) AS added_customers, count(*) FILTER (NOT did_c) AS missing_customers
FROM facts;

-- ask: {"measure":"conformance","parameters":{"show":"steps","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
step AS (
  SELECT 1 AS step, 'touchpoint = "product page"' AS name, did_a AS did, taken LIKE '%a%' AS in_place, did_b OR did_c AS later
  FROM facts
  UNION ALL SELECT 2, 'touchpoint = "checkout"', did_b, taken LIKE '%b%', did_c FROM facts
  UNION ALL SELECT 3, 'touchpoint = "purchase"', did_c, taken LIKE '%c%', false FROM facts
)
SELECT step, name, 100.0 * count(*) FILTER (did) / count(*) AS value, count(*) AS n, count(*) FILTER (did) AS customers,
  count(*) FILTER (NOT did AND later) AS skipped, count(*) FILTER (did AND NOT in_place) AS out_of_order,
  count(*) FILTER (NOT did AND NOT later) AS missing
FROM step GROUP BY step, name;

-- ask: {"measure":"conformance","parameters":{"show":"added","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
people AS (SELECT count(*) AS all_customers FROM facts)
SELECT node, count(*) AS value, count(DISTINCT customer) AS customers,
  100.0 * count(DISTINCT customer) / any_value(all_customers) AS share
FROM event, plan, people WHERE node NOT IN (a, b, c) GROUP BY node;

-- ask: {"measure":"conformance","parameters":{"show":"fitness","step":["touchpoint = \"product page\"","touchpoint = \"checkout\"","touchpoint = \"purchase\""]}}
bin AS (SELECT unnest(range(11)) AS tenth),
-- A mean fitness of 3 / 10 must not fall below it by rounding.
counted AS (SELECT least(10, floor(20 * matches / (length + 3) + 1e-9))::INTEGER AS tenth, count(*) AS customers
  FROM facts GROUP BY 1)
SELECT tenth / 10 AS "from", coalesce(customers, 0) AS customers FROM bin LEFT JOIN counted USING (tenth);
