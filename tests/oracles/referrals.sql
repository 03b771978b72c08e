-- Referrals, where the channel stands for who brought a customer: nobody of these names is a customer, so that every
-- chain is one step long. Chains of customers are judged by the twin in referrals_test.cc.
WITH people AS (SELECT * FROM events WHERE customer IS NOT NULL),
brought AS (SELECT customer_number, first(channel ORDER BY time, sequence) AS head FROM people
  WHERE channel IS NOT NULL GROUP BY ALL),
worth AS (SELECT customer_number, sum(amount) AS amount FROM people WHERE currency = 'EUR' GROUP BY ALL),

-- ask: {"measure":"referrals","parameters":{"referrer":"channel","currency":"EUR"}}
chains AS (SELECT * FROM brought LEFT JOIN worth USING (customer_number))
SELECT sum(amount) AS value, 'EUR' AS currency, 0 AS customers, count(*) AS referred, count(DISTINCT head) AS chains,
  1 AS depth
FROM chains;

-- ask: {"measure":"referrals","parameters":{"referrer":"channel","currency":"EUR","show":"chains"}}
chains AS (SELECT * FROM brought LEFT JOIN worth USING (customer_number))
SELECT head, coalesce(sum(amount), 0) AS value, 0 AS customers, count(*) AS referred, 1 AS depth
FROM chains GROUP BY head;

-- ask: {"measure":"referrals","parameters":{"referrer":"channel","currency":"EUR","show":"depth","referral":"touchpoint = \"visit\""}}
visits AS (SELECT customer_number FROM people WHERE channel IS NOT NULL AND touchpoint = 'visit' GROUP BY ALL)
SELECT 1 AS depth, sum(amount) AS value, 0 AS customers, count(*) AS referred
FROM visits LEFT JOIN worth USING (customer_number);
