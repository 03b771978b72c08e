#include "collect/event_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/batch_room.h"
#include "collect/phone.h"

namespace sojourn {
namespace {

constexpr size_t kRawBytesMax = 4096;
constexpr int kMinutesMax = 24 * 60;
constexpr size_t kTextsBytes = size_t{1} << 20;
// Beyond so many, names are values of single events, and are not worth to be remembered.
constexpr size_t kNamesKept = limits::kColumnsMax;

// Microseconds as seconds, the unit of durations as text.
std::string seconds_text(Micros length) {
  const Micros whole = length / kSecond;
  const Micros rest = length % kSecond;
  return rest == 0 ? std::to_string(whole) : fmt::format("{}.{:06}", whole, rest);
}

// The beginning of a record, cut between two letters.
std::string_view beginning(std::string_view raw) {
  size_t size = std::min(raw.size(), kRawBytesMax);
  while (size > 0 && size < raw.size() && (static_cast<unsigned char>(raw[size]) & 0xC0) == 0x80) --size;
  return raw.substr(0, size);
}

// Bytes that are no UTF-8 become U+FFFD: the record takes text alone, and a reject is to be seen.
std::string as_text(std::string_view bytes) {
  std::string text;
  for (size_t bad = find_bad_utf8(bytes); bad != std::string_view::npos; bad = find_bad_utf8(bytes)) {
    text.append(bytes.substr(0, bad)).append("\xEF\xBF\xBD");
    bytes.remove_prefix(bad + 1);
  }
  return text.append(bytes);
}

// Keys of sources (intake/source_book.h) without what is secret of them: rejects are shown.
std::string without_keys(std::string text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kHidden = "***";
  for (size_t at = text.find("sj"); at != std::string::npos; at = text.find("sj", at + 1)) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (!rest.starts_with("sjw_") && !rest.starts_with("sjh_")) continue;
    const size_t secret = at + 4;
    const size_t end = std::min(text.find_first_not_of(kHex, secret), text.size());
    if (end > secret) text.replace(secret, end - secret, kHidden);
  }
  return text;
}

// Of sources that are no JSON, some texts may not be.
bool is_text(const Event& event) {
  if (!is_utf8(event.id) || !is_utf8(event.properties)) return false;
  for (size_t i = 0; i < event.who_count; ++i) {
    if (!is_utf8(event.who[i].value)) return false;
  }
  return std::ranges::all_of(event.texts, [](std::string_view text) { return text.empty() || is_utf8(text); });
}

}  // namespace

EventWriter::EventWriter(EventBatch& batch, WriterOptions options, std::function<Status(EventBatch&)> hand_over)
    : batch_(batch),
      options_(std::move(options)),
      hand_over_(std::move(hand_over)),
      builder_(TimeReader(options_.zone)) {}

const EventWriter::Place& EventWriter::place_of(std::string_view name) {
  return places_.find(name, [this](std::string_view fresh) {
    Place place{find_target(fresh), 0};
    if (place.target.kind == Target::Kind::kProperty) place.slot = builder_.add_property(place.target.property);
    return place;
  });
}

size_t EventWriter::slot_of(std::string_view property) {
  return slots_.find(property, [this](std::string_view fresh) { return builder_.add_property(property_name(fresh)); });
}

void EventWriter::begin(uint64_t line, std::string_view raw) {
  if (places_.size() + slots_.size() > kNamesKept) {
    places_ = {};
    slots_ = {};
    builder_.forget_properties();
  }
  builder_.begin(batch_.events.emplace_back(), batch_.arena, line);
  places_.restart();
  slots_.restart();
  if (texts_.bytes() > kTextsBytes) texts_.clear();  // Seldom: an arena gives back whole blocks.
  raw_ = raw;
  fault_ = {};
  has_time_ = false;
}

void EventWriter::note(const Status& status) {
  if (fault_.ok() && !status.ok()) fault_ = status;
}

void EventWriter::refuse(std::string field, std::string reason) {
  note(Status::invalid(std::move(reason), std::move(field)));
}

void EventWriter::put(const Place& place, std::string_view text, CellType type) {
  text = trim(text);
  if (text.empty()) return;
  if (place.target.kind == Target::Kind::kTime) has_time_ = true;
  const bool phone = place.target.kind == Target::Kind::kWho && place.target.who == IdentifierKind::kPhone;
  if (phone && text.front() != '[') {  // A list is refused below.
    who(place.target.who, text);
    return;
  }
  note(builder_.set(place.target, place.slot, Cell{texts_.keep(text), false, type}));
}

EventWriter& EventWriter::id(std::string_view text) {
  static const Place kPlace{find_target("id"), 0};
  put(kPlace, text, CellType::kString);
  return *this;
}

EventWriter& EventWriter::version(int64_t number) {
  batch_.events.back().version = number;
  return *this;
}

EventWriter& EventWriter::time(Micros utc, int offset_minutes) {
  Event& event = batch_.events.back();
  event.time = utc;
  event.offset_minutes = static_cast<int16_t>(offset_minutes);
  if (offset_minutes < -kMinutesMax || offset_minutes > kMinutesMax) refuse("time", "its offset is more than a day");
  builder_.time_is_known();
  has_time_ = true;
  return *this;
}

EventWriter& EventWriter::time(std::string_view text) {
  static const Place kPlace{find_target("time"), 0};
  put(kPlace, text, CellType::kUntyped);
  return *this;
}

EventWriter& EventWriter::who(IdentifierKind kind, std::string_view value) {
  value = trim(value);
  if (value.empty()) return *this;
  const std::optional<std::string> e164 =
      kind == IdentifierKind::kPhone ? phone_e164(value, options_.country) : std::nullopt;
  Target target;
  target.kind = Target::Kind::kWho;
  target.who = kind;
  note(builder_.set(target, 0, Cell{e164 ? std::string_view(*e164) : value, false, CellType::kString}));
  return *this;
}

EventWriter& EventWriter::set(std::string_view name, std::string_view text) {
  put(place_of(name), text, CellType::kString);
  return *this;
}

EventWriter& EventWriter::set(std::string_view name, double number) {
  put(place_of(name), fmt::format("{}", number), CellType::kJson);
  return *this;
}

EventWriter& EventWriter::set(std::string_view name, int64_t number) {
  put(place_of(name), fmt::format("{}", number), CellType::kJson);
  return *this;
}

EventWriter& EventWriter::set(std::string_view name, bool truth) {
  put(place_of(name), truth ? "true" : "false", CellType::kJson);
  return *this;
}

EventWriter& EventWriter::set(std::string_view name, const Cell& cell) {
  if (!cell.null) put(place_of(name), cell.text, cell.type);
  return *this;
}

EventWriter& EventWriter::property(std::string_view name, const Cell& cell) {
  static const Target kProperty;
  if (builder_.is_full()) {
    refuse("properties", EventBuilder::too_many_properties().message());
    return *this;
  }
  note(builder_.set(kProperty, slot_of(name), cell));
  return *this;
}

EventWriter& EventWriter::field(Field field, std::string_view text) {
  Target target;
  target.kind = Target::Kind::kField;
  target.field = field;
  note(builder_.set(target, 0, Cell{text, false, CellType::kString}));
  return *this;
}

EventWriter& EventWriter::amount(std::string_view number) {
  Target target;
  target.kind = Target::Kind::kField;
  target.field = Field::kAmount;
  CellReading reading;
  reading.round = true;
  note(builder_.set(target, 0, Cell{texts_.keep(trim(number)), false, CellType::kJson}, reading));
  return *this;
}

EventWriter& EventWriter::duration(Field field, std::optional<Micros> length) {
  if (length) put(place_of(field_info(field).name), seconds_text(*length), CellType::kUntyped);
  return *this;
}

EventWriter& EventWriter::instant(Field field, std::optional<Micros> utc) {
  if (utc) batch_.events.back().set_integer(field, *utc);
  return *this;
}

EventWriter& EventWriter::json(std::string_view name, std::string_view value) {
  value = trim(value);
  if (value.empty() || value == "null" || value == "{}") return *this;
  if (value.front() == '{') {
    note(builder_.set_members(std::string(name) + ".", value));
  } else if (value.front() == '"') {
    note(builder_.set_members("", "{\"" + std::string(name) + "\":" + std::string(value) + "}"));
  } else {
    put(place_of(name), value, CellType::kJson);
  }
  return *this;
}

Result<bool> EventWriter::end() {
  Event& event = batch_.events.back();
  if (!options_.currency.empty()) builder_.default_currency(options_.currency);
  if (fault_.ok()) note(builder_.finish());
  if (fault_.ok() && !is_text(event)) refuse("", "a text of it is not UTF-8");
  const bool good = fault_.ok();
  if (good) {
    if (event.who_count == 0) ++batch_.counts.without_id;
    SOJOURN_CHECK(hand_over_if_full());
    return true;
  }
  const uint64_t line = event.line;
  batch_.events.pop_back();
  if (!has_time_) ++batch_.counts.without_time;
  SOJOURN_CHECK(reject(line, raw_, fault_.where(), fault_.message()));
  return false;
}

Status EventWriter::reject(uint64_t line, std::string_view raw, std::string field, std::string reason) {
  ++batch_.counts.rejected;
  batch_.rejects.push_back(
      {batch_.input, line, as_text(field), without_keys(as_text(reason)), without_keys(as_text(beginning(raw)))});
  return hand_over_if_full();
}

Status EventWriter::hand_over_if_full() { return hand_over_ && is_full(batch_) ? hand_over_(batch_) : Status(); }

}  // namespace sojourn
