-- Judges:  sojourn ask stages
-- Columns and order of the answer.
WITH ranked(stage, place) AS (
  VALUES ('consider', 1), ('evaluate', 2), ('buy', 3), ('enjoy', 4), ('advocate', 5), ('bond', 6)
), staged AS (
  SELECT customer, place, time, sequence, lag(place) OVER life AS place_before
  FROM events JOIN ranked USING (stage)
  WHERE customer IS NOT NULL
  WINDOW life AS (PARTITION BY customer ORDER BY time, sequence)
), stay AS (
  SELECT customer, place, time AS entered, row_number() OVER stays AS nth,
         lead(place) OVER stays AS next_place, lead(time) OVER stays AS left_at
  FROM staged
  WHERE place_before IS DISTINCT FROM place
  WINDOW stays AS (PARTITION BY customer ORDER BY time, sequence)
), skip AS (
  SELECT ranked.place, count(DISTINCT stay.customer) AS skipped
  FROM stay JOIN ranked ON stay.place < ranked.place AND ranked.place < stay.next_place
  WHERE NOT EXISTS (FROM stay earlier
                    WHERE earlier.customer = stay.customer AND earlier.nth < stay.nth AND earlier.place = ranked.place)
  GROUP BY ranked.place
), loop_back AS (
  SELECT stay.place, count(*) AS moves, count(DISTINCT stay.customer) AS customers
  FROM stay
  WHERE next_place < stay.place
    AND EXISTS (FROM stay earlier
                WHERE earlier.customer = stay.customer AND earlier.nth < stay.nth AND earlier.place = stay.next_place)
  GROUP BY stay.place
), counted AS (
  SELECT place, count(DISTINCT customer) AS n, count(*) FILTER (next_place IS NULL) AS now, count(*) AS entries,
         count(*) FILTER (next_place > place) AS forward, count(*) FILTER (next_place < place) AS back,
         quantile_cont(epoch_us(left_at) - epoch_us(entered), 0.5) / 1e6 AS dwell_median,
         quantile_cont(epoch_us(left_at) - epoch_us(entered), 0.9) / 1e6 AS dwell_p90
  FROM stay
  GROUP BY place
), journeys AS (
  SELECT count(DISTINCT customer) AS journeys FROM stay
)
SELECT stage, coalesce(now, 0) AS value, coalesce(n, 0) AS n, coalesce(now, 0) AS now,
       coalesce(entries, 0) AS entries, coalesce(forward, 0) AS exits_forward, coalesce(back, 0) AS exits_back,
       dwell_median, dwell_p90, coalesce(forward + back, 0) AS completed, coalesce(now, 0) AS open,
       coalesce(skipped, 0) AS skipped, coalesce(loop_back.customers, 0) AS loop_backs,
       coalesce(moves, 0) AS loop_back_moves, 100.0 * coalesce(now, 0) / journeys AS share_now,
       100.0 * coalesce(skipped, 0) / journeys AS share_skipped
FROM ranked LEFT JOIN counted USING (place) LEFT JOIN skip USING (place) LEFT JOIN loop_back USING (place), journeys
WHERE n IS NOT NULL OR skipped IS NOT NULL
ORDER BY place
