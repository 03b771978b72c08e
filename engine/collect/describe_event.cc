#include "base/decimal.h"
#include "collect/importer.h"

namespace sojourn {
namespace {

// "Z" rather than "+00:00" where the source's clock was UTC.
std::string time_text(Micros time, int offset_minutes) {
  return offset_minutes == 0 ? format_time(time) : format_time(time, offset_minutes);
}

}  // namespace

std::string field_text(const Event& event, const FieldInfo& info) {
  switch (info.type) {
    case FieldType::kTerm:
    case FieldType::kKey:
    case FieldType::kText: return std::string(event.text(info.field));
    case FieldType::kNumber: return format_number(event.number(info.field));
    case FieldType::kMoney: return format_minor_units(event.integer(info.field), event.text(Field::kCurrency));
    case FieldType::kDuration:
      return format_number(static_cast<double>(event.integer(info.field)) / static_cast<double>(kSecond));
    case FieldType::kBool: return event.integer(info.field) != 0 ? "true" : "false";
    case FieldType::kTime: return time_text(event.integer(info.field), event.offset_minutes);
  }
  return {};
}

std::string describe_event(const Event& event) {
  std::string line = time_text(event.time, event.offset_minutes);
  if (!event.id.empty()) line += " id=" + std::string(event.id);
  for (size_t i = 0; i < event.who_count; ++i) {
    const IdentifierView& who = event.who[i];
    line += " " + (who.kind == IdentifierKind::kId ? "customer" : std::string(identifier_kind_name(who.kind))) + "=" +
            std::string(who.value);
  }
  for (const FieldInfo& info : all_fields()) {
    if (event.has(info.field)) line += " " + std::string(info.name) + "=" + field_text(event, info);
  }
  if (!event.properties.empty()) line += " properties=" + std::string(event.properties);
  return line;
}

}  // namespace sojourn
