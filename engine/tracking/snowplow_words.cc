#include "tracking/snowplow_words.h"

#include "base/decimal.h"
#include "base/text.h"

namespace sojourn::snowplow {
namespace {

void own(TrackedCall& call, std::string_view name, std::string_view text, CellType type = CellType::kString) {
  if (!text.empty()) call.properties.push_back({name, Cell{text, false, type}});
}

}  // namespace

std::string_view value_of(const Payload& payload, std::string_view name) {
  for (const auto& [key, value] : payload) {
    if (key == name) return value;
  }
  return {};
}

std::string_view schema_name(std::string_view schema) {
  const size_t vendor = schema.find('/');
  if (vendor == std::string_view::npos) return schema;
  const std::string_view rest = schema.substr(vendor + 1);
  return rest.substr(0, rest.find('/'));
}

std::optional<Micros> milliseconds(std::string_view text) {
  constexpr int64_t kMost = kTimeMax / 1000;
  const Result<int64_t> number = parse_integer(text);
  if (!number || *number <= 0 || *number > kMost) return std::nullopt;
  return *number * 1000;
}

std::string_view cookie_name(std::string_view cookies) {
  while (!cookies.empty()) {
    const size_t end = cookies.find(';');
    const std::string_view one = trim(cookies.substr(0, end));
    if (one.starts_with("sp=")) return one.substr(3);
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return {};
}

void take_structured(const Payload& payload, TrackedCall& call) {
  call.event = value_of(payload, "se_ac");
  own(call, "category", value_of(payload, "se_ca"));
  own(call, "label", value_of(payload, "se_la"));
  own(call, "property", value_of(payload, "se_pr"));
  // A number of whatever the company counts: no money.
  const std::string_view value = value_of(payload, "se_va");
  const Result<double> number = parse_number(value);
  call.facts.push_back({"value", Cell{number ? value : std::string_view(), !number, CellType::kUntyped}});
}

void take_transaction(const Payload& payload, TrackedCall& call) {
  call.event = "Order Completed";
  own(call, "order_id", value_of(payload, "tr_id"));
  own(call, "total", value_of(payload, "tr_tt"), CellType::kUntyped);
  own(call, "currency", value_of(payload, "tr_cu"));
  own(call, "affiliation", value_of(payload, "tr_af"));
  own(call, "tax", value_of(payload, "tr_tx"), CellType::kUntyped);
  own(call, "shipping", value_of(payload, "tr_sh"), CellType::kUntyped);
  own(call, "city", value_of(payload, "tr_ci"));
  own(call, "country", value_of(payload, "tr_co"));
}

void take_item(const Payload& payload, TrackedCall& call) {
  call.event = "order line";
  call.silent = true;
  own(call, "order_id", value_of(payload, "ti_id"));
  own(call, "product", value_of(payload, "ti_nm").empty() ? value_of(payload, "ti_sk") : value_of(payload, "ti_nm"));
  own(call, "sku", value_of(payload, "ti_sk"));
  own(call, "category", value_of(payload, "ti_ca"));
  own(call, "price", value_of(payload, "ti_pr"), CellType::kUntyped);
  own(call, "quantity", value_of(payload, "ti_qu"), CellType::kUntyped);
}

}  // namespace sojourn::snowplow
