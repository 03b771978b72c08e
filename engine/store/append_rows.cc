// The rows that batches leave in the tables.
#include <algorithm>
#include <map>

#include "store/appending.h"
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
                                            {"others", DUCKDB_TYPE_VARCHAR},
                                            {"properties", DUCKDB_TYPE_VARCHAR}};
  for (const Field field : fields) {
    columns.push_back({std::string(field_info(field).name), stored_type(field_info(field).type)});
  }
  return columns;
}

// Codes as the record keeps them, "[1, 2]"; nothing for none.
std::string codes_text(std::span<const IdentifierCode> codes) {
  std::string text;
  for (const IdentifierCode code : codes) {
    text += text.empty() ? "[" : ", ";
    text += std::to_string(code);
  }
  if (!codes.empty()) text += "]";
  return text;
}

void put_text_or_null(DuckAppender& rows, size_t column, std::string_view text) {
  if (text.empty()) {
    rows.put_null(column);
  } else {
    rows.put_text(column, text);
  }
}

using Cells = std::vector<std::pair<std::string, SqlValue>>;

void add_counts(Cells& cells, const std::string& prefix, const IntakeCounts& counts) {
  const int64_t values[] = {counts.rows,       counts.events,       counts.repeats,
                            counts.without_id, counts.without_time, counts.rejected};
  for (size_t i = 0; i < std::size(kCounts); ++i) cells.emplace_back(prefix + kCounts[i], values[i]);
}

// A stream (HTTP) that delivered nothing, such as a body that only held what cannot be read, leaves no line.
bool is_blank(const EventBatch& batch) {
  return batch.import_run == 0 && batch.counts.rows == 0 && batch.events.empty() && batch.rejects.empty();
}

}  // namespace

std::vector<Field> Record::Appending::present_fields() const {
  uint64_t present = 0;
  for (const New& one : new_) present |= one.event->present;
  std::vector<Field> fields;
  for (const FieldInfo& info : all_fields()) {
    if ((present >> static_cast<unsigned>(info.field)) & 1) fields.push_back(info.field);
  }
  return fields;
}

Status Record::Appending::write_events() {
  if (new_.empty()) return {};
  const std::vector<Field> fields = present_fields();
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "event", event_columns(fields)));
  int64_t sequence = record_.last_sequence_;
  for (const BatchPart& part : parts_) {
    for (size_t n = part.new_begin; n < part.new_end; ++n) {
      SOJOURN_CHECK(rows.next_row());
      put_fixed(rows, part, new_[n], ++sequence);
      for (size_t i = 0; i < fields.size(); ++i) put_field(rows, kFixedColumns + i, *new_[n].event, fields[i]);
    }
  }
  return rows.finish();
}

void Record::Appending::put_fixed(DuckAppender& rows, const BatchPart& part, const New& one, int64_t sequence) const {
  const Event& event = *one.event;
  rows.put(kSequence, sequence);
  rows.put(kKeyLow, one.key.low);
  rows.put(kKeyHigh, one.key.high);
  put_text_or_null(rows, kId, event.id);
  rows.put(kSource, part.source);
  rows.put(kTime, event.time);
  rows.put(kOffset, event.offset_minutes);
  rows.put(kReceived, at_);
  rows.put(kWho, one.who);
  const std::span<const IdentifierCode> others(others_);
  put_text_or_null(rows, kOthers, codes_text(others.subspan(one.first_other, one.other_count)));
  put_text_or_null(rows, kProperties, event.properties);
}

void Record::Appending::put_field(DuckAppender& rows, size_t column, const Event& event, Field field) const {
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

Status Record::Appending::write_rejects() {
  if (std::all_of(parts_.begin(), parts_.end(), [](const BatchPart& part) { return part.batch->rejects.empty(); })) {
    return {};
  }
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "reject",
                                                    {{"source", DUCKDB_TYPE_UINTEGER},
                                                     {"file", DUCKDB_TYPE_VARCHAR},
                                                     {"line", DUCKDB_TYPE_BIGINT},
                                                     {"field", DUCKDB_TYPE_VARCHAR},
                                                     {"reason", DUCKDB_TYPE_VARCHAR},
                                                     {"raw", DUCKDB_TYPE_VARCHAR},
                                                     {"rejected_at", DUCKDB_TYPE_BIGINT}}));
  for (BatchPart& part : parts_) {
    for (const Reject& reject : part.batch->rejects) {
      const EventKey key =
          reject_key(part.batch->source, reject.file, reject.line, reject.field, reject.reason, reject.raw);
      if (!record_.reject_keys_.insert(key)) continue;
      ++part.new_rejects;
      ++new_rejects_;
      last_reject_ = key;
      SOJOURN_CHECK(rows.next_row());
      rows.put(0, part.source);
      rows.put_text(1, reject.file);
      rows.put(2, static_cast<int64_t>(reject.line));
      rows.put_text(3, reject.field);
      rows.put_text(4, reject.reason);
      rows.put_text(5, reject.raw);
      rows.put(6, at_);
    }
  }
  SOJOURN_CHECK(record_.reject_keys_.fault());
  return rows.finish();
}

Status Record::Appending::write_terms(uint32_t known) {
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

Status Record::Appending::write_bodies() {
  if (bodies_.empty()) return {};
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(record_.writer_, "raw_body",
                                                    {{"number", DUCKDB_TYPE_BIGINT},
                                                     {"source", DUCKDB_TYPE_VARCHAR},
                                                     {"format", DUCKDB_TYPE_VARCHAR},
                                                     {"headers", DUCKDB_TYPE_VARCHAR},
                                                     {"body", DUCKDB_TYPE_BLOB},
                                                     {"received", DUCKDB_TYPE_BIGINT},
                                                     {"outcome", DUCKDB_TYPE_VARCHAR}}));
  int64_t number = record_.last_raw_;
  for (const RawBody& body : bodies_) {
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, ++number);
    rows.put_text(1, body.source);
    rows.put_text(2, body.format);
    rows.put_text(3, body.headers);
    rows.put_text(4, body.body);
    rows.put(5, body.received);
    rows.put_text(6, body.outcome);
  }
  return rows.finish();
}

// A line is written once, however many batches stand behind it.
Status Record::Appending::write_counts() {
  std::map<SourceLedger::Key, bool> lines;  // Is it new?
  for (const BatchPart& part : parts_) {
    if (is_blank(*part.batch)) continue;
    const bool made = count(part);
    lines.try_emplace({part.source, part.batch->input}, made);
  }
  for (const auto& [key, made] : lines) SOJOURN_CHECK(write_line(key, record_.ledger_.lines().at(key), made));
  return {};
}

bool Record::Appending::count(const BatchPart& part) {
  IntakeCounts counts = part.batch->counts;
  counts.events = part.receipt.stored;
  counts.repeats = part.receipt.repeats + part.receipt.replaced;
  const auto [line, made] =
      record_.ledger_.add({part.source, part.batch->input}, part.batch->import_run, counts, part.new_rejects);
  for (size_t i = part.new_begin; i < part.new_end; ++i) {
    const Micros time = new_[i].event->time;
    line.first_event = std::min(line.first_event.value_or(time), time);
    line.last_event = std::max(line.last_event.value_or(time), time);
  }
  line.last_import = at_;
  return made;
}

Status Record::Appending::write_line(const SourceLedger::Key& key, const SourceLine& line, bool made) {
  const auto time_value = [](const std::optional<Micros>& time) { return time ? SqlValue(*time) : SqlValue(); };
  Cells cells{{"run", line.run},
              {"run_new_rejects", line.new_rejects},
              {"first_event", time_value(line.first_event)},
              {"last_event", time_value(line.last_event)},
              {"last_import", line.last_import}};
  add_counts(cells, "", line.total);
  add_counts(cells, "base_", line.base);
  add_counts(cells, "run_", line.counts);
  const size_t named_from = cells.size();  // What follows is the line's name.
  cells.emplace_back("source", static_cast<int64_t>(key.first));
  cells.emplace_back("input", std::string_view(key.second));
  std::vector<SqlValue> values;
  std::string names;
  std::string places;
  std::string changes;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string name = sql_name(cells[i].first);
    names += (i == 0 ? "" : ", ") + name;
    places += i == 0 ? "?" : ", ?";
    if (i < named_from) changes += (i == 0 ? "" : ", ") + name + " = ?";
    values.push_back(cells[i].second);
  }
  const std::string sql = made ? "INSERT INTO source_count(" + names + ") VALUES (" + places + ")"
                               : "UPDATE source_count SET " + changes + " WHERE source = ? AND input = ?";
  return record_.writer_.change(sql, values).status();
}

}  // namespace sojourn
