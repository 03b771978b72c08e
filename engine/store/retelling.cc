// What the record must know before events that are told again can be weighed: the telling in force of those that have
// no version, and what it says.
//
// Both need a look at the table `event`; neither happens when events come with a version from their first telling on.
#include <algorithm>

#include "store/appending.h"

namespace sojourn {
namespace {

// A content's own key, whatever the id: equal when two tellings say the same.
EventKey content_key(const Event& event) {
  Event content = event;
  content.id = {};
  for (const FieldInfo& info : all_fields()) {  // The record keeps no empty terms.
    const bool empty = info.type == FieldType::kTerm && event.text(info.field).empty();
    if (empty) content.present &= ~(uint64_t{1} << static_cast<unsigned>(info.field));
  }
  return event_key("", content);
}

// Columns of a telling before its fields.
enum Column : size_t { kSequence, kTime, kOffset, kWho, kOthers, kProperties, kFields };

}  // namespace

// Reads an event back as it was when it came in. Borrows from the rows and the book.
Event Record::Appending::stored(const DuckRows& rows, size_t row) const {
  const IdentityBook& book = *record_.book_;
  Event event;
  event.time = rows.values<int64_t>(kTime)[row];
  event.offset_minutes = rows.values<int16_t>(kOffset)[row];
  const auto add = [&](IdentifierCode code) {
    if (book.kind(code) != IdentifierKind::kUnknown) event.who[event.who_count++] = {book.kind(code), book.value(code)};
  };
  if (rows.valid(kOthers, row)) {
    for (const IdentifierCode code : rows.codes(kOthers, row)) add(code);
  } else {
    add(rows.values<IdentifierCode>(kWho)[row]);
  }
  if (rows.valid(kProperties, row)) event.properties = rows.text(kProperties, row);
  for (const FieldInfo& info : all_fields()) {
    const size_t column = kFields + static_cast<size_t>(info.field);
    if (info.type == FieldType::kTerm) {
      const auto term = rows.values<TermCode>(column)[row];
      if (term != 0) event.set_text(info.field, record_.vocabulary_->text(term));
    } else if (!rows.valid(column, row)) {
      continue;
    } else if (is_text(info.type)) {
      event.set_text(info.field, rows.text(column, row));
    } else if (info.type == FieldType::kNumber) {
      event.set_number(info.field, rows.values<double>(column)[row]);
    } else if (info.type == FieldType::kBool) {
      event.set_integer(info.field, rows.values<bool>(column)[row] ? 1 : 0);
    } else {
      event.set_integer(info.field, rows.values<int64_t>(column)[row]);
    }
  }
  return event;
}

// The tellings in force of events that have no version yet.
Status Record::Appending::find_tellings() {
  std::vector<EventKey> wanted;
  for (const BatchPart& part : parts_) {
    for (const Event& event : part.batch->events) {
      if (event.version == 0 && !part.batch->replaces) continue;
      retelling_ = true;
      const EventKey key = event_key(part.batch->source, event);
      if (record_.event_keys_.contains(key) && record_.versions_.find(key) == nullptr) wanted.push_back(key);
    }
  }
  if (wanted.empty()) return {};
  SOJOURN_CHECK(record_.writer_.run("CREATE OR REPLACE TEMP TABLE told(key_low UBIGINT, key_high UBIGINT)"));
  SOJOURN_TRY(DuckAppender keys,
              DuckAppender::open(record_.writer_, "told",
                                 {{"key_low", DUCKDB_TYPE_UBIGINT}, {"key_high", DUCKDB_TYPE_UBIGINT}}));
  for (const EventKey& key : wanted) {
    SOJOURN_CHECK(keys.next_row());
    keys.put(0, key.low);
    keys.put(1, key.high);
  }
  SOJOURN_CHECK(keys.finish());
  SOJOURN_TRY(DuckRows rows, record_.writer_.query("SELECT key_low, key_high, sequence, who FROM event"
                                                   " SEMI JOIN told USING (key_low, key_high)"
                                                   " ANTI JOIN superseded USING (sequence)"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      told_.put({rows.values<uint64_t>(0)[i], rows.values<uint64_t>(1)[i]},
                {0, rows.values<int64_t>(2)[i], rows.values<IdentifierCode>(3)[i]});
    }
  }
}

// What the record says now of the events that batches would replace.
Status Record::Appending::read_contents() {
  std::vector<int64_t> wanted;
  for (const BatchPart& part : parts_) {
    if (!part.batch->replaces) continue;
    for (const Event& event : part.batch->events) {
      const Telling* telling = in_force(event_key(part.batch->source, event));
      if (telling != nullptr) wanted.push_back(telling->sequence);
    }
  }
  if (wanted.empty()) return {};
  std::string sql = "SELECT sequence, time, offset_minutes, who, others, properties";
  for (const FieldInfo& info : all_fields()) sql += ", " + sql_name(info.name);
  SOJOURN_CHECK(record_.writer_.run("CREATE OR REPLACE TEMP TABLE told(sequence BIGINT)"));
  SOJOURN_TRY(DuckAppender numbers, DuckAppender::open(record_.writer_, "told", {{"sequence", DUCKDB_TYPE_BIGINT}}));
  for (const int64_t sequence : wanted) {
    SOJOURN_CHECK(numbers.next_row());
    numbers.put(0, sequence);
  }
  SOJOURN_CHECK(numbers.finish());
  SOJOURN_TRY(DuckRows rows, record_.writer_.query(sql + " FROM event SEMI JOIN told USING (sequence)"));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      contents_.emplace(rows.values<int64_t>(kSequence)[i], content_key(stored(rows, i)));
    }
  }
}

const Telling* Record::Appending::in_force(const EventKey& key) const {
  const Telling* telling = record_.versions_.find(key);
  return telling == nullptr ? told_.find(key) : telling;
}

// Does the telling in force say just that?
bool Record::Appending::says_the_same(const Telling& telling, const Event& event) const {
  const int64_t place = telling.sequence - record_.last_sequence_ - 1;
  if (place >= 0) return content_key(*new_[static_cast<size_t>(place)].event) == content_key(event);
  const auto known = contents_.find(telling.sequence);
  return known != contents_.end() && known->second == content_key(event);
}

// Is the telling to be stored in place of the one in force?
bool Record::Appending::replaces(const BatchPart& part, const Event& event, const Telling& telling) const {
  if (event.version != telling.version) return event.version > telling.version;
  return part.batch->replaces && !says_the_same(telling, event);
}

Status Record::Appending::write_versions() {
  std::vector<DuckAppender::Column> columns{{"key_low", DUCKDB_TYPE_UBIGINT},
                                            {"key_high", DUCKDB_TYPE_UBIGINT},
                                            {"version", DUCKDB_TYPE_BIGINT},
                                            {"sequence", DUCKDB_TYPE_BIGINT},
                                            {"who", DUCKDB_TYPE_UINTEGER}};
  const bool versions = std::any_of(new_.begin(), new_.end(), [](const New& one) { return one.event->version != 0; });
  if (versions) {
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "event_version", columns));
    int64_t sequence = record_.last_sequence_;
    for (const New& one : new_) {
      ++sequence;
      if (one.event->version == 0) continue;
      SOJOURN_CHECK(rows.next_row());
      rows.put(0, one.key.low);
      rows.put(1, one.key.high);
      rows.put(2, one.event->version);
      rows.put(3, sequence);
      rows.put(4, one.who);
    }
    SOJOURN_CHECK(rows.finish());
  }
  if (superseded_.empty()) return {};
  SOJOURN_TRY(DuckAppender rows,
              DuckAppender::open(
                  record_.writer_, "superseded",
                  {{"sequence", DUCKDB_TYPE_BIGINT}, {"who", DUCKDB_TYPE_UINTEGER}, {"by", DUCKDB_TYPE_BIGINT}}));
  for (const Superseded& one : superseded_) {
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, one.sequence);
    rows.put(1, one.who);
    rows.put(2, one.by);
  }
  return rows.finish();
}

}  // namespace sojourn
