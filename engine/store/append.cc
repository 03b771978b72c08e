// A batch becomes part of the record: all of it or nothing.
#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/limits.h"
#include "store/record.h"
#include "store/reject_key.h"
#include "store/schema.h"

namespace sojourn {
namespace {

constexpr const char* kCounts[] = {"rows", "events", "repeats", "without_id", "without_time", "rejected"};

// The columns of every event; fields follow.
enum FixedColumn : size_t {
  kSequence,
  kKeyLow,
  kKeyHigh,
  kId,
  kSource,
  kTime,
  kOffset,
  kReceived,
  kWho,
  kOthers,
  kProperties,
  kFixedColumns
};

std::vector<DuckAppender::Column> event_columns(const std::vector<Field>& fields) {
  std::vector<DuckAppender::Column> columns{{"sequence", DUCKDB_TYPE_BIGINT},
                                            {"key_low", DUCKDB_TYPE_UBIGINT},
                                            {"key_high", DUCKDB_TYPE_UBIGINT},
                                            {"id", DUCKDB_TYPE_VARCHAR},
                                            {"source", DUCKDB_TYPE_UINTEGER},
                                            {"time", DUCKDB_TYPE_BIGINT},
                                            {"offset_minutes", DUCKDB_TYPE_SMALLINT},
                                            {"received", DUCKDB_TYPE_BIGINT},
                                            {"who", DUCKDB_TYPE_UINTEGER},
                                            {"others", DUCKDB_TYPE_LIST},
                                            {"properties", DUCKDB_TYPE_VARCHAR}};
  for (const Field field : fields) {
    columns.push_back({std::string(field_info(field).name), stored_type(field_info(field).type)});
  }
  return columns;
}

std::string hex(const EventKey& key) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const uint64_t half : {key.high, key.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(half >> shift) & 15];
  }
  return out;
}

// The name of the nobody behind an event without identifier: the lines of one order are one nobody's, all else stands
// alone.
EventKey nobody(const Event& event, const EventKey& key, std::string_view source) {
  if (!event.has(Field::kOrder)) return key;
  std::string text(source);
  text += '\0';
  text += event.text(Field::kOrder);
  const Hash128 hash = hash128(text);
  return {hash.low, hash.high};
}

bool joins(IdentifierKind kind) { return kind <= IdentifierKind::kDevice; }

void put_text_or_null(DuckAppender& rows, size_t column, std::string_view text) {
  if (text.empty()) {
    rows.put_null(column);
  } else {
    rows.put_text(column, text);
  }
}

}  // namespace

class Record::Intake {
 public:
  Intake(Record& record, const EventBatch& batch) : record_(record), batch_(batch) {}

  Result<AppendReceipt> run() {
    Vocabulary& vocabulary = *record_.vocabulary_;
    const uint32_t terms = vocabulary.size();
    const IdentifierCode identifiers = record_.book_->size();
    const int64_t links = record_.book_->link_count();
    source_ = vocabulary.find_or_add(batch_.source);
    SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(record_.writer_));
    pick_new();
    name_all();
    SOJOURN_CHECK(write_events());
    SOJOURN_CHECK(write_rejects());
    SOJOURN_CHECK(write_terms(terms));
    SOJOURN_CHECK(record_.write_identities(identifiers, links, at_, ""));
    SOJOURN_CHECK(record_.write_earlier_links(links));
    SOJOURN_TRY(const Regrouped regrouped, record_.regroup());
    SOJOURN_CHECK(write_counts());
    SOJOURN_CHECK(record_.commit(std::move(transaction), regrouped));
    record_.last_sequence_ += static_cast<int64_t>(new_.size());
    return AppendReceipt{static_cast<int64_t>(new_.size()), repeats()};
  }

 private:
  struct New {
    const Event* event = nullptr;
    EventKey key;
    IdentifierCode who = 0;
    uint32_t first_other = 0;  // Into others_: all its identifiers, when there are several.
    uint32_t other_count = 0;
  };

  int64_t repeats() const { return static_cast<int64_t>(batch_.events.size() - new_.size()); }

  void pick_new() {
    for (const Event& event : batch_.events) {
      const EventKey key = event_key(batch_.source, event);
      if (record_.event_keys_.insert(key)) new_.push_back({&event, key, 0, 0, 0});
    }
  }

  // Gives every new event its identifiers, and notes which stood together.
  void name_all() {
    IdentityBook& book = *record_.book_;
    for (New& one : new_) {
      const Event& event = *one.event;
      if (event.who_count == 0) {
        one.who = book.find_or_add(IdentifierKind::kUnknown, hex(nobody(event, one.key, batch_.source)));
        continue;
      }
      one.first_other = static_cast<uint32_t>(others_.size());
      for (size_t i = 0; i < event.who_count; ++i) {
        const IdentifierCode code = book.find_or_add(event.who[i].kind, event.who[i].value);
        const auto known = others_.begin() + one.first_other;
        if (std::find(known, others_.end(), code) == others_.end()) others_.push_back(code);
      }
      const std::span<IdentifierCode> all = std::span(others_).subspan(one.first_other);
      one.who = primary(all);
      const auto place = std::find(all.begin(), all.end(), one.who);
      std::rotate(all.begin(), place, place + 1);
      for (const IdentifierCode code : all) {
        if (code != one.who && joins(book.kind(one.who)) && joins(book.kind(code))) book.see(one.who, code, event.time);
      }
      one.other_count = static_cast<uint32_t>(all.size());
      if (one.other_count == 1) {
        others_.pop_back();
        one.other_count = 0;
      }
    }
  }

  // Whose event it is: the surest identifier (they come surest first), but not a mailbox that many write from while a
  // person is named as well.
  IdentifierCode primary(std::span<const IdentifierCode> codes) const {
    const IdentityBook& book = *record_.book_;
    const auto person = std::find_if(
        codes.begin(), codes.end(), [&](IdentifierCode code) { return joins(book.kind(code)) && !book.generic(code); });
    return person == codes.end() ? codes.front() : *person;
  }

  std::vector<Field> present_fields() const {
    uint64_t present = 0;
    for (const New& one : new_) present |= one.event->present;
    std::vector<Field> fields;
    for (const FieldInfo& info : all_fields()) {
      if ((present >> static_cast<unsigned>(info.field)) & 1) fields.push_back(info.field);
    }
    return fields;
  }

  Status write_events() {
    if (new_.empty()) return {};
    const std::vector<Field> fields = present_fields();
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "event", event_columns(fields)));
    int64_t sequence = record_.last_sequence_;
    for (const New& one : new_) {
      SOJOURN_CHECK(rows.next_row());
      put_fixed(rows, one, ++sequence);
      for (size_t i = 0; i < fields.size(); ++i) put_field(rows, kFixedColumns + i, *one.event, fields[i]);
    }
    return rows.finish();
  }

  void put_fixed(DuckAppender& rows, const New& one, int64_t sequence) const {
    const Event& event = *one.event;
    rows.put(kSequence, sequence);
    rows.put(kKeyLow, one.key.low);
    rows.put(kKeyHigh, one.key.high);
    put_text_or_null(rows, kId, event.id);
    rows.put(kSource, source_);
    rows.put(kTime, event.time);
    rows.put(kOffset, event.offset_minutes);
    rows.put(kReceived, at_);
    rows.put(kWho, one.who);
    const std::span<const uint32_t> others(others_);
    rows.put_codes(kOthers, others.subspan(one.first_other, one.other_count));
    if (one.other_count == 0) rows.put_null(kOthers);
    put_text_or_null(rows, kProperties, event.properties);
  }

  void put_field(DuckAppender& rows, size_t column, const Event& event, Field field) const {
    const FieldType type = field_info(field).type;
    const bool has = event.has(field);
    if (type == FieldType::kTerm) {
      rows.put(column, has ? record_.vocabulary_->find_or_add(event.text(field)) : 0u);
    } else if (!has) {
      rows.put_null(column);
    } else if (is_text(type)) {
      rows.put_text(column, event.text(field));
    } else if (type == FieldType::kNumber) {
      rows.put(column, event.number(field));
    } else if (type == FieldType::kBool) {
      rows.put(column, event.integer(field) != 0);
    } else {
      rows.put(column, event.integer(field));
    }
  }

  Status write_rejects() {
    if (batch_.rejects.empty()) return {};
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "reject",
                                                      {{"source", DUCKDB_TYPE_UINTEGER},
                                                       {"file", DUCKDB_TYPE_VARCHAR},
                                                       {"line", DUCKDB_TYPE_BIGINT},
                                                       {"field", DUCKDB_TYPE_VARCHAR},
                                                       {"reason", DUCKDB_TYPE_VARCHAR},
                                                       {"raw", DUCKDB_TYPE_VARCHAR},
                                                       {"rejected_at", DUCKDB_TYPE_BIGINT}}));
    for (const Reject& reject : batch_.rejects) {
      const EventKey key = reject_key(batch_.source, reject.file, reject.line, reject.field, reject.reason, reject.raw);
      if (!record_.reject_keys_.insert(key)) continue;
      ++new_rejects_;
      SOJOURN_CHECK(rows.next_row());
      rows.put(0, source_);
      rows.put_text(1, reject.file);
      rows.put(2, static_cast<int64_t>(reject.line));
      rows.put_text(3, reject.field);
      rows.put_text(4, reject.reason);
      rows.put_text(5, reject.raw);
      rows.put(6, at_);
    }
    return rows.finish();
  }

  Status write_terms(uint32_t known) {
    const Vocabulary& vocabulary = *record_.vocabulary_;
    if (vocabulary.size() == known) return {};
    SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "term",
                                                      {{"code", DUCKDB_TYPE_UINTEGER}, {"text", DUCKDB_TYPE_VARCHAR}}));
    for (uint32_t code = known + 1; code <= vocabulary.size(); ++code) {
      SOJOURN_CHECK(rows.next_row());
      rows.put(0, code);
      rows.put_text(1, vocabulary.text(code));
    }
    return rows.finish();
  }

  Status write_counts() {
    IntakeCounts counts = batch_.counts;
    counts.events = static_cast<int64_t>(new_.size());
    counts.repeats = repeats();
    const auto [line, made] = record_.ledger_.add({source_, batch_.input}, batch_.import_run, counts, new_rejects_);
    for (const New& one : new_) {
      line.first_event = std::min(line.first_event.value_or(one.event->time), one.event->time);
      line.last_event = std::max(line.last_event.value_or(one.event->time), one.event->time);
    }
    line.last_import = at_;
    const auto time_value = [](const std::optional<Micros>& time) { return time ? SqlValue(*time) : SqlValue(); };
    std::vector<std::pair<std::string, SqlValue>> cells{{"run", line.run},
                                                        {"run_new_rejects", line.new_rejects},
                                                        {"first_event", time_value(line.first_event)},
                                                        {"last_event", time_value(line.last_event)},
                                                        {"last_import", line.last_import}};
    add_counts(cells, "", line.total);
    add_counts(cells, "base_", line.base);
    add_counts(cells, "run_", line.counts);
    cells.emplace_back("source", static_cast<int64_t>(source_));
    cells.emplace_back("input", std::string_view(batch_.input));
    return write_line(cells, made);
  }

  static void add_counts(std::vector<std::pair<std::string, SqlValue>>& cells, const std::string& prefix,
                         const IntakeCounts& counts) {
    const int64_t values[] = {counts.rows,       counts.events,       counts.repeats,
                              counts.without_id, counts.without_time, counts.rejected};
    for (size_t i = 0; i < std::size(kCounts); ++i) cells.emplace_back(prefix + kCounts[i], values[i]);
  }

  // The last two cells are the line's name.
  Status write_line(const std::vector<std::pair<std::string, SqlValue>>& cells, bool made) {
    std::vector<SqlValue> values;
    std::string names;
    std::string places;
    std::string changes;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string name = sql_name(cells[i].first);
      names += (i == 0 ? "" : ", ") + name;
      places += i == 0 ? "?" : ", ?";
      if (i + 2 < cells.size()) changes += (i == 0 ? "" : ", ") + name + " = ?";
      values.push_back(cells[i].second);
    }
    const std::string sql = made ? "INSERT INTO source_count(" + names + ") VALUES (" + places + ")"
                                 : "UPDATE source_count SET " + changes + " WHERE source = ? AND input = ?";
    return record_.writer_.change(sql, values).status();
  }

  Record& record_;
  const EventBatch& batch_;
  const Micros at_ = now();
  uint32_t source_ = 0;
  std::vector<New> new_;
  std::vector<IdentifierCode> others_;
  int64_t new_rejects_ = 0;
};

Result<AppendReceipt> Record::append(const EventBatch& batch) {
  if (batch.events.size() > limits::kBatchEventsMax) {
    return Status::limit("a batch holds at most " + std::to_string(limits::kBatchEventsMax) + " events, this one " +
                         std::to_string(batch.events.size()));
  }
  if (batch.source.empty()) return Status::invalid("a batch needs the name of its source", "source");
  const std::lock_guard writing(writing_);
  const Knowing knowing(knowing_);
  SOJOURN_CHECK(broken_);
  SOJOURN_CHECK(know_identities());
  SOJOURN_CHECK(load_keys());
  Result<AppendReceipt> receipt = Intake(*this, batch).run();
  if (!receipt) forget();
  return receipt;
}

}  // namespace sojourn
