#include "collect/expression.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/hash.h"
#include "base/suggest.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr Cell kAbsent{{}, true};

bool is_absent(const Cell& cell) { return cell.null || cell.text.empty(); }

// The take-th piece of the text, from 1, or from the end when negative; nothing where there are fewer.
std::string_view piece(std::string_view text, std::string_view split, int take) {
  const bool backwards = take < 0;
  for (int left = backwards ? -take : take;; --left) {
    const size_t at = backwards ? text.rfind(split) : text.find(split);
    const bool last = at == std::string_view::npos;
    if (left == 1) {
      if (last) return text;
      return backwards ? text.substr(at + split.size()) : text.substr(0, at);
    }
    if (last) return {};
    text = backwards ? text.substr(0, at) : text.substr(at + split.size());
  }
}

// Brings both to the same number of digits after the point.
bool align(Decimal& a, Decimal& b) {
  for (Decimal* low : {&a, &b}) {
    const Decimal& other = low == &a ? b : a;
    while (low->scale < other.scale) {
      if (__builtin_mul_overflow(low->units, int64_t{10}, &low->units)) return false;
      ++low->scale;
    }
  }
  return true;
}

int64_t floor_day(Micros wall) { return wall >= 0 ? wall / kDay : -((-wall + kDay - 1) / kDay); }

}  // namespace

std::string decimal_text(int64_t units, int scale) {
  const bool negative = units < 0;
  std::string digits = std::to_string(units);
  if (negative) digits.erase(0, 1);
  if (scale > 0) {
    const auto places = static_cast<size_t>(scale);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

Result<size_t> ColumnNames::find(const std::string& name, bool optional) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  if (optional || growing) return kNone;
  return Status::invalid("the file has no column '" + name + "'." + did_you_mean(name, names), name);
}

Expression::Expression(const ValueSpec& spec, const TimeReader& times)
    : spec_(spec),
      times_(spec.zone || !spec.formats.empty() ? TimeReader(spec.zone ? *spec.zone : times.zone(),
                                                             spec.formats.empty() ? times.patterns() : spec.formats)
                                                : times),
      treats_(!spec.blanks.empty() || !spec.split.empty() || !spec.strip_prefix.empty() || !spec.strip_suffix.empty() ||
              !spec.values.empty() || spec.otherwise || spec.as_text) {
  for (const ValueSpec& part : spec.parts) parts_.emplace_back(part, times_);
}

Status Expression::resolve(const ColumnNames& columns) {
  if (spec_.kind == ValueSpec::Kind::kColumn) {
    SOJOURN_TRY(column_, columns.find(spec_.text, spec_.optional));
  }
  for (Expression& part : parts_) SOJOURN_CHECK(part.resolve(columns));
  return {};
}

Result<Cell> Expression::evaluate(const RowView& row, TextArena& arena) {
  SOJOURN_TRY(Cell cell, source(row, arena));
  cell.text = trim(cell.text);
  return treats_ ? treated(cell) : cell;
}

Result<Cell> Expression::source(const RowView& row, TextArena& arena) {
  switch (spec_.kind) {
    case ValueSpec::Kind::kColumn: return column_ < row.cells.size() ? row.cells[column_] : kAbsent;
    case ValueSpec::Kind::kConstant: return Cell{spec_.text};
    case ValueSpec::Kind::kConcat: return joined(row, arena);
    case ValueSpec::Kind::kFirst:
      for (Expression& part : parts_) {
        SOJOURN_TRY(Cell cell, part.evaluate(row, arena));
        if (!is_absent(cell)) return cell;
      }
      return kAbsent;
    case ValueSpec::Kind::kMultiply:
    case ValueSpec::Kind::kAdd:
    case ValueSpec::Kind::kSubtract: return computed(row, arena);
    case ValueSpec::Kind::kLater:
    case ValueSpec::Kind::kDaysBetween:
    case ValueSpec::Kind::kSecondsBetween: return compared(row, arena);
    case ValueSpec::Kind::kMonthsBefore: return months_before(row, arena);
    case ValueSpec::Kind::kRow: return Cell{arena.keep(std::to_string(row.number))};
    case ValueSpec::Kind::kNumberWithin: return numbered(row, arena);
  }
  return kAbsent;
}

Result<Cell> Expression::joined(const RowView& row, TextArena& arena) {
  std::string text;
  bool first = true;
  // Constants alone say nothing: "order-" without its number names no order.
  bool says = std::all_of(parts_.begin(), parts_.end(), [](const Expression& part) { return part.is_constant(); });
  for (Expression& part : parts_) {
    SOJOURN_TRY(const Cell cell, part.evaluate(row, arena));
    if (is_absent(cell)) continue;
    if (!first) text += spec_.with;
    first = false;
    text += cell.text;
    says = says || !part.is_constant();
  }
  return says ? Cell{arena.keep(text), false, CellType::kString} : kAbsent;
}

Result<Cell> Expression::computed(const RowView& row, TextArena& arena) {
  Decimal total;
  bool first = true;
  for (Expression& part : parts_) {
    SOJOURN_TRY(const Cell cell, part.evaluate(row, arena));
    if (is_absent(cell)) return kAbsent;
    SOJOURN_TRY(Decimal number, parse_decimal(cell.text));
    if (first) {
      total = number;
    } else if (spec_.kind == ValueSpec::Kind::kMultiply) {
      SOJOURN_TRY(total, multiply(total, number));
    } else {
      if (spec_.kind == ValueSpec::Kind::kSubtract) number.units = -number.units;
      if (!align(total, number) || __builtin_add_overflow(total.units, number.units, &total.units)) {
        return Status::invalid("the sum is too large");
      }
    }
    first = false;
  }
  return Cell{arena.keep(decimal_text(total.units, total.scale))};
}

Result<Cell> Expression::compared(const RowView& row, TextArena& arena) {
  std::array<Micros, 2> times{};
  std::array<int64_t, 2> days{};
  for (size_t i = 0; i < 2; ++i) {
    SOJOURN_TRY(const Cell cell, parts_[i].evaluate(row, arena));
    if (is_absent(cell)) return kAbsent;
    SOJOURN_TRY(const ParsedTime time, parts_[i].times().read(cell.text));
    times[i] = time.utc;
    days[i] = floor_day(time.utc + time.offset_minutes * kMinute);
  }
  if (spec_.kind == ValueSpec::Kind::kLater) {
    const bool later = spec_.by_date ? days[0] > days[1] : times[0] > times[1];
    return Cell{later ? "true" : "false"};
  }
  if (spec_.kind == ValueSpec::Kind::kDaysBetween) return Cell{arena.keep(std::to_string(days[1] - days[0]))};
  const Micros between = times[1] - times[0];
  const bool whole = between % kSecond == 0;
  return Cell{arena.keep(whole ? std::to_string(between / kSecond) : decimal_text(between, 6))};
}

Result<Cell> Expression::months_before(const RowView& row, TextArena& arena) {
  SOJOURN_TRY(const Cell end, parts_[0].evaluate(row, arena));
  SOJOURN_TRY(const Cell length, parts_[1].evaluate(row, arena));
  if (is_absent(end) || is_absent(length)) return kAbsent;
  SOJOURN_TRY(const ParsedTime time, parts_[0].times().read(end.text));
  SOJOURN_TRY(const int64_t months, parse_integer(length.text));
  constexpr int64_t kMonthsMax = 12 * 1000;
  if (months < 0 || months > kMonthsMax) return Status::invalid("not a number of months: " + std::string(length.text));
  const Zone& zone = parts_[0].times().zone();
  CivilTime civil = micros_to_civil(zone.to_wall(time.utc));
  const int64_t month = civil.year * int64_t{12} + civil.month - 1 - months;
  civil.year = static_cast<int>(month / 12);
  civil.month = static_cast<int>(month % 12) + 1;
  if (civil.year < 1) return Status::invalid("before the year 1");
  // The 31st of a shorter month is its last day.
  const int64_t first = days_from_civil(civil.year, civil.month, 1);
  const int64_t next =
      civil.month == 12 ? days_from_civil(civil.year + 1, 1, 1) : days_from_civil(civil.year, civil.month + 1, 1);
  civil.day = static_cast<int>(std::min<int64_t>(civil.day, next - first));
  const Micros utc = zone.to_utc(civil_to_micros(civil));
  return Cell{arena.keep(format_time(utc, zone.offset_minutes(utc))), false, CellType::kString};
}

Result<Cell> Expression::numbered(const RowView& row, TextArena& arena) {
  SOJOURN_TRY(const Cell cell, parts_[0].evaluate(row, arena));
  if (is_absent(cell)) return kAbsent;
  return Cell{arena.keep(std::to_string(++counts_[hash64(cell.text)]))};
}

Cell Expression::treated(Cell cell) const {
  if (is_absent(cell)) {
    return spec_.otherwise && spec_.values.empty() ? Cell{*spec_.otherwise} : kAbsent;
  }
  if (std::find(spec_.blanks.begin(), spec_.blanks.end(), cell.text) != spec_.blanks.end()) return kAbsent;
  const bool cuts = !spec_.split.empty() || !spec_.strip_prefix.empty() || !spec_.strip_suffix.empty();
  if (cuts && cell.type == CellType::kJson) cell.type = CellType::kUntyped;  // A piece of JSON is no JSON.
  if (!spec_.split.empty()) cell.text = trim(piece(cell.text, spec_.split, spec_.take));
  if (!spec_.strip_prefix.empty() && cell.text.starts_with(spec_.strip_prefix)) {
    cell.text.remove_prefix(spec_.strip_prefix.size());
  }
  if (!spec_.strip_suffix.empty() && cell.text.ends_with(spec_.strip_suffix)) {
    cell.text.remove_suffix(spec_.strip_suffix.size());
  }
  if (!spec_.values.empty()) {
    const auto found = std::lower_bound(spec_.values.begin(), spec_.values.end(), cell.text,
                                        [](const auto& value, std::string_view text) { return value.first < text; });
    if (found != spec_.values.end() && found->first == cell.text) {
      cell = Cell{found->second};
    } else if (spec_.otherwise) {
      cell = Cell{*spec_.otherwise};
    }
  }
  if (spec_.as_text) cell.type = CellType::kString;
  return cell;
}

Status Test::resolve(const ColumnNames& columns) {
  SOJOURN_TRY(column_, columns.find(condition_.column));
  return {};
}

bool Test::holds(const RowView& row) const {
  const Cell cell = column_ < row.cells.size() ? row.cells[column_] : kAbsent;
  const std::string_view text = cell.null ? std::string_view() : trim(cell.text);
  const auto& words = condition_.words;
  const auto starts = [&](const std::string& word) { return text.starts_with(word); };
  switch (condition_.test) {
    case Condition::Test::kFilled: return !text.empty();
    case Condition::Test::kBlank: return text.empty();
    case Condition::Test::kIn: return std::find(words.begin(), words.end(), text) != words.end();
    case Condition::Test::kNotIn: return std::find(words.begin(), words.end(), text) == words.end();
    case Condition::Test::kStarts: return std::any_of(words.begin(), words.end(), starts);
    case Condition::Test::kNotStarts: return std::none_of(words.begin(), words.end(), starts);
    case Condition::Test::kAbove:
    case Condition::Test::kBelow: {
      const Result<double> number = parse_number(text);
      if (!number) return false;
      return condition_.test == Condition::Test::kAbove ? *number > condition_.bound : *number < condition_.bound;
    }
  }
  return false;
}

}  // namespace sojourn
