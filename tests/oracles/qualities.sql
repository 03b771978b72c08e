-- Useful, usable, enjoyable: mean answers by touchpoint. Random events have no such kinds: others stand for them.

-- ask: {"measure":"qualities","parameters":{"useful":"csat","usable":"ces","enjoyable":"nps"},"where":"(kind = \"csat\" and scale_max = 5) or (kind = \"ces\" and scale_max = 7) or (kind = \"nps\" and scale_min = 0)"}
WITH last AS (
  SELECT *, CASE kind WHEN 'csat' THEN 'useful' WHEN 'ces' THEN 'usable' ELSE 'enjoyable' END AS quality
  FROM events
  WHERE answer IS NOT NULL AND ((kind = 'csat' AND scale_max = 5) OR (kind = 'ces' AND scale_max = 7)
    OR (kind = 'nps' AND scale_min = 0 AND scale_max = 10))
  QUALIFY row_number() OVER (PARTITION BY customer_number, touchpoint, kind ORDER BY time DESC, sequence DESC) = 1
), means AS (
  SELECT touchpoint, quality, avg(answer) AS value, count(*) AS n,
    100 * (avg(answer) - any_value(scale_min)) / (any_value(scale_max) - any_value(scale_min)) AS score
  FROM last GROUP BY ALL
)
SELECT touchpoint AS node, quality, value, n, score,
  arg_min(quality, score) OVER (PARTITION BY touchpoint) AS weak
FROM means;

-- ask: {"measure":"qualities","parameters":{"useful":"csat","count":"all","node":"channel"},"where":"kind = \"csat\" and scale_max = 5","by":["touchpoint"]}
WITH sides AS (SELECT unnest(['useful', 'usable', 'enjoyable']) AS quality),
means AS (SELECT touchpoint, channel, avg(answer) AS value, count(*) AS n FROM events
  WHERE kind = 'csat' AND scale_max = 5 AND answer IS NOT NULL GROUP BY ALL)
SELECT touchpoint, channel AS node, quality, CASE WHEN quality = 'useful' THEN value END AS value,
  CASE WHEN quality = 'useful' THEN n ELSE 0 END AS n
FROM means CROSS JOIN sides;
