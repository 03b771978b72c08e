-- Intents: each one's share of all texts, unknown among them.
WITH texts AS (SELECT * FROM events WHERE "voice.intent" IS NOT NULL),

-- ask: {"measure":"intents","by":["voice.sentiment"]}
counts AS (SELECT "voice.sentiment", "voice.intent" AS intent, count(*) AS k, count(DISTINCT customer) AS customers
  FROM texts GROUP BY ALL)
SELECT "voice.sentiment", intent, 100.0 * k / sum(k) OVER (PARTITION BY "voice.sentiment") AS share, k AS n, customers
FROM counts;

-- ask: {"measure":"intents","parameters":{"count":"last"},"where":"voice.score < 0 and customer.events > 3"}
people AS (SELECT customer_number FROM events GROUP BY customer_number HAVING count(*) > 3),
last AS (SELECT * FROM texts SEMI JOIN people USING (customer_number) WHERE "voice.score" < 0
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1)
SELECT "voice.intent" AS intent, count(*) AS n, 100.0 * count(*) / sum(count(*)) OVER () AS share FROM last GROUP BY ALL;
