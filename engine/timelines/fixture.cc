#include "timelines/fixture.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "event/event.h"
#include "event/fields.h"
#include "timelines/arrivals.h"
#include "timelines/columns.h"
#include "timelines/merged.h"
#include "timelines/part_build.h"

namespace sojourn {
namespace {

constexpr std::string_view kPropertyPrefix = "properties.";

// Customers by the names that a test gave them.
class FixtureDirectory final : public Directory {
 public:
  explicit FixtureDirectory(const std::unordered_map<std::string, uint32_t>& numbers) : numbers_(numbers) {
    for (const auto& [name, number] : numbers_) names_[number] = name;
  }
  Result<std::vector<std::optional<uint32_t>>> find_all(std::span<const std::string_view> names) const override {
    std::vector<std::optional<uint32_t>> found;
    for (const std::string_view name : names) {
      const auto known = numbers_.find(std::string(name));
      found.push_back(known == numbers_.end() ? std::nullopt : std::optional(known->second));
    }
    return found;
  }
  Result<std::vector<std::string>> names(std::span<const uint32_t> customers) const override {
    std::vector<std::string> found;
    for (const uint32_t customer : customers) {
      const auto known = names_.find(customer);
      found.push_back(known == names_.end() ? "" : known->second);
    }
    return found;
  }

 private:
  std::unordered_map<std::string, uint32_t> numbers_;
  std::unordered_map<uint32_t, std::string> names_;
};

// The value of a test's field; aborts when it is none.
template <class T>
T required(Result<T> result) {
  SOJOURN_ASSERT(result.has_value(), "a fixture's value cannot be read");
  return std::move(result).value();
}

int64_t whole_micros(const std::string& seconds) {
  const Decimal exact = required(parse_decimal(seconds));
  const Decimal micros = required(multiply(exact, {kSecond, 0}));
  int64_t value = micros.units;
  for (int i = 0; i < micros.scale; ++i) {
    SOJOURN_ASSERT(value % 10 == 0, "a fixture's duration is finer than a microsecond");
    value /= 10;
  }
  return value;
}

uint64_t word_of(FieldType type, const std::string& text, std::string_view currency) {
  switch (type) {
    case FieldType::kNumber: return std::bit_cast<uint64_t>(required(parse_number(text)));
    case FieldType::kMoney:
      return static_cast<uint64_t>(required(to_minor_units(required(parse_decimal(text)), currency, false)));
    case FieldType::kDuration: return static_cast<uint64_t>(whole_micros(text));
    case FieldType::kTime: return static_cast<uint64_t>(required(parse_time(text, Zone())).utc);
    case FieldType::kBool:
      SOJOURN_ASSERT(text == "true" || text == "false", "a fixture's truth value is true or false");
      return text == "true" ? 1 : 0;
    case FieldType::kKey: return key_word(text);
    case FieldType::kTerm:
    case FieldType::kText: break;
  }
  return 0;
}

// Puts one field of the event added last among the arrivals.
void set_field(const std::string& name, const std::string& text, std::string_view currency, Columns& columns,
               Arrivals& arrivals) {
  const size_t event = arrivals.size() - 1;
  const auto set_code = [&](ColumnId column) { arrivals.set_code(column, columns.names()[column]->intern(text)); };
  if (name.starts_with(kPropertyPrefix)) {
    const std::optional<ColumnId> column = columns.property(name);
    if (column) set_code(*column);  // Else left out, as in a record with too many.
    return;
  }
  if (name == "source") return set_code(kSourceColumn);
  if (name == kTurnsProperty) return arrivals.set_text_at(kTurnsColumn, event, text);
  for (const VoiceColumnInfo& voice : voice_columns()) {
    if (voice.name != name) continue;
    const ColumnId column = column_of(voice.column);
    if (voice.type == ColumnType::kCode) return set_code(column);
    return arrivals.set_word_at(column, voice.type, event, word_of(FieldType::kNumber, text, currency));
  }
  const std::optional<Field> field = find_field(name);
  SOJOURN_ASSERT(field.has_value(), "a fixture names a field that there is not");
  const FieldType type = field_info(*field).type;
  const ColumnId column = column_of(*field);
  if (type == FieldType::kTerm) return set_code(column);
  if (type == FieldType::kText) return arrivals.set_text_at(column, event, text);
  if (!text.empty()) arrivals.set_word_at(column, column_type(type), event, word_of(type, text, currency));
}

// The same order on every machine, unlike std::shuffle's.
void shuffle(std::vector<size_t>& items, uint64_t seed) {
  std::vector<std::pair<uint64_t, size_t>> keyed;
  keyed.reserve(items.size());
  for (const size_t item : items) {
    const uint64_t bytes[2] = {seed, item};
    keyed.emplace_back(hash64({reinterpret_cast<const char*>(bytes), sizeof bytes}), item);
  }
  std::sort(keyed.begin(), keyed.end());
  for (size_t i = 0; i < items.size(); ++i) items[i] = keyed[i].second;
}

}  // namespace

void Fixture::add(const std::string& customer, const std::string& time, const Fields& fields) {
  add(customer, required(parse_time(time, Zone())).utc, fields);
}

void Fixture::add(const std::string& customer, Micros time, const Fields& fields) {
  uint32_t number = 0;
  if (!customer.empty()) {
    const auto known = numbers_.find(customer);
    if (known != numbers_.end()) number = known->second;
  }
  if (number == 0) {
    number = next_number_++;
    if (!customer.empty()) numbers_.emplace(customer, number);
  }
  rows_.push_back({number, !customer.empty(), time, fields});
}

uint32_t Fixture::number(const std::string& customer) const {
  const auto known = numbers_.find(customer);
  SOJOURN_ASSERT(known != numbers_.end(), "a fixture has no customer of that name");
  return known->second;
}

std::shared_ptr<const Snapshot> Fixture::snapshot(const FixtureOptions& options) const {
  const size_t block_events = options.block_events == 0 ? limits::kBlockEvents : options.block_events;
  const size_t part_count = std::max<size_t>(options.parts, 1);
  Columns columns;
  std::vector<std::shared_ptr<const Part>> parts;
  for (size_t number = 0; number < part_count; ++number) {
    const size_t begin = rows_.size() * number / part_count;
    const size_t end = rows_.size() * (number + 1) / part_count;
    std::vector<size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    if (options.shuffle_seed != 0) shuffle(order, options.shuffle_seed);
    Arrivals arrivals;
    for (const size_t index : order) {
      const Row& row = rows_[index];
      arrivals.add(row.customer, row.identified, row.time, index + 1);
      const auto currency = std::find_if(row.fields.begin(), row.fields.end(),
                                         [](const auto& field) { return field.first == "currency"; });
      const std::string_view code = currency == row.fields.end() ? std::string_view() : currency->second;
      for (const auto& [name, text] : row.fields) set_field(name, text, code, columns, arrivals);
    }
    PartSummary summary;
    summary.after_sequence = static_cast<int64_t>(begin);
    summary.last_sequence = static_cast<int64_t>(end);
    summary.column_end = static_cast<uint32_t>(columns.size());
    PartBuildOptions build;
    build.chunk_events = block_events;
    parts.push_back(required(build_part(std::move(arrivals), summary, {}, {}, build)));
  }
  MergedOptions merged;
  merged.block_events = block_events;
  merged.directory = std::make_shared<const FixtureDirectory>(numbers_);
  return std::make_shared<MergedSnapshot>(columns, std::move(parts), merged);
}

}  // namespace sojourn
