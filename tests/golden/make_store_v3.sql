-- A record of version 3, as it was when the identifiers of an event stood in a list: five events, of which one has two
-- identifiers, one three with large codes, and one was told again. Kept as SQL, because it can be read and because
-- DuckDB's files are large; never edited. The keys are event_key() of the source and the id, which must stay the same
-- for ever.

CREATE TABLE meta(key VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE term(code UINTEGER NOT NULL, text VARCHAR NOT NULL);
CREATE TABLE identifier(code UINTEGER NOT NULL, kind UTINYINT NOT NULL, value VARCHAR NOT NULL, first_seen
  BIGINT NOT NULL);
CREATE TABLE customer(identifier UINTEGER NOT NULL, customer UINTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE link(number BIGINT NOT NULL, a UINTEGER NOT NULL, b UINTEGER NOT NULL, since BIGINT NOT NULL,
  by_hand BOOLEAN NOT NULL, reason VARCHAR NOT NULL, made_at BIGINT NOT NULL, undone_at BIGINT);
CREATE TABLE reject(source UINTEGER NOT NULL, file VARCHAR NOT NULL, line BIGINT NOT NULL, field VARCHAR NOT
  NULL, reason VARCHAR NOT NULL, raw VARCHAR NOT NULL, rejected_at BIGINT NOT NULL);
CREATE TABLE source_count(source UINTEGER NOT NULL, input VARCHAR NOT NULL, run BIGINT NOT NULL, "rows"
  BIGINT NOT NULL, "events" BIGINT NOT NULL, "repeats" BIGINT NOT NULL, "without_id" BIGINT NOT NULL,
  "without_time" BIGINT NOT NULL, "rejected" BIGINT NOT NULL, "base_rows" BIGINT NOT NULL, "base_events"
  BIGINT NOT NULL, "base_repeats" BIGINT NOT NULL, "base_without_id" BIGINT NOT NULL, "base_without_time"
  BIGINT NOT NULL, "base_rejected" BIGINT NOT NULL, "run_rows" BIGINT NOT NULL, "run_events" BIGINT NOT
  NULL, "run_repeats" BIGINT NOT NULL, "run_without_id" BIGINT NOT NULL, "run_without_time" BIGINT NOT NULL,
  "run_rejected" BIGINT NOT NULL, run_new_rejects BIGINT NOT NULL, first_event BIGINT, last_event BIGINT,
  last_import BIGINT NOT NULL);
CREATE TABLE event(sequence BIGINT NOT NULL, key_low UBIGINT NOT NULL, key_high UBIGINT NOT NULL, id
  VARCHAR, source UINTEGER NOT NULL, time BIGINT NOT NULL, offset_minutes SMALLINT NOT NULL, received BIGINT
  NOT NULL, who UINTEGER NOT NULL, others UINTEGER[], properties VARCHAR, "channel" UINTEGER DEFAULT 0,
  "touchpoint" UINTEGER DEFAULT 0, "stage" UINTEGER DEFAULT 0, "direction" UINTEGER DEFAULT 0, "perceived"
  BOOLEAN, "kind" UINTEGER DEFAULT 0, "question" UINTEGER DEFAULT 0, "scale_min" DOUBLE, "scale_max" DOUBLE,
  "answer" DOUBLE, "text" VARCHAR, "language" UINTEGER DEFAULT 0, "amount" BIGINT, "currency" UINTEGER
  DEFAULT 0, "product" UINTEGER DEFAULT 0, "quantity" DOUBLE, "order" VARCHAR, "subscription" VARCHAR,
  "agent" UINTEGER DEFAULT 0, "queue" UINTEGER DEFAULT 0, "wait" BIGINT, "talk" BIGINT, "hold" BIGINT,
  "wrap" BIGINT, "transfers" DOUBLE, "resolved" BOOLEAN, "campaign" UINTEGER DEFAULT 0, "cost" BIGINT,
  "department" UINTEGER DEFAULT 0, "device" UINTEGER DEFAULT 0, "location" UINTEGER DEFAULT 0, "promise" BIGINT,
  "outcome" UINTEGER DEFAULT 0);
CREATE TABLE touchpoint_stage(touchpoint VARCHAR NOT NULL, stage VARCHAR NOT NULL);
CREATE TABLE event_version(key_low UBIGINT NOT NULL, key_high UBIGINT NOT NULL, version BIGINT NOT NULL,
  sequence BIGINT NOT NULL, who UINTEGER NOT NULL);
CREATE TABLE superseded(sequence BIGINT NOT NULL, who UINTEGER NOT NULL, "by" BIGINT NOT NULL);
CREATE TABLE document(kind VARCHAR NOT NULL, name VARCHAR NOT NULL, text VARCHAR NOT NULL,
  changed_at BIGINT NOT NULL);
CREATE TABLE raw_body(number BIGINT NOT NULL, source VARCHAR NOT NULL, format VARCHAR NOT NULL,
  headers VARCHAR NOT NULL, body BLOB NOT NULL, received BIGINT NOT NULL, outcome VARCHAR NOT NULL);

CREATE VIEW events AS SELECT sequence, id FROM event;
INSERT INTO meta VALUES ('schema_version', '3'), ('views', 'of version 3'), ('identity_version', '3'),
  ('customers_stale', 'true');
INSERT INTO term VALUES (1, 'shop'), (2, 'web'), (3, 'visit'), (4, 'purchase'), (5, 'EUR'), (6, 'served');
INSERT INTO identifier VALUES (1, 0, 'C-1', 1000), (2, 1, 'a@example.com', 1000), (3, 3, 'cookie', 1000);
INSERT INTO identifier SELECT code, 3, 'cookie ' || code, 1000 FROM range(4, 70001) codes(code);
INSERT INTO link VALUES (1, 1, 2, 1772366400000000, false, '', 1000, NULL),
  (2, 1, 3, 2000, true, 'by mistake', 2000, 3000);
INSERT INTO reject VALUES (1, 'f.csv', 4, 'time', 'no time', 'x,,y', 1000);
INSERT INTO source_count VALUES (1, 'f.csv', 7, 3, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 0, 1, 1,
  1772366400000000, 1772370000000000, 1000);
INSERT INTO event(sequence, key_low, key_high, id, source, time, offset_minutes, received, who, others, channel,
  touchpoint, amount, currency, properties, promise, outcome) VALUES
  (1, 14981196662585661971, 11007996352381526833, 'e1', 1, 1772366400000000, 60, 1000, 1, [1, 2], 2, 3, NULL, 0,
  NULL, 1772370000000000, 6),
  (2, 3467330679212147193, 3747364049910219075, 'e2', 1, 1772370000000000, 60, 1000, 2, NULL, 2, 4, 1999, 5,
  '{"coupon":true}', NULL, 0),
  (3, 1, 2, 'e5', 1, 1772370000000001, 60, 1000, 70000, [70000, 258, 65794], 2, 4, NULL, 0, NULL, NULL, 0),
  (4, 3, 4, 'e6', 1, 1772370000000002, 60, 1000, 1, NULL, 2, 3, NULL, 0, NULL, NULL, 0),
  (5, 3, 4, 'e6', 1, 1772370000000003, 60, 1000, 1, [1, 2], 2, 4, NULL, 0, NULL, NULL, 0);
INSERT INTO event_version VALUES (3, 4, 1, 4, 1), (3, 4, 2, 5, 1);
INSERT INTO superseded VALUES (4, 1, 5);
INSERT INTO document VALUES ('source', 'shop', '{}', 1000);
INSERT INTO raw_body VALUES (1, 'calls', 'x', '{}', 'body', 1000, '');
INSERT INTO touchpoint_stage VALUES ('purchase', 'buy');
