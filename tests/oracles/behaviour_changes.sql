-- Behaviour changes: one change of a Poisson rate a customer, in periods of 9 days from the first event, with the
-- binomial tail added up.
WITH asked AS (SELECT max(time) AS as_of FROM events),
people AS (SELECT *, min(time) OVER (PARTITION BY customer_number) AS begin FROM events WHERE customer IS NOT NULL),
histories AS (SELECT DISTINCT customer_number, begin,
    (epoch_us(as_of) - epoch_us(begin) + 1) // (9 * 86400000000) AS periods FROM people, asked),
tested AS (SELECT * FROM histories WHERE periods >= 6),
placed AS (SELECT customer_number, (epoch_us(p.time) - epoch_us(p.begin)) // (9 * 86400000000) AS period
  FROM people p JOIN tested USING (customer_number)),
cells AS (SELECT customer_number, begin, periods, unnest(range(0, periods)) AS period FROM tested),
counts AS (SELECT c.customer_number, c.begin, c.periods, c.period, count(p.period) AS events
  FROM cells c LEFT JOIN placed p ON p.customer_number = c.customer_number AND p.period = c.period GROUP BY ALL),
running AS (SELECT *, period + 1 AS k,
    sum(events) OVER (PARTITION BY customer_number ORDER BY period) AS a,
    sum(events) OVER (PARTITION BY customer_number) AS s FROM counts),
ratios AS (SELECT *,
    CASE WHEN a > 0 THEN a * ln(a / k) ELSE 0 END
      + CASE WHEN s > a THEN (s - a) * ln((s - a) / (periods - k)) ELSE 0 END AS ratio
  FROM running WHERE k BETWEEN 2 AND periods - 2),
likeliest AS (SELECT * FROM (SELECT *, max(ratio) OVER (PARTITION BY customer_number) AS most FROM ratios)
  WHERE ratio >= most - 1e-9 QUALIFY row_number() OVER (PARTITION BY customer_number ORDER BY k) = 1),
tails AS (SELECT l.customer_number, sum(chance) FILTER (x <= a) AS low, sum(chance) FILTER (x >= a) AS high
  FROM (SELECT customer_number, a, s, x, exp(lgamma(s + 1) - lgamma(x + 1) - lgamma(s - x + 1)
      + x * ln(k / periods) + (s - x) * ln(1 - k / periods)) AS chance
    FROM (SELECT *, unnest(range(0, s::BIGINT + 1)) AS x FROM likeliest)) l GROUP BY l.customer_number),
changes AS (SELECT *, begin + to_microseconds((9 * 86400000000 * k)::BIGINT) AS date,
    CASE WHEN (s - a) / (periods - k) > a / k THEN 'rising' ELSE 'falling' END AS direction
  FROM likeliest JOIN tails USING (customer_number)
  WHERE least(1, 2 * least(low, high)) * (periods - 3) <= 0.5),

-- ask: {"measure":"behaviour_changes","parameters":{"period":"9d","gap":"0","least":"6","level":"0.5"}}
before AS (SELECT c.customer_number, last(p.touchpoint ORDER BY p.time, p.sequence) AS touchpoint
  FROM changes c JOIN people p ON p.customer_number = c.customer_number AND p.time < c.date GROUP BY ALL)
SELECT touchpoint, direction, 100 * count(*) / (SELECT count(*) FROM tested) AS value,
  (SELECT count(*) FROM tested) AS n, count(*) AS customers, count(*) AS changes,
  median(round(1e6 * a / k)) / 1e6 AS rate_before, median(round(1e6 * (s - a) / (periods - k))) / 1e6 AS rate_after
FROM changes JOIN before USING (customer_number) GROUP BY touchpoint, direction;

-- ask: {"measure":"behaviour_changes","parameters":{"period":"9d","gap":"0","least":"6","level":"0.5","show":"when"}}
dated AS (SELECT *, strftime(date_trunc('month', date), '%Y-%m-%d') AS month FROM changes)
SELECT month AS at, direction, count(*) AS customers, (SELECT count(*) FROM tested) AS n FROM dated
GROUP BY month, direction;
