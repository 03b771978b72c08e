-- The effect of topics: which text belongs to which answer, the score with each topic and without it, their difference
-- with MOVER's interval, and the money behind it. Side of an answer to nps: 1, 0 or -1.
WITH scored AS (
  SELECT *, CASE WHEN kind = 'nps' THEN CASE WHEN scale_max = 10 AND scale_min IN (0, 1)
        THEN CASE WHEN answer >= 9 THEN 1 WHEN answer >= 7 THEN 0 ELSE -1 END END
      WHEN kind = 'ces' AND scale_min = 1 AND scale_max = 7 THEN CASE WHEN answer >= 5 THEN 1 WHEN answer <= 3 THEN -1 ELSE 0 END
      WHEN kind = 'ces' AND scale_min = 1 AND scale_max = 5 THEN CASE WHEN answer >= 4 THEN 1 WHEN answer <= 2 THEN -1 ELSE 0 END
    END AS side
  FROM events WHERE answer IS NOT NULL
), answers AS (SELECT * FROM scored WHERE side IS NOT NULL),
belongs AS (
  SELECT kind, text.sequence AS text, text."voice.topic" AS topic, answers.sequence AS answer,
    CASE WHEN text.sequence = answers.sequence THEN 0
      WHEN text."properties.response" = answers."properties.response" THEN 1
      WHEN abs(epoch_us(text.time) - epoch_us(answers.time)) <= 86400000000 THEN 2 END AS nearness
  FROM (SELECT * EXCLUDE (kind) FROM events) AS text JOIN answers USING (customer_number)
  WHERE text."voice.sentiment" IS NOT NULL AND nearness IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY text.sequence, kind ORDER BY nearness,
    abs(epoch_us(text.time) - epoch_us(answers.time)), answers.time, answers.sequence) = 1
),

-- ask: {"measure":"topic_effect"}
last AS (SELECT * FROM answers WHERE kind = 'nps'
  QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY time DESC, sequence DESC) = 1),
topics AS (SELECT DISTINCT topic, last.* FROM belongs JOIN last ON last.sequence = belongs.answer AND belongs.kind = 'nps'),
parts AS (SELECT topic, count(*) AS n, count(*) FILTER (side = 1) AS p, count(*) FILTER (side = -1) AS d,
  count(customer) AS customers, count(customer) FILTER (side = -1) AS at_risk,
  (SELECT count(*) FROM last) - count(*) AS others, (SELECT count(*) FROM last WHERE side = 1) - count(*) FILTER (side = 1) AS op,
  (SELECT count(*) FROM last WHERE side = -1) - count(*) FILTER (side = -1) AS od FROM topics GROUP BY topic),
ends AS (SELECT *, 100.0 * (p - d) / n AS a, 100.0 * (op - od) / nullif(others, 0) AS b,
  100 * ((p - d) / (n + 3) - 1.959963984540054 * sqrt(((p + d + 1.5) / (n + 3) - ((p - d) / (n + 3)) ^ 2) / (n + 3))) AS al,
  100 * ((p - d) / (n + 3) + 1.959963984540054 * sqrt(((p + d + 1.5) / (n + 3) - ((p - d) / (n + 3)) ^ 2) / (n + 3))) AS au,
  100 * ((op - od) / (others + 3) - 1.959963984540054 * sqrt(((op + od + 1.5) / (others + 3) - ((op - od) / (others + 3)) ^ 2) / (others + 3))) AS bl,
  100 * ((op - od) / (others + 3) + 1.959963984540054 * sqrt(((op + od + 1.5) / (others + 3) - ((op - od) / (others + 3)) ^ 2) / (others + 3))) AS bu
  FROM parts),
effects AS (SELECT *, a - b AS value, a - b - sqrt(greatest(0, a - al) ^ 2 + greatest(0, bu - b) ^ 2) AS low,
  a - b + sqrt(greatest(0, au - a) ^ 2 + greatest(0, b - bl) ^ 2) AS high FROM ends WHERE n >= 10 AND others >= 10),
-- Benjamini and Hochberg's steps as limits of |value| in arms of 95 %: normal quantiles of 1 - 0.025 k / m over 1.96.
steps AS (SELECT *, row_number() OVER (ORDER BY abs(value) / (CASE WHEN value > 0 THEN value - low ELSE high - value END) DESC) AS k,
  count(*) OVER () AS m, abs(value) / (CASE WHEN value > 0 THEN value - low ELSE high - value END) * 1.959963984540054 AS z FROM effects),
sure AS (SELECT coalesce(max(k), 0) AS k FROM steps WHERE z >= CASE
  WHEN k = m THEN 1.9599639845400536 WHEN m = 2 THEN 2.2414027276049464
  WHEN m = 3 AND k = 1 THEN 2.3939797998185104 WHEN m = 3 THEN 2.128045234184984
  WHEN m = 4 AND k = 1 THEN 2.4977054744123737 WHEN m = 4 AND k = 2 THEN 2.2414027276049464 ELSE 2.080278452525274 END),
paid AS (SELECT customer, coalesce(currency, '') AS currency, sum(amount) AS money FROM events
  WHERE amount IS NOT NULL AND customer IN (SELECT customer FROM topics) GROUP BY ALL),
shown AS (SELECT currency FROM paid GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1)
SELECT ends.topic, value, low, high, ends.n, ends.others, ends.a AS "with", ends.b AS "without",
  value * ends.n / (ends.n + ends.others) AS total_effect, low * ends.n / (ends.n + ends.others) AS total_low,
  CASE WHEN value IS NULL THEN NULL WHEN steps.k <= sure.k THEN 'yes' ELSE 'no' END AS sure, ends.customers, ends.at_risk,
  CASE WHEN (SELECT count(*) FROM shown) > 0 THEN coalesce((SELECT sum(money) FROM paid JOIN topics USING (customer)
    WHERE topics.topic = ends.topic AND paid.currency = (SELECT currency FROM shown)), 0) END AS revenue,
  CASE WHEN (SELECT count(*) FROM shown) > 0 THEN coalesce((SELECT sum(money) FROM paid JOIN topics USING (customer)
    WHERE topics.topic = ends.topic AND side = -1 AND paid.currency = (SELECT currency FROM shown)), 0) END AS revenue_at_risk
FROM ends LEFT JOIN steps USING (topic) CROSS JOIN sure;

-- ask: {"measure":"topic_effect","parameters":{"kind":"ces","count":"all","least":"5"},"by":["channel"]}
given AS (SELECT * FROM answers WHERE kind = 'ces'),
topics AS (SELECT DISTINCT topic, given.* FROM belongs JOIN given ON given.sequence = belongs.answer AND belongs.kind = 'ces'),
every AS (SELECT channel, count(*) AS n, count(*) FILTER (side = 1) AS p, count(DISTINCT customer_number) AS persons FROM given GROUP BY channel),
parts AS (SELECT channel, topic, count(*) AS n, count(*) FILTER (side = 1) AS p, count(DISTINCT customer_number) AS persons,
  count(DISTINCT customer) AS customers, count(DISTINCT customer) FILTER (side = -1) AS at_risk FROM topics GROUP BY channel, topic),
rest AS (SELECT parts.channel, parts.topic, count(DISTINCT given.customer_number) AS others_persons FROM parts JOIN given
  ON given.channel IS NOT DISTINCT FROM parts.channel
  WHERE NOT EXISTS (FROM topics t WHERE t.topic = parts.topic AND t.sequence = given.sequence) GROUP BY ALL)
-- One person alone says nothing about how persons differ, unless there is one answer.
SELECT parts.channel, parts.topic, parts.n, every.n - parts.n AS others, parts.customers, at_risk,
  CASE WHEN parts.persons > 1 OR parts.n = 1 THEN 100.0 * parts.p / parts.n END AS "with",
  CASE WHEN others_persons > 1 OR every.n - parts.n = 1 THEN 100.0 * (every.p - parts.p) / nullif(every.n - parts.n, 0) END AS "without",
  CASE WHEN parts.n >= 5 AND every.n - parts.n >= 5 AND parts.persons > 1 AND others_persons > 1
    THEN 100.0 * parts.p / parts.n - 100.0 * (every.p - parts.p) / (every.n - parts.n) END AS value
FROM parts JOIN every ON every.channel IS NOT DISTINCT FROM parts.channel
  LEFT JOIN rest ON rest.channel IS NOT DISTINCT FROM parts.channel AND rest.topic = parts.topic;
