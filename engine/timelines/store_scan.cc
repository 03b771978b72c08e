#include "timelines/store_scan.h"

#include <algorithm>
#include <bit>

namespace sojourn {
namespace {

template <class T>
bool all_zero(std::span<const T> values) {
  T any = 0;
  for (const T value : values) any = static_cast<T>(any | value);
  return any == 0;
}

}  // namespace

Status StoreScan::run(ScanRequest request, bool keep_sequences, Arrivals& arrivals,
                      const std::function<void(int64_t)>& visited) {
  SOJOURN_TRY(terms_, store_.terms());
  request.fields.clear();
  for (const FieldInfo& field : all_fields()) request.fields.push_back(field.field);
  request.properties = true;
  int64_t events = 0;
  return store_.scan(request, [&](const EventColumns& columns) -> Status {
    SOJOURN_CHECK(add(columns, keep_sequences, arrivals));
    events += static_cast<int64_t>(columns.count);
    if (visited) visited(events);
    return {};
  });
}

Status StoreScan::add(const EventColumns& events, bool keep_sequences, Arrivals& arrivals) {
  const size_t first = arrivals.size();
  if (first + events.count >= UINT32_MAX) return Status::limit("timelines hold at most 4,294,967,294 events");
  arrivals.customers.insert(arrivals.customers.end(), events.who.begin(), events.who.end());
  arrivals.times.insert(arrivals.times.end(), events.time.begin(), events.time.end());
  arrivals.identified.resize(first + events.count, 1);
  if (keep_sequences) {
    arrivals.sequences.insert(arrivals.sequences.end(), events.sequence.begin(), events.sequence.end());
  }
  for (const EventColumns::Column& column : events.columns) {
    if (field_info(column.field).type == FieldType::kTerm) {
      SOJOURN_CHECK(add_terms(column_of(column.field), column.terms, first, arrivals));
    } else if (!all_zero(column.valid)) {
      add_values(column, first, arrivals);
    }
  }
  SOJOURN_CHECK(add_terms(kSourceColumn, events.source, first, arrivals));
  for (size_t i = 0; i < events.properties.size(); ++i) {
    if (events.properties[i].empty()) continue;
    flattener_.flatten(events.properties[i], [&](std::string_view name, std::string_view text) {
      const std::optional<ColumnId> column = columns_.property(name);
      if (column) arrivals.set_code_at(*column, first + i, columns_.names()[*column]->intern(text));
    });
    arrivals.set_text_at(kTurnsColumn, first + i, flattener_.turns());
  }
  return {};
}

Status StoreScan::add_terms(ColumnId column, std::span<const TermCode> terms, size_t first, Arrivals& arrivals) {
  if (all_zero(terms)) return {};
  if (codes_.size() <= column) codes_.resize(column + 1);
  std::vector<uint32_t>& codes = codes_[column];
  codes.resize(terms_.size(), 0);
  mapped_.resize(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) {
    const TermCode term = terms[i];
    if (term >= codes.size()) {
      return Status::internal("an event names the term " + std::to_string(term) + ", which the record does not know");
    }
    if (codes[term] == 0 && term != 0) codes[term] = columns_.names()[column]->intern(terms_[term]);
    mapped_[i] = codes[term];
  }
  arrivals.set_codes(column, first, mapped_);
  return {};
}

void StoreScan::add_values(const EventColumns::Column& from, size_t first, Arrivals& arrivals) {
  const ColumnId column = column_of(from.field);
  const ColumnType type = column_type(field_info(from.field).type);
  for (size_t i = 0; i < from.valid.size(); ++i) {
    if (from.valid[i] == 0) continue;
    const size_t event = first + i;
    switch (type) {
      case ColumnType::kText: arrivals.set_text_at(column, event, from.texts[i]); break;
      case ColumnType::kKey:
        if (from.texts[i].empty()) break;
        arrivals.set_word_at(column, type, event, key_word(from.texts[i]));
        break;
      case ColumnType::kNumber:
        arrivals.set_word_at(column, type, event, std::bit_cast<uint64_t>(from.numbers[i]));
        break;
      case ColumnType::kInteger:
        arrivals.set_word_at(column, type, event, static_cast<uint64_t>(from.integers[i]));
        break;
      case ColumnType::kCode: break;
    }
  }
}

}  // namespace sojourn
