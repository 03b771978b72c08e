#include "collect/event_builder.h"

#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "base/limits.h"
#include "collect/json_text.h"

namespace sojourn {
namespace {

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 80)) + "'"; }

Status field_error(Field field, std::string_view text, std::string_view expected) {
  return Status::invalid(quoted(text) + " is not " + std::string(expected), std::string(field_info(field).name));
}

bool equals_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

std::optional<bool> read_bool(std::string_view text) {
  for (const std::string_view word : {"true", "yes", "1", "y", "t"}) {
    if (equals_word(text, word)) return true;
  }
  for (const std::string_view word : {"false", "no", "0", "n", "f"}) {
    if (equals_word(text, word)) return false;
  }
  return std::nullopt;
}

// Seconds with a fraction of up to six digits as microseconds.
std::optional<int64_t> seconds_to_micros(std::string_view text) {
  const Result<Decimal> seconds = parse_decimal(text);
  if (!seconds || seconds->scale > 6) return std::nullopt;
  int64_t micros = seconds->units;
  for (int i = seconds->scale; i < 6; ++i) {
    if (__builtin_mul_overflow(micros, int64_t{10}, &micros)) return std::nullopt;
  }
  return micros;
}

// An amount that a program computed in floating point ("4.44e-16", "29.990000000000002341"), for maps that round.
Result<Decimal> rounded_money(std::string_view text) {
  constexpr int kDigits = 6;
  constexpr double kUnits = 1e6;
  constexpr double kMost = 1e11;
  SOJOURN_TRY(const double number, parse_number(text));
  if (number > kMost || number < -kMost) return Status::invalid(quoted(text) + " is too large an amount to round");
  return Decimal{std::llround(number * kUnits), kDigits};
}

// "153", "12.5", "3:09", "0:03:09".
std::optional<int64_t> read_duration(std::string_view text) {
  int64_t total = 0;
  int parts = 0;
  for (size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    const Result<int64_t> part = parse_integer(text.substr(0, colon));
    if (!part || *part < 0 || *part > 1'000'000'000 || ++parts > 2) return std::nullopt;
    total = (total + *part) * 60;
    text.remove_prefix(colon + 1);
  }
  const auto seconds = seconds_to_micros(text);
  if (!seconds || total == 0) return seconds;
  if (*seconds < 0) return std::nullopt;
  return total * kSecond + *seconds;
}

}  // namespace

size_t EventBuilder::add_property(const std::string& name) {
  const auto [place, fresh] = slots_.emplace(name, properties_.size());
  if (fresh) {
    Property property;
    append_json_string(property.key, name);
    property.key += ':';
    properties_.push_back(std::move(property));
    rank_.assign(properties_.size(), 0);
    size_t rank = 0;
    for (const auto& [key, slot] : slots_) rank_[slot] = rank++;
  }
  return place->second;
}

void EventBuilder::begin(Event& event, TextArena& arena, uint64_t line) {
  event_ = &event;
  arena_ = &arena;
  event.line = line;
  has_time_ = false;
  amount_ = {};
  cost_ = {};
  for (const size_t slot : set_slots_) properties_[slot].set = false;
  set_slots_.clear();
}

Status EventBuilder::set(const Target& target, size_t slot, Cell cell, const CellReading& reading) {
  cell.text = trim(cell.text);
  if (cell.null || cell.text.empty()) return {};
  switch (target.kind) {
    case Target::Kind::kId: event_->id = arena_->keep(cell.text); return {};
    case Target::Kind::kTime: {
      TimeReader& times = reading.times != nullptr ? *reading.times : times_;
      Result<ParsedTime> parsed = times.read(cell.text);
      has_time_ = true;
      if (!parsed) return Status::invalid(parsed.error().message(), "time");
      event_->time = parsed->utc;
      event_->offset_minutes = static_cast<int16_t>(parsed->offset_minutes);
      return {};
    }
    case Target::Kind::kWho: return set_who(target.who, cell.text);
    case Target::Kind::kField: return set_field(target.field, cell, reading);
    case Target::Kind::kScale: return set_scale(cell.text);
    case Target::Kind::kProperty:
      if (!properties_[slot].set) set_slots_.push_back(slot);
      properties_[slot].set = true;
      properties_[slot].value = cell;
      return {};
  }
  return {};
}

Status EventBuilder::set_who(IdentifierKind kind, std::string_view text) {
  const std::string value = normalise_identifier(kind, text);
  if (value.empty()) return {};
  size_t place = 0;
  for (; place < event_->who_count && event_->who[place].kind <= kind; ++place) {
    if (event_->who[place].kind == kind && event_->who[place].value == value) return {};
  }
  if (event_->who_count == event_->who.size()) {
    return Status::invalid("more than " + std::to_string(event_->who.size()) + " identifiers", "who");
  }
  // Surest first.
  std::move_backward(event_->who.begin() + static_cast<std::ptrdiff_t>(place), event_->who.begin() + event_->who_count,
                     event_->who.begin() + event_->who_count + 1);
  event_->who[place] = {kind, arena_->keep(value)};
  ++event_->who_count;
  return {};
}

Status EventBuilder::set_scale(std::string_view text) {
  const size_t dash = text.find('-', 1);
  if (dash != std::string_view::npos) {
    const Result<double> min = parse_number(trim(text.substr(0, dash)));
    const Result<double> max = parse_number(trim(text.substr(dash + 1)));
    if (min && max) {
      event_->set_number(Field::kScaleMin, *min);
      event_->set_number(Field::kScaleMax, *max);
      return {};
    }
  }
  return Status::invalid(quoted(text) + " is not a scale such as 1-10", "scale");
}

Status EventBuilder::set_field(Field field, Cell cell, const CellReading& reading) {
  const std::string_view text = cell.text;
  switch (field_info(field).type) {
    case FieldType::kTerm:
    case FieldType::kKey:
    case FieldType::kText:
      event_->set_text(field, arena_->keep(text));
      if (field == Field::kDevice) return set_who(IdentifierKind::kDevice, text);
      return {};
    case FieldType::kNumber: {
      const Result<double> number = parse_number(text);
      if (!number) return field_error(field, text, "a number");
      event_->set_number(field, *number);
      return {};
    }
    case FieldType::kMoney: (field == Field::kAmount ? amount_ : cost_) = {text, reading.round}; return {};
    case FieldType::kDuration: {
      const auto micros = read_duration(text);
      if (!micros) return field_error(field, text, "a number of seconds (or h:mm:ss)");
      event_->set_integer(field, *micros);
      return {};
    }
    case FieldType::kBool: {
      const auto truth = read_bool(text);
      if (!truth) return field_error(field, text, "true or false (yes, no, 1, 0)");
      event_->set_integer(field, *truth ? 1 : 0);
      return {};
    }
    case FieldType::kTime: {
      TimeReader& times = reading.times != nullptr ? *reading.times : times_;
      Result<ParsedTime> parsed = times.read(text);
      if (!parsed) return Status::invalid(parsed.error().message(), std::string(field_info(field).name));
      event_->set_integer(field, parsed->utc);
      return {};
    }
  }
  return {};
}

Status EventBuilder::set_money(Field field, std::string_view text, bool round) {
  if (text.empty()) return {};
  const std::string_view currency = event_->text(Field::kCurrency);
  Result<Decimal> amount = parse_decimal(text);
  if (!amount && round) amount = rounded_money(text);
  if (!amount) return Status::invalid(amount.error().message(), std::string(field_info(field).name));
  const Result<int64_t> units = to_minor_units(*amount, currency, round);
  if (!units) return Status::invalid(units.error().message(), std::string(field_info(field).name));
  event_->set_integer(field, *units);
  return {};
}

void EventBuilder::write_properties() {
  if (set_slots_.empty()) return;
  const auto by_name = [&](size_t a, size_t b) { return rank_[a] < rank_[b]; };
  if (!std::is_sorted(set_slots_.begin(), set_slots_.end(), by_name)) {
    std::sort(set_slots_.begin(), set_slots_.end(), by_name);
  }
  scratch_.clear();
  for (const size_t slot : set_slots_) {
    scratch_ += scratch_.empty() ? '{' : ',';
    const Property& property = properties_[slot];
    scratch_ += property.key;
    const Cell& value = property.value;
    const bool bare = value.type == CellType::kJson || (value.type == CellType::kUntyped && is_json_scalar(value.text));
    if (bare) {
      scratch_ += value.text;
    } else {
      append_json_string(scratch_, value.text);
    }
  }
  scratch_ += '}';
  event_->properties = arena_->keep(scratch_);
}

Status EventBuilder::finish() {
  if (!has_time_) return Status::invalid("the row has no time", "time");
  SOJOURN_CHECK(set_money(Field::kAmount, amount_.text, amount_.round));
  SOJOURN_CHECK(set_money(Field::kCost, cost_.text, cost_.round));
  if (event_->has(Field::kKind) && !event_->has(Field::kTouchpoint)) event_->set_text(Field::kTouchpoint, "survey");
  write_properties();
  return validate_event(*event_);
}

}  // namespace sojourn
