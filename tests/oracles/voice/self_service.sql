-- Self-service: events on the channels of machines, joined by the session or else the conversation they name; the last
-- event that tells how it ended decides.
WITH spoken AS (
  SELECT *, CASE
      WHEN lower(replace(outcome, '-', ' ')) IN ('served') THEN 'solved'
      WHEN lower(replace(outcome, '-', ' ')) IN ('handed over') THEN 'handed_over'
      WHEN lower(replace(outcome, '-', ' ')) IN ('hang up', 'failed') THEN 'left'
      WHEN transfers > 0 THEN 'handed_over' WHEN resolved THEN 'solved' WHEN NOT resolved THEN 'left' END AS told,
    CASE WHEN customer IS NULL THEN 'e' || sequence
      ELSE coalesce('s' || "properties.session", 't' || "properties.conversation", 'e' || sequence) END AS session
  FROM events
),

-- ask: {"measure":"self_service"}
sessions AS (SELECT customer_number, any_value(customer) AS customer, arg_max(told, (time, sequence)) FILTER (told IS NOT NULL) AS told
  FROM spoken WHERE lower(channel) IN ('chatbot', 'sms', 'ivr') AND direction IS DISTINCT FROM 'out' AND kind IS NULL
  GROUP BY customer_number, session),
counts AS (SELECT count(told) AS n, count(*) FILTER (told = 'solved') AS solved, count(*) FILTER (told = 'handed_over') AS handed_over,
  count(*) FILTER (told = 'left') AS "left", count(*) - count(told) AS unknown,
  count(DISTINCT customer) FILTER (told IS NOT NULL) AS customers FROM sessions)
SELECT CASE WHEN n > 0 THEN 100.0 * solved / n END AS value, n, solved, handed_over, "left", unknown, customers,
  CASE WHEN n > 0 THEN 100 * ((solved / n + 3.841458820694124 / (2 * n)) - 1.959963984540054
    * sqrt(solved / n * (1 - solved / n) / n + 3.841458820694124 / (4 * n ^ 2))) / (1 + 3.841458820694124 / n) END AS low,
  CASE WHEN n > 0 THEN 100.0 * handed_over / n END AS handed_over_share, CASE WHEN n > 0 THEN 100.0 * "left" / n END AS left_share
FROM counts WHERE n + unknown > 0;

-- ask: {"measure":"self_service","parameters":{"sessions":"touchpoint = \"support\"","solved":"transfers = 0"},"by":["channel"]}
sessions AS (SELECT channel, customer_number,
    arg_max(CASE WHEN transfers = 0 THEN 'solved' ELSE told END, (time, sequence)) FILTER (told IS NOT NULL OR transfers = 0) AS told
  FROM spoken WHERE touchpoint = 'support' GROUP BY channel, customer_number, session)
SELECT channel, CASE WHEN count(told) > 0 THEN 100.0 * count(*) FILTER (told = 'solved') / count(told) END AS value,
  count(told) AS n, count(*) FILTER (told = 'handed_over') AS handed_over, count(*) - count(told) AS unknown
FROM sessions GROUP BY channel;
