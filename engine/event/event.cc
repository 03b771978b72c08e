#include "event/event.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "base/limits.h"

namespace sojourn {
namespace {

Status field_error(Field field, std::string message) {
  return Status::invalid(std::move(message), std::string(field_info(field).name));
}

bool takes_whole_answers(std::string_view kind) { return kind == "nps" || kind == "csat" || kind == "ces"; }

std::string scale_text(double min, double max) { return format_number(min) + " to " + format_number(max); }

// Gives the event the scale of its kind where it declares none, and checks the one it declares.
Status settle_scale(Event& event) {
  const std::string_view kind = event.text(Field::kKind);
  const bool has_min = event.has(Field::kScaleMin);
  const bool has_max = event.has(Field::kScaleMax);
  if (!has_min && !has_max) {
    if (!event.has(Field::kAnswer)) return {};
    if (const auto scale = default_scale(kind)) {
      event.set_number(Field::kScaleMin, scale->min);
      event.set_number(Field::kScaleMax, scale->max);
    }
    return {};
  }
  if (has_min != has_max) {
    return field_error(has_min ? Field::kScaleMax : Field::kScaleMin,
                       "a scale needs both its lowest and its highest answer");
  }
  const double min = event.number(Field::kScaleMin);
  const double max = event.number(Field::kScaleMax);
  if (!(min < max)) return field_error(Field::kScaleMin, "the scale " + scale_text(min, max) + " does not run upwards");
  if (kind == "nps" && (max != 10 || (min != 0 && min != 1))) {
    return field_error(Field::kScaleMax, "nps is asked from 0 (or 1) to 10, not " + scale_text(min, max));
  }
  return {};
}

Status check_answer(const Event& event) {
  if (!event.has(Field::kAnswer)) return {};
  const double answer = event.number(Field::kAnswer);
  const std::string_view kind = event.text(Field::kKind);
  if (takes_whole_answers(kind) && answer != std::floor(answer)) {
    return field_error(Field::kAnswer,
                       format_number(answer) + " is not a whole number, which " + std::string(kind) + " answers are");
  }
  if (!event.has(Field::kScaleMin)) return {};
  const double min = event.number(Field::kScaleMin);
  const double max = event.number(Field::kScaleMax);
  if (answer < min || answer > max) {
    return field_error(Field::kAnswer, format_number(answer) + " is outside the scale " + scale_text(min, max));
  }
  return {};
}

Status check_words(const Event& event) {
  if (event.has(Field::kStage) && stage_rank(event.text(Field::kStage)) < 0) {
    std::string names;
    for (const std::string_view name : stage_names()) names += (names.empty() ? "" : ", ") + std::string(name);
    return field_error(Field::kStage, "'" + std::string(event.text(Field::kStage).substr(0, 80)) +
                                          "' is no stage; the stages are " + names);
  }
  if (event.has(Field::kDirection)) {
    const std::string_view direction = event.text(Field::kDirection);
    if (direction != "in" && direction != "out") {
      return field_error(Field::kDirection, "'" + std::string(direction.substr(0, 80)) + "' is neither in nor out");
    }
  }
  return {};
}

bool in_time(Micros time) { return time >= kTimeMin && time <= kTimeMax; }

Status check_field(const Event& event, Field field) {
  const FieldInfo& info = field_info(field);
  switch (info.type) {
    case FieldType::kTerm:
    case FieldType::kKey:
    case FieldType::kText:
      if (event.text(field).size() > limits::kTextBytesMax) {
        return Status::limit(
            std::to_string(event.text(field).size()) + " bytes, the limit is " + std::to_string(limits::kTextBytesMax),
            std::string(info.name));
      }
      return {};
    case FieldType::kNumber:
      if (!std::isfinite(event.number(field))) return field_error(field, "is not a finite number");
      // A quantity may be negative, as an amount may: goods that came back.
      if (field == Field::kTransfers && event.number(field) < 0) return field_error(field, "is negative");
      return {};
    case FieldType::kDuration:
      if (event.integer(field) < 0) return field_error(field, "is negative");
      return {};
    case FieldType::kTime:
      if (!in_time(event.integer(field))) return field_error(field, "is not between the years 1 and 9999");
      return {};
    case FieldType::kMoney:
    case FieldType::kBool: return {};
  }
  return {};
}

Status check_size(const Event& event, size_t text_bytes) {
  if (event.id.size() > limits::kTextBytesMax) {
    return Status::limit("longer than " + std::to_string(limits::kTextBytesMax) + " bytes", "id");
  }
  size_t bytes = text_bytes + event.id.size() + event.properties.size();
  for (size_t i = 0; i < event.who_count; ++i) bytes += event.who[i].value.size();
  if (bytes > limits::kEventBytesMax) {
    return Status::limit(
        "the event has " + std::to_string(bytes) + " bytes, the limit is " + std::to_string(limits::kEventBytesMax),
        "properties");
  }
  return {};
}

void write_identifiers(const Event& event, ByteWriter& out) {
  std::array<IdentifierView, limits::kIdentifiersPerEventMax> who = event.who;
  const auto end = who.begin() + event.who_count;
  // Whichever column came first, the same identifiers are the same event.
  std::sort(who.begin(), end, [](const IdentifierView& a, const IdentifierView& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.value < b.value;
  });
  out.u8(event.who_count);
  for (auto one = who.begin(); one != end; ++one) {
    out.u8(static_cast<uint8_t>(one->kind));
    out.text(one->value);
  }
}

constexpr size_t kFirstBlockBytes = 8 * 1024;

}  // namespace

IntakeCounts& IntakeCounts::operator+=(const IntakeCounts& more) {
  rows += more.rows;
  events += more.events;
  repeats += more.repeats;
  without_id += more.without_id;
  without_time += more.without_time;
  rejected += more.rejected;
  return *this;
}

std::string_view TextArena::keep(std::string_view text) {
  if (text.empty()) return {};
  // The first block is small: batches that arrive over HTTP hold an event or two, and thousands of them may wait.
  const size_t block = blocks_.size() == 1 ? kFirstBlockBytes : kBlockBytes;
  if (text.size() > (blocks_.empty() ? kFirstBlockBytes : kBlockBytes) / 4) {
    // A block of its own, at the front, so that the block being filled stays the last; a first one is full now.
    blocks_.push_front(std::make_unique_for_overwrite<char[]>(text.size()));
    if (blocks_.size() <= 2) used_ = kBlockBytes;
    std::memcpy(blocks_.front().get(), text.data(), text.size());
    return {blocks_.front().get(), text.size()};
  }
  if (blocks_.empty() || used_ + text.size() > block) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(blocks_.empty() ? kFirstBlockBytes : kBlockBytes));
    used_ = 0;
  }
  char* place = blocks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

void TextArena::clear() {
  blocks_.clear();
  used_ = kBlockBytes;
}

Status validate_event(Event& event) {
  if (!in_time(event.time)) return Status::invalid("is not between the years 1 and 9999", "time");
  if (event.who_count > limits::kIdentifiersPerEventMax) {
    return Status::limit("more than " + std::to_string(limits::kIdentifiersPerEventMax) + " identifiers", "who");
  }
  if (event.version < 0) return Status::invalid("is negative", "version");
  if (event.version != 0 && event.id.empty()) return Status::invalid("an event with a version needs an id", "id");
  size_t text_bytes = 0;
  for (uint64_t rest = event.present; rest != 0; rest &= rest - 1) {
    const auto field = static_cast<Field>(std::countr_zero(rest));
    SOJOURN_CHECK(check_field(event, field));
    text_bytes += event.text(field).size();
  }
  SOJOURN_CHECK(check_size(event, text_bytes));
  SOJOURN_CHECK(check_words(event));
  SOJOURN_CHECK(settle_scale(event));
  return check_answer(event);
}

EventKey event_key(std::string_view source, const Event& event) {
  // Every variable part carries its length, so that no two different events have the same bytes.
  ByteWriter out;
  out.text(source);
  if (!event.id.empty()) {
    out.u8('I');
    out.text(event.id);
  } else {
    out.u8('C');
    out.i64(event.time);
    out.i64(event.offset_minutes);
    write_identifiers(event, out);
    out.text(event.properties);
    out.u64(event.present);
    for (uint64_t rest = event.present; rest != 0; rest &= rest - 1) {
      const auto field = static_cast<Field>(std::countr_zero(rest));
      const FieldType type = field_info(field).type;
      if (is_text(type)) {
        out.text(event.text(field));
      } else if (type == FieldType::kNumber) {
        out.f64(event.number(field) == 0 ? 0.0 : event.number(field));  // -0 is 0.
      } else {
        out.i64(event.integer(field));
      }
    }
  }
  const Hash128 hash = hash128(out.bytes());
  return {hash.low, hash.high};
}

}  // namespace sojourn
