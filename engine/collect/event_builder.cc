#include "collect/event_builder.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/cell_text.h"
#include "collect/json_text.h"

namespace sojourn {
namespace {

// Names that earlier events told are kept up to so many.
constexpr size_t kMembersKept = limits::kColumnsMax;
// All names are ranked again when so many of them fall to an event that came since.
constexpr size_t kNamesAnEvent = 8;

Status field_error(Field field, std::string_view text, std::string_view expected) {
  return Status::invalid(quoted(text) + " is not " + std::string(expected), std::string(field_info(field).name));
}

// Who or what an event is about has one name; a list of them is not the name "[...]".
Status check_list(const Target& target, std::string_view list) {
  if (target.kind == Target::Kind::kId) return Status::invalid(quoted(list) + " is a list; an event has one id", "id");
  if (target.kind != Target::Kind::kWho) return {};
  const std::string_view name = target.who == IdentifierKind::kId ? "customer" : identifier_kind_name(target.who);
  return Status::invalid(quoted(list) + " is a list; write one identifier as text", std::string(name));
}

}  // namespace

size_t EventBuilder::add_property(const std::string& name) { return add_slot(name, true); }

size_t EventBuilder::add_slot(const std::string& name, bool held) {
  const auto [place, fresh] = slots_.emplace(name, free_slots_.empty() ? properties_.size() : free_slots_.back());
  const size_t slot = place->second;
  if (fresh) {
    if (free_slots_.empty()) {
      properties_.emplace_back();
    } else {
      free_slots_.pop_back();
    }
    Property& property = properties_[slot];
    property = {};
    property.name = &place->first;
    append_json_string(property.key, name);
    property.key += ':';
    property.held = held;
    if (!held) ++members_;
    rank_.clear();
    unranked_ = 0;
  } else if (held && !properties_[slot].held) {
    properties_[slot].held = true;
    --members_;
  }
  return slot;
}

void EventBuilder::forget_properties() {
  slots_.clear();
  properties_.clear();
  free_slots_.clear();
  members_ = 0;
  set_slots_.clear();
  last_slots_.clear();
  rank_.clear();
  unranked_ = 0;
}

void EventBuilder::forget_members() {
  for (size_t slot = 0; slot < properties_.size(); ++slot) {
    Property& property = properties_[slot];
    if (property.held || property.name == nullptr) continue;
    slots_.erase(*property.name);  // Which takes the name itself along.
    property = {};
    free_slots_.push_back(slot);
  }
  members_ = 0;
  last_slots_.clear();
  rank_.clear();
  unranked_ = 0;
}

bool EventBuilder::is_full() const { return set_slots_.size() >= limits::kColumnsMax; }

Status EventBuilder::too_many_properties() {
  return Status::invalid("the event has more than " + std::to_string(limits::kColumnsMax) +
                         " different names; are some keys values?");
}

void EventBuilder::begin(Event& event, TextArena& arena, uint64_t line) {
  event_ = &event;
  arena_ = &arena;
  event.line = line;
  has_time_ = false;
  offset_minutes_.reset();
  amount_ = {};
  cost_ = {};
  for (const size_t slot : set_slots_) properties_[slot].set = false;
  set_slots_.clear();
  if (members_ > kMembersKept) forget_members();
}

Status EventBuilder::set(const Target& target, size_t slot, Cell cell, const CellReading& reading) {
  cell.text = trim(cell.text);
  if (cell.null || cell.text.empty()) return {};
  if (cell.type == CellType::kJson && cell.text.front() == '[') SOJOURN_CHECK(check_list(target, cell.text));
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
    case Target::Kind::kWho:
      if (!target.property.empty() && !normalise_identifier(target.who, cell.text).empty()) {
        set_property(add_property(target.property), Cell{arena_->keep(cell.text), false, CellType::kString});
      }
      return set_who(target.who, cell.text);
    case Target::Kind::kField: return set_field(target.field, cell, reading);
    case Target::Kind::kDevice:
      SOJOURN_CHECK(set_field(target.field, cell, reading));
      return may_be_device_number(cell.text) ? set_who(IdentifierKind::kDevice, cell.text) : Status();
    case Target::Kind::kScale: return set_scale(cell.text);
    case Target::Kind::kProperty: set_property(slot, cell); return {};
    case Target::Kind::kProperties: return set_properties(cell);
    case Target::Kind::kOffset: return set_offset(cell.text);
    case Target::Kind::kCustomer: return set_customer(cell.text);
    case Target::Kind::kSource:
    case Target::Kind::kNothing: return {};
  }
  return {};
}

void EventBuilder::set_property(size_t slot, const Cell& cell) {
  if (!properties_[slot].set) set_slots_.push_back(slot);
  properties_[slot].set = true;
  properties_[slot].value = cell;
}

Status EventBuilder::set_properties(const Cell& cell) {
  if (cell.text.front() != '{') {
    set_property(add_property("properties"), cell);
    return {};
  }
  Status status = set_members("", cell.text);
  return status.ok() ? status : std::move(status).within("properties");
}

Status EventBuilder::set_members(const std::string& prefix, std::string_view object) {
  return flattener_.flatten(object, [&](std::string_view name, Cell value) -> Status {
    value.text = trim(value.text);
    if (value.null || value.text.empty()) return {};
    const std::string property = property_name(prefix + std::string(name));
    if (is_full()) return too_many_properties();
    value.text = arena_->keep(value.text);  // The next object of the row takes the flattener's memory.
    set_property(add_slot(property, false), value);
    return {};
  });
}

void EventBuilder::default_currency(std::string_view currency) {
  if (amount_.text.empty() && cost_.text.empty()) return;
  if (!event_->has(Field::kCurrency)) event_->set_text(Field::kCurrency, arena_->keep(currency));
}

Status EventBuilder::set_customer(std::string_view text) {
  SOJOURN_TRY(const Identifier customer, parse_identifier(text));
  // Made for an event of nobody, and made again.
  return customer.kind == IdentifierKind::kUnknown ? Status() : set_who(customer.kind, customer.value);
}

Status EventBuilder::set_offset(std::string_view text) {
  constexpr int64_t kMinutesMax = 24 * 60;
  const Result<int64_t> minutes = parse_integer(text);
  if (!minutes || *minutes < -kMinutesMax || *minutes > kMinutesMax) {
    return Status::invalid(quoted(text) + " is not an offset in minutes", "offset_minutes");
  }
  offset_minutes_ = static_cast<int16_t>(*minutes);
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

// Words that the program itself knows are compared without case; names of the company's own keep theirs.
Status EventBuilder::set_term(Field field, std::string_view text) {
  const bool currency = field == Field::kCurrency;
  if (!currency && field != Field::kKind && field != Field::kStage && field != Field::kDirection) {
    event_->set_text(field, arena_->keep(text));
    return {};
  }
  std::string word(text);
  for (char& letter : word) {
    const bool upper = letter >= 'A' && letter <= 'Z';
    const bool lower = letter >= 'a' && letter <= 'z';
    if (currency && (word.size() != 3 || !(upper || lower))) {
      return Status::invalid(quoted(text) + " is not a currency code of three letters such as EUR (ISO 4217)",
                             "currency");
    }
    if (upper && !currency) letter = static_cast<char>(letter - 'A' + 'a');
    if (lower && currency) letter = static_cast<char>(letter - 'a' + 'A');
  }
  event_->set_text(field, arena_->keep(word));
  return {};
}

Status EventBuilder::set_field(Field field, Cell cell, const CellReading& reading) {
  const std::string_view text = cell.text;
  switch (field_info(field).type) {
    case FieldType::kTerm: return set_term(field, text);
    case FieldType::kKey:
    case FieldType::kText: event_->set_text(field, arena_->keep(text)); return {};
    case FieldType::kNumber: {
      const Result<double> number = read_number(text);
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
  Result<Decimal> amount = parse_decimal(text, has_decimal_comma(text));
  if (!amount && round) amount = read_rounded(text);
  if (!amount) return Status::invalid(amount.error().message(), std::string(field_info(field).name));
  const Result<int64_t> units = to_minor_units(*amount, currency, round);
  if (!units) return Status::invalid(units.error().message(), std::string(field_info(field).name));
  event_->set_integer(field, *units);
  return {};
}

// By name. All names are ranked once events bring no new ones; until then, only those of the event are compared.
void EventBuilder::sort_slots() {
  const bool ranked = rank_.size() == properties_.size();
  if (!ranked && ++unranked_ * kNamesAnEvent >= properties_.size()) {
    rank_.resize(properties_.size());
    size_t rank = 0;
    for (const auto& [name, slot] : slots_) rank_[slot] = rank++;
  }
  if (rank_.empty()) {
    std::sort(sorted_slots_.begin(), sorted_slots_.end(),
              [&](size_t a, size_t b) { return *properties_[a].name < *properties_[b].name; });
  } else {
    std::sort(sorted_slots_.begin(), sorted_slots_.end(), [&](size_t a, size_t b) { return rank_[a] < rank_[b]; });
  }
}

void EventBuilder::write_properties() {
  if (set_slots_.empty()) return;
  // Events that are alike bring their properties in the same order.
  if (set_slots_ != last_slots_ || last_slots_.empty()) {
    last_slots_ = set_slots_;
    sorted_slots_ = set_slots_;
    sort_slots();
  }
  scratch_.clear();
  for (const size_t slot : sorted_slots_) {
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
  if (offset_minutes_) event_->offset_minutes = *offset_minutes_;
  SOJOURN_CHECK(set_money(Field::kAmount, amount_.text, amount_.round));
  SOJOURN_CHECK(set_money(Field::kCost, cost_.text, cost_.round));
  if (event_->has(Field::kKind) && !event_->has(Field::kTouchpoint)) event_->set_text(Field::kTouchpoint, "survey");
  write_properties();
  return validate_event(*event_);
}

}  // namespace sojourn
