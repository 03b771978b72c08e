-- Stages: who is where, survival of stays by Kaplan and Meier, moves, and who was where at the end of each period.
WITH named AS (
  SELECT * FROM events WHERE NOT starts_with(customer, 'unknown:')
), ranked(stage, place) AS (
  VALUES ('consider', 1), ('evaluate', 2), ('buy', 3), ('enjoy', 4), ('advocate', 5), ('bond', 6)
), staged AS (
  SELECT customer, channel, place, time, sequence, lag(place) OVER life AS place_before
  FROM named JOIN ranked USING (stage)
  WINDOW life AS (PARTITION BY customer ORDER BY time, sequence)
), stay AS (
  SELECT customer, channel, place, time AS entered, row_number() OVER stays AS nth,
         lead(place) OVER stays AS next_place, lead(time) OVER stays AS left_at
  FROM staged
  WHERE place_before IS DISTINCT FROM place
  WINDOW stays AS (PARTITION BY customer ORDER BY time, sequence)
), newest AS (
  SELECT max(time) AS as_of FROM events
), length AS (
  SELECT place, left_at IS NOT NULL AS ended, epoch_us(coalesce(left_at, as_of)) - epoch_us(entered) AS us
  FROM stay, newest
), risk AS (
  SELECT place, us, count(*) FILTER (ended) AS ends, count(*) AS leaving,
         sum(count(*)) OVER (PARTITION BY place ORDER BY us DESC) AS at_risk
  FROM length
  GROUP BY place, us
), curve AS (
  SELECT place, us, leaving, at_risk, ends,
         CASE WHEN min(at_risk - ends) OVER upto = 0 THEN 0
              ELSE exp(sum(ln(nullif(at_risk - ends, 0) / at_risk)) OVER upto) END AS s,
         sum(ends / nullif(at_risk * (at_risk - ends), 0)) OVER upto AS v
  FROM risk
  WINDOW upto AS (PARTITION BY place ORDER BY us)
), band AS (
  SELECT *, 1.959963984540054 * sqrt(v) / abs(ln(s)) AS spread FROM curve WHERE s > 0 AND s < 1
), survival AS (
  SELECT curve.place, min(curve.us) FILTER (curve.s <= 0.5 + 1e-12) / 1e6 AS survival_median,
         min(curve.us) FILTER (curve.s <= 0.1 + 1e-12) / 1e6 AS survival_p90,
         min(curve.us) FILTER (coalesce(curve.s ** exp(spread), curve.s) <= 0.5) / 1e6 AS survival_median_low,
         min(curve.us) FILTER (curve.s ** exp(-spread) <= 0.5) / 1e6 AS survival_median_high
  FROM curve LEFT JOIN band USING (place, us)
  GROUP BY curve.place
),

-- ask: {"measure":"stages"}
skip AS (
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
         quantile_cont(epoch_us(left_at) - epoch_us(entered), 0.9) / 1e6 AS dwell_p90,
         strftime(min(entered), '%Y-%m-%dT%H:%M:%SZ') AS first_entry,
         strftime(max(entered), '%Y-%m-%dT%H:%M:%SZ') AS last_entry
  FROM stay
  GROUP BY place
), journeys AS (
  SELECT count(DISTINCT customer) AS journeys FROM stay
)
SELECT stage, coalesce(now, 0) AS value, coalesce(n, 0) AS n, coalesce(now, 0) AS now,
       coalesce(entries, 0) AS entries, coalesce(forward, 0) AS exits_forward, coalesce(back, 0) AS exits_back,
       dwell_median, dwell_p90, survival_median, survival_median_low, survival_median_high, survival_p90,
       coalesce(forward + back, 0) AS completed, coalesce(now, 0) AS open,
       coalesce(skipped, 0) AS skipped, coalesce(loop_back.customers, 0) AS loop_backs,
       coalesce(moves, 0) AS loop_back_moves, first_entry, last_entry, 100.0 * coalesce(now, 0) / journeys AS share_now,
       100.0 * coalesce(skipped, 0) / journeys AS share_skipped
FROM ranked LEFT JOIN counted USING (place) LEFT JOIN skip USING (place) LEFT JOIN loop_back USING (place)
     LEFT JOIN survival USING (place), journeys
WHERE n IS NOT NULL OR skipped IS NOT NULL;

-- ask: {"measure":"stages","parameters":{"show":"dwell","at":["12h","3d","7d","30d"]}}
asked AS (
  SELECT stage, place, days, days * 86400e6 AS us
  FROM ranked, (VALUES (0.5), (3), (7), (30)) AS lengths(days)
), counted AS (
  SELECT stage, place, days, asked.us, count(*) FILTER (length.us > asked.us) AS n,
         count(*) FILTER (length.us <= asked.us AND ended) AS left_by,
         count(*) FILTER (length.us <= asked.us AND NOT ended) AS open_by, max(length.us) AS longest
  FROM asked JOIN length USING (place)
  GROUP BY ALL
), last_step AS (
  SELECT DISTINCT ON (counted.place, days) counted.place, days, curve.s, spread
  FROM counted JOIN curve ON curve.place = counted.place AND curve.us <= counted.us
       LEFT JOIN band ON band.place = curve.place AND band.us = curve.us
  ORDER BY curve.us DESC
)
SELECT stage, days, 100.0 * coalesce(s, 1) AS value, 100 * s ** exp(spread) AS low, 100 * s ** exp(-spread) AS high, n,
       left_by AS left, open_by AS still_open
FROM counted LEFT JOIN last_step USING (place, days)
WHERE us <= longest;

-- ask: {"measure":"stages","parameters":{"show":"moves"}}
move AS (
  SELECT customer, nth, place, next_place FROM stay
  UNION ALL
  SELECT customer, 0, NULL, place FROM stay WHERE nth = 1
), told AS (
  SELECT *, next_place < place AND EXISTS (FROM stay earlier WHERE earlier.customer = move.customer
                                           AND earlier.nth < move.nth AND earlier.place = move.next_place) AS looped
  FROM move
)
SELECT coalesce(source.stage, '(start)') AS "from", coalesce(target.stage, '(end)') AS "to",
       CASE WHEN told.place IS NULL THEN 'start' WHEN next_place IS NULL THEN 'end'
            WHEN next_place = told.place + 1 THEN 'forward' WHEN next_place > told.place THEN 'skip'
            WHEN next_place = 2 THEN 'jump' ELSE 'back' END AS kind,
       count(*) AS value, count(*) AS n, count(DISTINCT customer) AS customers,
       count(DISTINCT customer) FILTER (looped) AS loop_backs, count(*) FILTER (looped) AS loop_back_moves,
       100.0 * count(*) / sum(count(*)) OVER (PARTITION BY told.place) AS share_of_from
FROM told LEFT JOIN ranked source ON source.place = told.place LEFT JOIN ranked target ON target.place = next_place
GROUP BY told.place, next_place, source.stage, target.stage;

-- ask: {"measure":"stages","parameters":{"show":"occupancy","every":"week"}}
week AS (
  SELECT unnest(generate_series(date_trunc('week', (SELECT min(entered) FROM stay)),
                                date_trunc('week', as_of), INTERVAL 7 DAY)) AS starts
  FROM newest
), there AS (
  SELECT starts, place, count(*) AS customers
  FROM week JOIN stay ON entered < starts + INTERVAL 7 DAY AND (left_at IS NULL OR left_at >= starts + INTERVAL 7 DAY)
  GROUP BY ALL
)
SELECT strftime(starts, '%Y-%m-%d') AS at, stage, coalesce(customers, 0) AS value, coalesce(customers, 0) AS customers,
       100.0 * coalesce(customers, 0) / sum(customers) OVER (PARTITION BY starts) AS share
FROM week CROSS JOIN ranked LEFT JOIN there USING (starts, place);

-- ask: {"measure":"stages","by":["channel"]}
-- A journey belongs to the group of its first event with a stage.
began AS (
  SELECT customer, channel AS "group" FROM stay WHERE nth = 1
)
SELECT "group" AS channel, stage, count(DISTINCT customer) AS n, count(*) FILTER (next_place IS NULL) AS now,
       count(*) AS entries
FROM stay JOIN began USING (customer) JOIN ranked USING (place)
GROUP BY ALL;
