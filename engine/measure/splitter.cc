#include "measure/splitter.h"

#include <bit>
#include <cmath>

#include "base/assert.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

// No value's bits: vocabularies are shorter, integers have kNoInteger for this very purpose, and -0.0 is kept as 0.
constexpr uint64_t kAbsent = static_cast<uint64_t>(kNoInteger);

uint64_t number_bits(double number) { return std::bit_cast<uint64_t>(number == 0 ? 0.0 : number); }

Status cannot_split(const std::string& name, const std::string& why) {
  return Status::invalid("cannot split by \"" + name + "\": " + why, "by");
}

Status check_splittable(const std::string& name, const ColumnInfo& info) {
  if (info.type == ColumnType::kText) return cannot_split(name, "it is free text; filter with `contains` instead");
  if (info.type == ColumnType::kKey) return cannot_split(name, "nearly every value is different");
  if (info.field_type == FieldType::kMoney) return cannot_split(name, "it is an amount of money; filter by it instead");
  if (info.field_type == FieldType::kTime) return cannot_split(name, "it is a time; use --over for periods");
  return {};
}

Status unknown_field(const std::string& name, const Snapshot& snapshot) {
  if (snapshot.find_column("properties." + name)) {
    return Status::invalid("there is no field \"" + name + "\" to split by; it is a property: \"customer." + name +
                               "\" is the customer's last, \"properties." + name + "\" the event's own",
                           "by");
  }
  std::vector<std::string> names;
  for (const ColumnInfo& info : snapshot.columns()) names.push_back(info.name);
  return Status::invalid("there is no field \"" + name + "\" to split by." + did_you_mean(name, names), "by");
}

Status no_room(const std::string& name) {
  return Status::limit("\"" + name + "\" has no column: there are more than " + std::to_string(limits::kPropertiesMax) +
                           " properties. Import fewer of them to split by it",
                       "by");
}

}  // namespace

size_t GroupKeyHash::operator()(const GroupKey& key) const {
  return hash64({reinterpret_cast<const char*>(key.parts.data()), key.parts.size() * sizeof(uint64_t)});
}

Result<Splitter> Splitter::bind(const Question& question, const Snapshot& snapshot, const Zone& zone) {
  Splitter splitter;
  if (question.by.size() > limits::kSplitsMax) {
    return Status::limit("at most " + std::to_string(limits::kSplitsMax) + " fields can split one answer", "by");
  }
  for (const std::string& asked : question.by) {
    Dimension dimension;
    dimension.name = asked;
    std::string name = asked;
    if (name.starts_with("customer.")) {
      dimension.from = From::kLastOfCustomer;
      name = name.substr(std::string_view("customer.").size());
    } else if (name.starts_with("first.")) {
      dimension.from = From::kFirstOfCustomer;
      name = name.substr(std::string_view("first.").size());
    }
    std::optional<ColumnId> column = snapshot.find_column(name);
    if (!column && dimension.from != From::kEvent && !name.starts_with("properties.")) {
      // customer.segment is short for customer.properties.segment, as in filters.
      column = snapshot.find_column("properties." + name);
    }
    if (!column && !name.starts_with("properties.")) return unknown_field(name, snapshot);
    if (!column && snapshot.property_left_out(name)) return no_room(name);
    if (column) {
      dimension.known = true;
      dimension.column = *column;
      dimension.info = snapshot.columns()[*column];
      SOJOURN_CHECK(check_splittable(asked, dimension.info));
      if (dimension.info.type == ColumnType::kCode) dimension.names = snapshot.names(*column);
      splitter.columns_.push_back(*column);
    }
    splitter.dimensions_.push_back(std::move(dimension));
  }
  splitter.period_ = question.over;
  splitter.zone_ = zone;
  return splitter;
}

SplitterScratch Splitter::scratch() const {
  SplitterScratch scratch;
  if (period_) scratch.cutter.emplace(*period_, zone_);
  scratch.traits.resize(dimensions_.size());
  scratch.key.parts.resize(dimensions_.size() + (period_ ? 1 : 0));
  return scratch;
}

uint64_t Splitter::raw(const Dimension& dimension, const Block& block, size_t event) const {
  const BlockColumn& column = block.column(dimension.column);
  switch (dimension.info.type) {
    case ColumnType::kCode: {
      const uint32_t code = column.codes[event];
      return code == 0 ? kAbsent : code;
    }
    case ColumnType::kNumber: {
      const double number = column.numbers[event];
      if (std::isnan(number)) return kAbsent;
      return number_bits(number);
    }
    case ColumnType::kInteger: {
      const int64_t integer = column.integers[event];
      return integer == kNoInteger ? kAbsent : static_cast<uint64_t>(integer);
    }
    case ColumnType::kKey:
    case ColumnType::kText: break;
  }
  return kAbsent;
}

const GroupKey& Splitter::key(const Block& block, size_t customer, size_t event, SplitterScratch& scratch) const {
  if (scratch.customer != customer) {
    // A new customer: look their traits up once.
    scratch.customer = customer;
    const size_t begin = block.begins[customer];
    const size_t end = block.begins[customer + 1];
    for (size_t d = 0; d < dimensions_.size(); ++d) {
      const Dimension& dimension = dimensions_[d];
      scratch.traits[d] = kAbsent;
      if (!dimension.known || dimension.from == From::kEvent) continue;
      for (size_t i = 0; i < end - begin && scratch.traits[d] == kAbsent; ++i) {
        scratch.traits[d] = raw(dimension, block, dimension.from == From::kFirstOfCustomer ? begin + i : end - 1 - i);
      }
    }
  }
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    const Dimension& dimension = dimensions_[d];
    const bool own = dimension.known && dimension.from == From::kEvent;
    scratch.key.parts[d] = own ? raw(dimension, block, event) : scratch.traits[d];
  }
  if (period_) scratch.key.parts.back() = static_cast<uint64_t>(scratch.cutter->start(block.times[event]));
  return scratch.key;
}

std::vector<AnswerColumn> Splitter::answer_columns() const {
  std::vector<AnswerColumn> columns;
  for (const Dimension& dimension : dimensions_) columns.push_back({dimension.name, ColumnRole::kSplit, ""});
  if (period_) columns.push_back({"period", ColumnRole::kSplit, std::string(period_name(*period_))});
  return columns;
}

std::vector<Value> Splitter::cells(const GroupKey& key) const {
  std::vector<Value> cells;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    const Dimension& dimension = dimensions_[d];
    const uint64_t part = key.parts[d];
    if (part == kAbsent) {
      cells.emplace_back(std::monostate{});
    } else if (dimension.info.type == ColumnType::kCode) {
      cells.emplace_back(std::string(dimension.names->text(static_cast<uint32_t>(part))));
    } else if (dimension.info.type == ColumnType::kNumber) {
      cells.emplace_back(std::bit_cast<double>(part));
    } else if (dimension.info.field_type == FieldType::kBool) {
      cells.emplace_back(std::string(part != 0 ? "true" : "false"));
    } else {
      cells.emplace_back(static_cast<double>(static_cast<int64_t>(part)) / static_cast<double>(kSecond));
    }
  }
  if (period_) {
    cells.emplace_back(PeriodCutter(*period_, zone_).label(static_cast<Micros>(key.parts.back())));
  }
  return cells;
}

std::optional<uint64_t> Splitter::part_of(const Dimension& dimension, const Value& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return kAbsent;
  const auto* text = std::get_if<std::string>(&cell);
  const auto* number = std::get_if<double>(&cell);
  if (dimension.info.type == ColumnType::kCode) {
    if (text == nullptr || text->empty() || dimension.names == nullptr) return std::nullopt;
    return dimension.names->intern(*text);
  }
  if (dimension.info.field_type == FieldType::kBool) {
    if (text == nullptr || (*text != "true" && *text != "false")) return std::nullopt;
    return *text == "true" ? 1 : 0;
  }
  if (number == nullptr) return std::nullopt;
  if (dimension.info.type == ColumnType::kNumber) return number_bits(*number);
  // Durations: shown in seconds, kept in microseconds.
  const double micros = std::round(*number * static_cast<double>(kSecond));
  if (!(std::abs(micros) < 9e18)) return std::nullopt;
  return static_cast<uint64_t>(static_cast<int64_t>(micros));
}

Result<GroupKey> Splitter::key_of(const std::vector<Value>& cells) const {
  const Status damaged = Status::corruption("a saved group does not fit the question");
  if (cells.size() != dimensions_.size() + (period_ ? 1 : 0)) return damaged;
  GroupKey key;
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    const std::optional<uint64_t> part = part_of(dimensions_[d], cells[d]);
    if (!part) return damaged;
    key.parts.push_back(*part);
  }
  if (period_) {
    const auto* label = std::get_if<std::string>(&cells.back());
    if (label == nullptr) return damaged;
    Result<ParsedTime> start = parse_time(*label, zone_);
    if (!start.has_value()) return damaged;
    // Through the cutter, so that a damaged label cannot make a period that does not exist.
    key.parts.push_back(static_cast<uint64_t>(PeriodCutter(*period_, zone_).start(start->utc)));
  }
  return key;
}

}  // namespace sojourn
