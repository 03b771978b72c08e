-- Early experience: how the first 20 days went, and who came back in the 25 days after.
WITH asked AS (SELECT max(time) AS as_of FROM events),
people AS (SELECT *, min(time) OVER (PARTITION BY customer_number) AS begin FROM events WHERE customer IS NOT NULL),
grown AS (SELECT people.* FROM people, asked WHERE begin + INTERVAL 45 DAY <= as_of + INTERVAL 1 MICROSECOND),
graded AS (SELECT *, CASE WHEN kind = 'csat' AND scale_min = 1 AND scale_max = 5 AND time < begin + INTERVAL 20 DAY
    THEN CASE WHEN answer >= 4 THEN 1 WHEN answer <= 2 THEN -1 WHEN answer IS NOT NULL THEN 0 END END AS grade
  FROM grown),

-- ask: {"measure":"early_experience","parameters":{"first":"20d","within":"25d"}}
lives AS (SELECT customer_number, count(grade) AS graded, sum(grade) AS score,
    bool_or(time >= begin + INTERVAL 20 DAY AND time < begin + INTERVAL 45 DAY) AS retained
  FROM graded GROUP BY customer_number),
banded AS (SELECT *, CASE WHEN graded = 0 THEN 'none' WHEN score > 0 THEN 'good' WHEN score < 0 THEN 'poor'
    ELSE 'mixed' END AS band FROM lives),
bands AS (SELECT band, count(customer_number) AS n, count(*) FILTER (retained) AS customers
  FROM (VALUES ('good'), ('mixed'), ('poor'), ('none')) names(band) LEFT JOIN banded USING (band) GROUP BY band),
shares AS (SELECT *, CASE WHEN n > 0 THEN customers / n END AS p, 1.959963984540054 AS z FROM bands),
limits AS (SELECT *, (customers + z * z / 2 - z * sqrt(customers * (1 - p) + z * z / 4)) / (n + z * z) AS l,
    (customers + z * z / 2 + z * sqrt(customers * (1 - p) + z * z / 4)) / (n + z * z) AS u FROM shares)
SELECT band, 100 * p AS value, 100 * l AS low, 100 * u AS high, n, customers FROM limits
UNION ALL
SELECT 'difference', 100 * (g.p - b.p), 100 * (g.p - b.p - sqrt((g.p - g.l) ** 2 + (b.u - b.p) ** 2)),
  100 * (g.p - b.p + sqrt((g.u - g.p) ** 2 + (b.p - b.l) ** 2)), g.n + b.n, g.customers + b.customers
FROM limits g, limits b WHERE g.band = 'good' AND b.band = 'poor';

-- ask: {"measure":"early_experience","parameters":{"first":"20d","within":"25d","decide":"worst","retained":"touchpoint = \"purchase\""},"by":["first.touchpoint"]}
firsts AS (SELECT customer_number, first(touchpoint ORDER BY time, sequence) AS place
  FROM events WHERE customer IS NOT NULL AND touchpoint IS NOT NULL GROUP BY customer_number),
lives AS (SELECT customer_number, min(grade) FILTER (grade <> 0) AS worst, count(grade) AS graded,
    coalesce(bool_or(touchpoint = 'purchase' AND time >= begin + INTERVAL 20 DAY AND time < begin + INTERVAL 45 DAY),
      false) AS retained
  FROM graded GROUP BY customer_number),
banded AS (SELECT *, CASE WHEN graded = 0 THEN 'none' WHEN worst = 1 THEN 'good' WHEN worst = -1 THEN 'poor'
    ELSE 'mixed' END AS band FROM lives LEFT JOIN firsts USING (customer_number)),
groups AS (SELECT DISTINCT place FROM people LEFT JOIN firsts USING (customer_number)),
names AS (SELECT place, unnest(['good', 'mixed', 'poor', 'none']) AS band FROM groups),
counts AS (SELECT names.place, names.band, count(customer_number) AS n, count(*) FILTER (retained) AS customers
  FROM names LEFT JOIN banded ON banded.band = names.band AND banded.place IS NOT DISTINCT FROM names.place
  GROUP BY ALL)
SELECT place AS "first.touchpoint", band, CASE WHEN n > 0 THEN 100 * customers / n END AS value, n, customers
FROM counts
UNION ALL
SELECT g.place, 'difference', CASE WHEN g.n > 0 AND b.n > 0 THEN 100 * (g.customers / g.n - b.customers / b.n) END,
  g.n + b.n, g.customers + b.customers
FROM counts g JOIN counts b ON g.place IS NOT DISTINCT FROM b.place WHERE g.band = 'good' AND b.band = 'poor';
