#include "formats/ocel_shape.h"

#include "base/decimal.h"
#include "base/hash.h"
#include "collect/json_text.h"
#include "formats/log_names.h"

namespace sojourn {
namespace {

constexpr std::string_view kDerived = "event-";
constexpr size_t kHexDigits = 16;

std::string type_of(const LogValue& value) {
  if (is_log_time(value)) return "time";
  switch (value.type) {
    case LogValue::Type::kInteger: return "integer";
    case LogValue::Type::kNumber: return "float";
    case LogValue::Type::kTruth: return "boolean";
    case LogValue::Type::kText:
    case LogValue::Type::kJson: return "string";
  }
  return "string";
}

bool is_number(const std::string& type) { return type == "integer" || type == "float"; }

std::string as_json(const LogValue& value) {
  if (value.type != LogValue::Type::kText) return value.value;
  std::string text;
  append_json_string(text, value.value);
  return text;
}

std::string hex(uint64_t number) {
  std::string digits(kHexDigits, '0');
  for (size_t i = kHexDigits; i-- > 0; number >>= 4) digits[i] = "0123456789abcdef"[number & 15];
  return digits;
}

}  // namespace

void OcelShape::add_value(const LogValue& value, std::map<std::string, std::string>& types, ShapedEvent& shaped) const {
  std::string name = log_name(value);
  std::string type = type_of(value);
  const bool too_long = numbers_apart_ && type == "integer" && !parse_integer(value.value);
  const auto known = types.find(name);
  const bool other = known != types.end() && known->second != type;
  const bool both_numbers = other && is_number(known->second) && is_number(type);
  if (too_long || (other && (numbers_apart_ || !both_numbers))) {
    name = std::string(kLogJson) + value.name;
    types.emplace(name, "string");
    shaped.values.push_back({std::move(name), "string", as_json(value)});
    return;
  }
  types[name] = both_numbers ? "float" : type;
  shaped.values.push_back({std::move(name), std::move(type), log_text(value)});
}

void OcelShape::add_objects(const LogEvent& event, ShapedEvent& shaped) {
  const auto add = [&](const std::string& type, const std::string& id, bool own) {
    if (id.empty()) return;
    std::string object = type == "customer" ? id : type + ":" + id;
    std::set<std::string>& related = objects_[{type, object}];
    if (own && !event.customer.empty()) related.insert(event.customer);
    shaped.objects.emplace_back(std::move(object), type);
  };
  add("customer", event.customer, false);
  add("order", event.order, true);
  add("contact", event.contact, true);
  add("agent", event.agent, false);
}

std::string OcelShape::derived_id(const ShapedEvent& shaped) {
  std::string said = shaped.type + '\n' + shaped.time;
  for (const ShapedValue& value : shaped.values) said += '\n' + value.name + '=' + value.text;
  for (const auto& [object, qualifier] : shaped.objects) said += '\n' + object;
  const uint64_t hash = hash64(said);
  const uint32_t number = ++derived_[hash];
  std::string id = std::string(kDerived) + hex(hash);
  if (number > 1) id += "-" + std::to_string(number);
  return id;
}

ShapedEvent OcelShape::shape(const LogEvent& event) {
  ShapedEvent shaped;
  shaped.type = event.activity;
  shaped.time = format_time(event.time, event.offset_minutes);
  auto& types = types_[event.activity];
  LogValue source{std::string(kLogSource), "", LogValue::Type::kText};
  for (const LogValue& value : event.values) {
    if (!value.property && value.name == "source") {
      source.value = value.value;
    } else {
      add_value(value, types, shaped);
    }
  }
  if (!event.queue.empty()) add_value({"queue", event.queue, LogValue::Type::kText}, types, shaped);
  add_value(source, types, shaped);
  add_objects(event, shaped);
  shaped.id = event.id.empty() ? derived_id(shaped) : event.id;
  return shaped;
}

bool is_derived_id(std::string_view id) {
  if (!id.starts_with(kDerived) || id.size() < kDerived.size() + kHexDigits) return false;
  const std::string_view rest = id.substr(kDerived.size() + kHexDigits);
  return id.substr(kDerived.size(), kHexDigits).find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         (rest.empty() || rest.front() == '-');
}

}  // namespace sojourn
