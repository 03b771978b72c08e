#include "collect/explode.h"

#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int kValueDigits = 2;

std::string_view text_of(const std::vector<Cell>& row, size_t column) {
  return column < row.size() && !row[column].null ? row[column].text : std::string_view();
}

Result<int64_t> count_of(const std::vector<Cell>& row, size_t column, const std::string& name) {
  const std::string_view text = text_of(row, column);
  if (text.empty()) return int64_t{0};
  const Result<int64_t> count = parse_integer(text);
  if (!count || *count < 0 || *count > kTravellersMax) {
    return Status::invalid(
        "'" + std::string(text.substr(0, 80)) + "' is not a count from 0 to " + std::to_string(kTravellersMax), name);
  }
  return *count;
}

// The n-th (from 0) of `count` shares of a whole: they differ by one unit at most, and add up to it.
int64_t share_of(int64_t whole, int64_t count, int64_t n) {
  const int64_t rest = whole % count;
  const int64_t extra = n < (rest < 0 ? -rest : rest) ? 1 : 0;
  return whole / count + (rest < 0 ? -extra : extra);
}

std::vector<std::string_view> steps_of(std::string_view path, std::string_view split) {
  std::vector<std::string_view> steps;
  for (;;) {
    const size_t at = path.find(split);
    if (!path.empty()) steps.push_back(path.substr(0, at));
    if (at == std::string_view::npos) return steps;
    path.remove_prefix(at + split.size());
  }
}

}  // namespace

Status Explode::resolve(const ColumnNames& columns) {
  SOJOURN_TRY(path_, columns.find(spec_.path));
  SOJOURN_TRY(converted_, columns.find(spec_.converted));
  if (!spec_.lost.empty()) {
    SOJOURN_TRY(lost_, columns.find(spec_.lost));
  }
  if (!spec_.value.empty()) {
    SOJOURN_TRY(value_, columns.find(spec_.value));
  }
  return {};
}

void Explode::append_names(std::vector<std::string>& names) {
  for (const char* name : {"traveller", "step", "number", "converted", "value", "time"}) {
    names.push_back("explode." + std::string(name));
  }
}

Status Explode::start(const std::vector<Cell>& row, uint64_t row_number) {
  all_ = one_ = 0;
  number_ = 0;
  SOJOURN_TRY(converting_, count_of(row, converted_, spec_.converted));
  SOJOURN_TRY(const int64_t lost, count_of(row, lost_, spec_.lost));
  whole_ = 0;
  const std::string_view value_text = text_of(row, value_);
  if (!value_text.empty()) {
    SOJOURN_TRY(const Decimal total, parse_decimal(value_text));
    SOJOURN_TRY(whole_, to_minor_units(total, "", true));
  }
  all_ = converting_ + lost;
  steps_ = steps_of(text_of(row, path_), spec_.split);
  width_ = row.size();
  row_number_ = std::to_string(row_number) + "-";
  return {};
}

Result<bool> Explode::next(std::vector<Cell>& row) {
  row.resize(width_);
  for (; one_ < all_; ++one_, ++travellers_, number_ = 0) {
    const bool converts = one_ < converting_;
    if (number_ == steps_.size() + (converts ? 1 : 0)) continue;
    const bool conversion = number_ == steps_.size();
    Micros time = 0;
    if (__builtin_mul_overflow(travellers_ + static_cast<int64_t>(number_), spec_.gap, &time) ||
        __builtin_add_overflow(time, spec_.start, &time) || time > kTimeMax) {
      return Status::invalid("the times of the travellers run beyond the year 9999");
    }
    const bool has_value = conversion && value_ != ColumnNames::kNone;
    traveller_text_ = row_number_ + std::to_string(one_ + 1);
    number_text_ = std::to_string(number_ + 1);
    time_text_ = format_time(time);
    if (has_value) value_text_ = decimal_text(share_of(whole_, converting_, one_), kValueDigits);
    row.push_back({traveller_text_, false, CellType::kString});
    row.push_back(conversion ? Cell{{}, true} : Cell{steps_[number_]});
    row.push_back({number_text_});
    row.push_back({conversion ? "true" : "false"});
    row.push_back(has_value ? Cell{value_text_} : Cell{{}, true});
    row.push_back({time_text_});
    ++number_;
    return true;
  }
  return false;
}

}  // namespace sojourn
