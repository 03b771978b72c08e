-- The index: the last answer of each person to each kind, and the three figures with their weights.
WITH answers AS (
  SELECT *, CASE WHEN answer >= 9 THEN 1 WHEN answer >= 7 THEN 0 ELSE -1 END AS side FROM events
  WHERE answer IS NOT NULL AND ((kind = 'nps' AND scale_max = 10 AND scale_min IN (0, 1))
    OR (kind = 'csat' AND scale_max = 5) OR (kind = 'ces' AND scale_max = 7))
),

-- ask: {"measure":"index","where":"kind = \"nps\" or (kind = \"csat\" and scale_max = 5) or (kind = \"ces\" and scale_max = 7)"}
last AS (SELECT * FROM answers
  QUALIFY row_number() OVER (PARTITION BY customer_number, kind ORDER BY time DESC, sequence DESC) = 1),
parts AS (SELECT 100.0 * sum(side) FILTER (kind = 'nps') / count(*) FILTER (kind = 'nps') AS nps,
  100.0 * count(*) FILTER (kind = 'csat' AND answer >= 4) / count(*) FILTER (kind = 'csat') AS csat,
  100.0 * count(*) FILTER (kind = 'ces' AND answer >= 5) / count(*) FILTER (kind = 'ces') AS ces,
  count(*) AS answers, count(*) FILTER (kind = 'nps') AS nps_n, count(*) FILTER (kind = 'csat') AS csat_n,
  count(*) FILTER (kind = 'ces') AS ces_n FROM last)
SELECT 0.4 * (nps + 100) / 2 + 0.3 * csat + 0.3 * ces AS value, *, least(nps_n, csat_n, ces_n) AS n, 'nps' AS leads
FROM parts;

-- ask: {"measure":"index","parameters":{"goal":"service","csat":"0","nps":"1","ces":"3","easy":"6"},"by":["channel"],"where":"kind != \"ces\" or scale_max = 7"}
last AS (SELECT * FROM answers WHERE kind IN ('nps', 'ces')
  QUALIFY row_number() OVER (PARTITION BY customer_number, kind, channel ORDER BY time DESC, sequence DESC) = 1),
parts AS (SELECT channel, 100.0 * sum(side) FILTER (kind = 'nps') / count(*) FILTER (kind = 'nps') AS nps,
  100.0 * count(*) FILTER (kind = 'ces' AND answer >= 6) / count(*) FILTER (kind = 'ces') AS ces,
  count(*) AS answers FROM last GROUP BY channel)
SELECT channel, (nps + 100) / 2 * 0.25 + ces * 0.75 AS value, nps, ces, answers, 'ces' AS leads FROM parts;
