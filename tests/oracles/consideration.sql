-- Consideration: considered before buying or not; and sets of products, here of touchpoints.
WITH life AS (
  SELECT *, row_number() OVER (PARTITION BY customer ORDER BY time, sequence) AS nth
  FROM events
  WHERE NOT starts_with(customer, 'unknown:')
),

-- ask: {"measure":"consideration"}
each_one AS (
  SELECT customer, min(nth) FILTER (stage = 'consider') AS considered, min(nth) FILTER (stage = 'buy') AS bought
  FROM life GROUP BY customer
), counted AS (
  SELECT CASE WHEN considered < coalesce(bought, 1e9) THEN 'considered' ELSE 'others' END AS "group", count(*) AS n,
         count(bought) AS x
  FROM each_one GROUP BY 1
), two AS (
  SELECT c.n AS n1, c.x AS x1, o.n AS n2, o.x AS x2 FROM counted c, counted o
  WHERE c."group" = 'considered' AND o."group" = 'others'
)
SELECT "group", 100.0 * x / n AS value, n, x AS customers,
       CASE "group" WHEN 'considered' THEN (x1 / n1) / (x2 / n2) END AS ratio,
       ratio * exp(-1.959963984540054 * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)) AS ratio_low,
       ratio * exp(1.959963984540054 * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)) AS ratio_high
FROM counted, two;

-- ask: {"measure":"consideration","parameters":{"show":"products","node":"touchpoint","discarded":"channel = \"call\""}}
evaluates AS (
  SELECT customer, min(nth) AS first_evaluate FROM life WHERE stage = 'evaluate' GROUP BY customer
), known AS (
  SELECT life.*, coalesce(first_evaluate, 1e9) AS first_evaluate FROM life LEFT JOIN evaluates USING (customer)
  WHERE touchpoint IS NOT NULL
), member AS (
  SELECT customer, touchpoint, min(nth) AS came, any_value(first_evaluate) AS first_evaluate
  FROM known
  WHERE channel IS DISTINCT FROM 'call' AND (stage = 'evaluate' OR (stage = 'consider' AND nth < first_evaluate))
  GROUP BY customer, touchpoint
), done AS (
  SELECT member.customer, member.touchpoint, any_value(came >= member.first_evaluate) AS added,
         coalesce(bool_or(known.channel = 'call' AND known.nth >= known.first_evaluate), false) AS discarded,
         coalesce(bool_or(known.stage = 'buy'), false) AS bought
  FROM member LEFT JOIN known ON known.customer = member.customer AND known.touchpoint = member.touchpoint
       AND known.nth > came
  GROUP BY ALL
)
SELECT touchpoint AS product, 100.0 * count(*) FILTER (bought) / count(*) AS value, count(*) AS n,
       count(*) FILTER (bought) AS customers, count(*) FILTER (NOT added) AS first, count(*) FILTER (added) AS added,
       count(*) FILTER (discarded) AS discarded
FROM done GROUP BY touchpoint;
