-- Conversations: sums over those that tell what a figure needs, divided; the median wait; escalations with Wilson's.
WITH talks AS (SELECT *, strftime(date_trunc('month', time), '%Y-%m-%d') AS month FROM events WHERE "voice.turns" IS NOT NULL),

-- ask: {"measure":"conversations"}
sums AS (SELECT count(*) AS n, count(DISTINCT customer) AS customers,
  60 * sum("voice.agent_words") FILTER ("voice.agent_talk" IS NOT NULL)
    / nullif(sum("voice.agent_talk") FILTER ("voice.agent_words" IS NOT NULL), 0) AS agent_pace,
  60 * sum("voice.customer_words") FILTER ("voice.customer_talk" IS NOT NULL)
    / nullif(sum("voice.customer_talk") FILTER ("voice.customer_words" IS NOT NULL), 0) AS customer_pace,
  100 * sum("voice.agent_talk") FILTER ("voice.customer_talk" IS NOT NULL)
    / nullif(sum("voice.agent_talk" + "voice.customer_talk"), 0) AS agent_share,
  100 * sum("voice.silence") FILTER ("voice.agent_talk" + "voice.customer_talk" IS NOT NULL)
    / nullif(sum("voice.silence" + "voice.agent_talk" + "voice.customer_talk"), 0) AS silence_share,
  avg("voice.interruptions") AS interruptions, quantile_cont("voice.response", 0.5) AS response, avg("voice.cues") AS cues,
  avg("voice.hesitations") AS hesitations, avg("voice.apologies") AS apologies, avg("voice.courtesies") AS courtesies,
  avg("voice.promises") AS promises, count(*) FILTER ("voice.escalation" = 'yes') AS escalated,
  count("voice.escalation") AS told FROM talks)
SELECT n AS value, n, customers, agent_pace, customer_pace, agent_share, silence_share, interruptions, response, cues, hesitations,
  apologies, courtesies, promises, escalated, CASE WHEN told > 0 THEN 100.0 * escalated / told END AS escalated_share,
  CASE WHEN told > 0 THEN 100 * ((escalated / told + 3.841458820694124 / (2 * told)) - 1.959963984540054
    * sqrt(escalated / told * (1 - escalated / told) / told + 3.841458820694124 / (4 * told ^ 2))) / (1 + 3.841458820694124 / told) END AS escalated_low,
  CASE WHEN told > 0 THEN 100 * ((escalated / told + 3.841458820694124 / (2 * told)) + 1.959963984540054
    * sqrt(escalated / told * (1 - escalated / told) / told + 3.841458820694124 / (4 * told ^ 2))) / (1 + 3.841458820694124 / told) END AS escalated_high
FROM sums;

-- ask: {"measure":"conversations","by":["channel"],"over":"month","where":"voice.agent_words > 0"}
chosen AS (SELECT * FROM talks WHERE "voice.agent_words" > 0)
SELECT channel, month AS period, count(*) AS n, count(DISTINCT customer) AS customers, avg("voice.cues") AS cues,
  quantile_cont("voice.response", 0.5) AS response, count(*) FILTER ("voice.escalation" = 'yes') AS escalated
FROM chosen GROUP BY channel, month;
