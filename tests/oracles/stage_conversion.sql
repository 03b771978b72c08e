-- Stage conversion by experience: who came into a stage, moved on to a later one, and how they had rated it.
WITH ranked(stage, place) AS (
  VALUES ('consider', 1), ('evaluate', 2), ('buy', 3), ('enjoy', 4), ('advocate', 5), ('bond', 6)
), life AS (
  SELECT *, row_number() OVER (PARTITION BY customer ORDER BY time, sequence) AS nth
  FROM events LEFT JOIN ranked USING (stage)
  WHERE NOT starts_with(customer, 'unknown:')
), came AS (
  SELECT customer, place, min(nth) AS nth, min_by(time, nth) AS entered FROM life WHERE place < 6 GROUP BY customer, place
), stay AS (
  SELECT customer, came.place, any_value(came.nth) AS nth, any_value(entered) AS entered, min(life.nth) AS left_nth,
         min_by(life.time, life.nth) AS left_at
  FROM came LEFT JOIN life USING (customer)
  WHERE life.nth > came.nth AND life.place > came.place
  GROUP BY customer, came.place
  UNION ALL
  SELECT customer, place, nth, entered, NULL, NULL FROM came
  WHERE NOT EXISTS (FROM life WHERE life.customer = came.customer AND life.nth > came.nth AND life.place > came.place)
), rating AS (
  SELECT customer, nth, time, kind, answer,
         CASE WHEN answer - scale_min >= (scale_max - scale_min) * 2 / 3 - 1e-9 THEN 'best'
              WHEN answer - scale_min <= (scale_max - scale_min) / 3 + 1e-9 THEN 'worst' ELSE 'middle' END AS band
  FROM life
  WHERE answer IS NOT NULL
),

-- ask: {"measure":"stage_conversion"}
banded AS (
  SELECT stay.customer, stay.place, any_value(left_at) AS left_at, coalesce(max_by(band, rating.nth), 'none') AS band
  FROM stay LEFT JOIN rating ON rating.customer = stay.customer AND kind = 'csat' AND rating.nth >= stay.nth
       AND (left_nth IS NULL OR rating.nth < left_nth)
  GROUP BY stay.customer, stay.place
), counted AS (
  SELECT place, band, count(*) AS n, count(left_at) AS x
  FROM (FROM banded UNION ALL SELECT * REPLACE ('all' AS band) FROM banded)
  GROUP BY place, band
), ratio AS (
  SELECT best.place, 'best' AS band, (best.x / best.n) / (worst.x / worst.n) AS ratio,
         1.959963984540054 * sqrt(1 / best.x - 1 / best.n + 1 / worst.x - 1 / worst.n) AS margin
  FROM counted best JOIN counted worst USING (place)
  WHERE best.band = 'best' AND worst.band = 'worst' AND worst.x > 0 AND best.x > 0
)
SELECT stage, band, 100.0 * x / n AS value, n, x AS customers, ratio, ratio * exp(-margin) AS ratio_low,
       ratio * exp(margin) AS ratio_high
FROM counted JOIN ranked USING (place) LEFT JOIN ratio USING (place, band);

-- ask: {"measure":"stage_conversion","parameters":{"kind":"ces","measured":"before","within":"10d"}}
banded AS (
  SELECT stay.customer, stay.place, any_value(epoch_us(left_at) - epoch_us(entered) <= 10 * 86400e6) AS moved,
         coalesce(max_by(band, rating.nth), 'none') AS band
  FROM stay LEFT JOIN rating ON rating.customer = stay.customer AND kind = 'ces' AND rating.nth < stay.nth
  GROUP BY stay.customer, stay.place
)
SELECT stage, band, count(*) AS n, count(*) FILTER (moved) AS customers
FROM (FROM banded UNION ALL SELECT * REPLACE ('all' AS band) FROM banded) JOIN ranked USING (place)
GROUP BY stage, band;
