-- Wishes: their texts, who wrote them, what these paid in the currency in which most of them paid, and whether the number
-- of persons changed (the exact binomial test of two Poisson counts, twice its smaller tail).
WITH texts AS (
  SELECT *, "voice.wish" AS wish, (SELECT max(epoch_us(time)) FROM main.events) + 1 - epoch_us(time) AS ago
  FROM events WHERE "voice.sentiment" IS NOT NULL AND "voice.wish" IS NOT NULL
),

-- ask: {"measure":"wishes"}
wishers AS (SELECT DISTINCT wish, customer FROM texts WHERE customer IS NOT NULL),
paid AS (SELECT customer, coalesce(currency, '') AS currency, sum(amount) AS money FROM events
  WHERE amount IS NOT NULL AND customer IN (SELECT customer FROM wishers) GROUP BY ALL),
shown AS (SELECT currency FROM paid GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
counts AS (SELECT wish, count(*) AS mentions, count(DISTINCT customer) AS customers, min(time) AS first,
  count(*) FILTER (ago <= 28 * 86400000000) AS recent,
  count(*) FILTER (ago > 28 * 86400000000 AND ago <= 56 * 86400000000) AS before,
  count(DISTINCT customer_number) FILTER (ago <= 28 * 86400000000) AS x1,
  count(DISTINCT customer_number) FILTER (ago > 28 * 86400000000 AND ago <= 56 * 86400000000) AS x2
  FROM texts GROUP BY wish),
tails AS (SELECT wish, 2 * least(sum(prob) FILTER (k <= x1), sum(prob) FILTER (k >= x1)) AS chance
  FROM (SELECT wish, x1, k, exp(lgamma(x1 + x2 + 1) - lgamma(k + 1) - lgamma(x1 + x2 - k + 1) - (x1 + x2) * ln(2)) AS prob
    FROM counts, (SELECT unnest(range(0, 5000)) AS k) WHERE k <= x1 + x2) GROUP BY wish)
SELECT wish, mentions, customers,
  CASE WHEN (SELECT count(*) FROM shown) > 0 THEN coalesce((SELECT sum(money) FROM paid JOIN wishers USING (customer)
    WHERE wishers.wish = counts.wish AND currency = (SELECT currency FROM shown)), 0) END AS revenue,
  (SELECT nullif(currency, '') FROM shown) AS currency, replace(strftime(first, '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '') || 'Z' AS first, recent, before,
  CASE WHEN x1 + x2 = 0 THEN NULL WHEN chance > 0.05 THEN 'steady' WHEN x1 < x2 THEN 'falling' WHEN x2 = 0 THEN 'new'
    ELSE 'rising' END AS trend
FROM counts JOIN tails USING (wish);

-- ask: {"measure":"wishes","parameters":{"currency":"JPY","recent":"60d"},"by":["channel"]}
wishers AS (SELECT DISTINCT channel, wish, customer FROM texts WHERE customer IS NOT NULL),
paid AS (SELECT customer, sum(amount) AS money FROM events WHERE currency = 'JPY' GROUP BY customer)
SELECT channel, wish, count(*) AS mentions, count(DISTINCT customer) AS customers, coalesce((SELECT sum(money) FROM wishers w
    JOIN paid USING (customer) WHERE w.wish = texts.wish AND w.channel IS NOT DISTINCT FROM texts.channel), 0) AS revenue,
  'JPY' AS currency, count(*) FILTER (ago <= 60 * 86400000000) AS recent,
  count(*) FILTER (ago > 60 * 86400000000 AND ago <= 120 * 86400000000) AS before
FROM texts GROUP BY channel, wish;
