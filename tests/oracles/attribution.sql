-- Attribution: paths by joins, credits by window functions, Shapley over all subsets of the channels, removal effects by
-- following walks step by step. No event of these data is both a purchase and a touch, and none has a cost.
WITH RECURSIVE life AS (
  SELECT *, coalesce(touchpoint = 'purchase', false) AS bought,
    row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS place
  FROM events WHERE NOT starts_with(customer, 'unknown:')
),
-- Lines of one order are one conversion, at the first of them.
lines AS (SELECT *, coalesce("order", 'event ' || sequence) AS number FROM life WHERE bought),
conversion AS (
  SELECT customer_number, number, min(place) AS place, min(time) AS time, arg_min_null(channel, place) AS channel_of,
    coalesce(sum(amount) FILTER (currency = 'EUR'), 0)::DOUBLE AS eur, bool_or(currency = 'EUR' AND amount IS NOT NULL) AS paid_eur
  FROM lines GROUP BY customer_number, number
),
touch AS (SELECT customer_number, place, time, channel, coalesce(stage, '(no stage)') AS stage FROM life
  WHERE NOT bought AND channel IS NOT NULL),
-- Touches of each conversion within 30 days, runs and all; `within` is the last event of its run.
raw AS (
  SELECT c.customer_number, c.number, c.time AS bought_at, c.eur, c.paid_eur, t.place, t.time, t.channel, t.stage,
    lead(t.channel) OVER (PARTITION BY c.customer_number, c.number ORDER BY t.place) IS DISTINCT FROM t.channel AS ends_run
  FROM conversion c JOIN touch t ON t.customer_number = c.customer_number AND t.place < c.place
    AND c.time - t.time <= INTERVAL 30 DAY
),
path AS (
  SELECT *, row_number() OVER w AS i, count(*) OVER (PARTITION BY customer_number, number) AS m,
    pow(0.5, epoch(bought_at - time) / 604800) AS weight
  FROM raw WHERE ends_run WINDOW w AS (PARTITION BY customer_number, number ORDER BY place)
),
share AS (
  SELECT *, CASE WHEN i = 1 THEN 1 ELSE 0 END AS first, CASE WHEN i = m THEN 1 ELSE 0 END AS last, 1.0 / m AS linear,
    weight / sum(weight) OVER (PARTITION BY customer_number, number) AS time_decay,
    CASE WHEN m = 1 THEN 1 WHEN m = 2 THEN 0.5 WHEN i = 1 OR i = m THEN 0.4 ELSE 0.2 / (m - 2) END AS position
  FROM path
),
none AS (SELECT * FROM conversion c ANTI JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number),

-- ask: {"measure":"attribution","parameters":{"model":"linear"}}
x AS (SELECT 1)
SELECT channel AS touch, 'linear' AS model, sum(linear) AS value, count(DISTINCT customer_number || ' ' || number) AS n,
  count(DISTINCT customer_number) AS customers, 100 * sum(linear) / (SELECT count(*) FROM conversion) AS share
FROM share GROUP BY channel
UNION ALL
SELECT '(none)', 'linear', count(*), count(*), count(DISTINCT customer_number),
  100 * count(*) / (SELECT count(*) FROM conversion) FROM none;

-- ask: {"measure":"attribution","parameters":{"model":"time_decay","show":"stages"}}
x AS (SELECT 1)
SELECT stage, channel AS touch, 'time_decay' AS model, sum(time_decay) AS value,
  count(DISTINCT customer_number || ' ' || number) AS n, count(DISTINCT customer_number) AS customers
FROM share GROUP BY stage, channel
UNION ALL SELECT '(none)', '(none)', 'time_decay', count(*), count(*), count(DISTINCT customer_number) FROM none;

-- ask: {"measure":"attribution","parameters":{"model":"position","show":"revenue"},"where":"not exists(currency) or currency = \"EUR\""}
-- The filter leaves events without a currency, and those in euros: as if the others had not happened.
kept AS (SELECT *, row_number() OVER (PARTITION BY customer_number ORDER BY time, sequence) AS p FROM life
  WHERE currency IS NULL OR currency = 'EUR'),
bought AS (SELECT customer_number, coalesce("order", 'event ' || sequence) AS number, min(p) AS p, min(time) AS time,
    sum(amount) FILTER (currency = 'EUR') AS eur, sum(amount) FILTER (currency IS NULL) AS other
  FROM kept WHERE bought GROUP BY ALL),
touched AS (SELECT b.*, k.p AS q, k.channel,
    lead(k.channel) OVER (PARTITION BY b.customer_number, b.number ORDER BY k.p) IS DISTINCT FROM k.channel AS ends_run
  FROM bought b JOIN kept k ON k.customer_number = b.customer_number AND NOT k.bought AND k.channel IS NOT NULL
    AND k.p < b.p AND b.time - k.time <= INTERVAL 30 DAY),
placed AS (SELECT *, row_number() OVER (PARTITION BY customer_number, number ORDER BY q) AS i,
    count(*) OVER (PARTITION BY customer_number, number) AS m FROM touched WHERE ends_run),
shared AS (SELECT *, CASE WHEN m = 1 THEN 1 WHEN m = 2 THEN 0.5 WHEN i = 1 OR i = m THEN 0.4 ELSE 0.2 / (m - 2) END AS part
  FROM placed),
paid AS (SELECT customer_number, number, channel, part, 'EUR' AS currency, eur AS amount FROM shared WHERE eur IS NOT NULL
  UNION ALL SELECT customer_number, number, channel, part, '', other FROM shared WHERE other IS NOT NULL
  UNION ALL SELECT customer_number, number, '(none)', 1, 'EUR', eur FROM bought b
    ANTI JOIN touched t ON t.customer_number = b.customer_number AND t.number = b.number WHERE eur IS NOT NULL
  UNION ALL SELECT customer_number, number, '(none)', 1, '', other FROM bought b
    ANTI JOIN touched t ON t.customer_number = b.customer_number AND t.number = b.number WHERE other IS NOT NULL)
SELECT channel AS touch, 'position' AS model, currency, sum(part * amount::DOUBLE) AS value,
  count(DISTINCT customer_number || ' ' || number) AS n, count(DISTINCT customer_number) AS customers
FROM paid GROUP BY channel, currency;

-- ask: {"measure":"attribution","parameters":{"model":"shapley","conversions":"repeat"},"by":["channel"]}
-- v(S) = conversions whose channels lie in S; the sum over subsets is that of the definition.
counted AS (SELECT * FROM conversion QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY place) > 1),
own AS (SELECT c.customer_number, c.number, c.channel_of, list_sort(list(DISTINCT r.channel)) AS channels
  FROM counted c JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number GROUP BY ALL),
known AS (SELECT DISTINCT channel FROM touch),
pick(s) AS (SELECT []::VARCHAR[] UNION ALL
  SELECT list_append(s, channel) FROM pick, known WHERE len(s) = 0 OR channel > s[len(s)]),
worth AS (SELECT channel_of, s, count(*) FILTER (list_has_all(s, channels)) AS v FROM pick, own GROUP BY ALL),
marginal AS (SELECT a.channel_of, k.channel, len(a.s) AS size, b.v - a.v AS gain
  FROM known k JOIN worth a ON NOT list_contains(a.s, k.channel)
  JOIN worth b ON b.channel_of IS NOT DISTINCT FROM a.channel_of AND b.s = list_sort(list_append(a.s, k.channel))),
game AS (SELECT channel_of, channel, sum(gain * factorial(size::INTEGER) * factorial((SELECT count(*) FROM known)::INTEGER - size::INTEGER - 1)
    / factorial((SELECT count(*) FROM known)::INTEGER)) AS value FROM marginal GROUP BY ALL),
counts AS (SELECT c.channel_of, r.channel, count(DISTINCT c.customer_number || ' ' || c.number) AS n,
    count(DISTINCT c.customer_number) AS customers
  FROM counted c JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number GROUP BY ALL)
SELECT g.channel_of AS channel, g.channel AS touch, 'shapley' AS model, g.value, c.n, c.customers FROM game g
JOIN counts c ON c.channel_of IS NOT DISTINCT FROM g.channel_of AND c.channel = g.channel
UNION ALL SELECT channel_of, '(none)', 'shapley', count(*), count(*), count(DISTINCT customer_number)
FROM (FROM counted c ANTI JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number) GROUP BY channel_of;

-- ask: {"measure":"attribution","parameters":{"model":"markov","look_back":"400d"}}
-- All touches before a customer's last purchase lead to one; those after it are one lost path.
walked AS (SELECT c.customer_number, c.number, t.place, t.channel, true AS converted
  FROM conversion c JOIN touch t ON t.customer_number = c.customer_number AND t.place < c.place
  UNION ALL SELECT customer_number, 'lost', place, channel, false FROM touch t
  WHERE place > coalesce((SELECT max(place) FROM conversion c WHERE c.customer_number = t.customer_number), 0)),
runs AS (SELECT * FROM walked QUALIFY
  lead(channel) OVER (PARTITION BY customer_number, number ORDER BY place) IS DISTINCT FROM channel),
step AS (SELECT coalesce(lag(channel) OVER steps, '(start)') AS a, channel AS b FROM runs
  WINDOW steps AS (PARTITION BY customer_number, number ORDER BY place)
  UNION ALL SELECT arg_max(channel, place), CASE WHEN any_value(converted) THEN '(yes)' ELSE '(no)' END
  FROM runs GROUP BY customer_number, number),
chance AS (SELECT a, b, count(*) / sum(count(*)) OVER (PARTITION BY a) AS p FROM step GROUP BY a, b),
removed AS (SELECT DISTINCT channel AS gone FROM runs UNION ALL SELECT '(nobody)'),
walk(round, gone, state, p) AS (
  SELECT 0, gone, '(start)', 1.0::DOUBLE FROM removed
  UNION ALL
  SELECT round + 1, gone, b, sum(walk.p * chance.p) FROM walk JOIN chance ON a = state
  WHERE b <> gone AND round < 400 GROUP BY round, gone, b),
ended AS (SELECT gone, sum(p) FILTER (state = '(yes)') AS p FROM walk GROUP BY gone),
effect AS (SELECT gone, 1 - p / (SELECT p FROM ended WHERE gone = '(nobody)') AS e FROM ended WHERE gone <> '(nobody)')
SELECT gone AS touch, 'markov' AS model, e / (SELECT sum(e) FROM effect) * (SELECT count(*) FROM
    (SELECT DISTINCT customer_number, number FROM runs WHERE converted)) AS value,
  (SELECT count(DISTINCT customer_number || ' ' || number) FROM runs WHERE converted AND channel = gone) AS n
FROM effect
UNION ALL
SELECT '(none)', 'markov', count(*), count(*) FROM conversion c
  ANTI JOIN (FROM runs WHERE converted) r ON r.customer_number = c.customer_number AND r.number = c.number
HAVING count(*) > 0;

-- ask: {"measure":"attribution","parameters":{"show":"closer","conversions":"first"}}
counted AS (SELECT * FROM conversion QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY place) = 1),
leader AS (SELECT c.customer_number, c.number, coalesce(arg_max(CASE WHEN r.channel = 'store' THEN 'closer' ELSE r.channel END, r.place), '(none)') AS who
  FROM counted c LEFT JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number GROUP BY ALL),
counts AS (SELECT who, count(*) AS x, sum(count(*)) OVER () AS n, 1.959963984540054 AS z FROM leader GROUP BY who)
SELECT who AS "group", 100.0 * x / n AS value, n::BIGINT AS n, x AS led, x AS customers,
  100 * (x + z * z / 2 - z * sqrt(x * (1 - x / n) + z * z / 4)) / (n + z * z) AS low,
  100 * (x + z * z / 2 + z * sqrt(x * (1 - x / n) + z * z / 4)) / (n + z * z) AS high
FROM counts;

-- ask: {"measure":"attribution","parameters":{"show":"groups","conversions":"repeat","group":["service: channel = \"call\"","marketing: channel = \"web\""]}}
counted AS (SELECT * FROM conversion QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY place) > 1),
leader AS (SELECT c.customer_number, c.number, CASE arg_max(r.channel, r.place) WHEN 'call' THEN 'service' WHEN 'web' THEN 'marketing'
    WHEN 'store' THEN '(other)' ELSE '(none)' END AS who
  FROM counted c LEFT JOIN raw r ON r.customer_number = c.customer_number AND r.number = c.number GROUP BY ALL)
SELECT who AS "group", 100.0 * count(*) / sum(count(*)) OVER () AS value, count(*) AS led,
  count(DISTINCT customer_number) AS customers FROM leader GROUP BY who;
