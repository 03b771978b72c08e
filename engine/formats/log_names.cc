#include "formats/log_names.h"

#include <algorithm>

#include "collect/target.h"
#include "event/identifier.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

constexpr std::string_view kProperty = "properties.";

bool is_reserved(std::string_view name) {
  return name == kLogSource || name == kLogId || name == kLogEpisode || name == kLogCustomer ||
         name.starts_with(kProperty) || name.starts_with(kLogJson);
}

// Begins as a name in XML does (ecosystem of XES: keys are names).
bool begins_like_a_name(std::string_view name) {
  const char first = name.empty() ? '0' : name.front();
  return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_' ||
         static_cast<unsigned char>(first) >= 0x80;
}

void write_json(EventWriter& writer, const std::string& name, const Cell& cell) {
  const Result<Json> json = parse_json(cell.text);
  if (!json || json->is_string()) {
    const std::string text = json ? json->get<std::string>() : std::string(cell.text);
    writer.set(name, Cell{text, false, CellType::kString});
  } else {
    writer.set(name, Cell{cell.text, false, CellType::kJson});
  }
}

}  // namespace

bool is_log_time(const LogValue& value) {
  if (value.property || value.type != LogValue::Type::kText) return false;
  const auto field = find_field(value.name);
  return field && field_info(*field).type == FieldType::kTime;
}

std::string log_name(const LogValue& value) {
  if (!value.property) return value.name;
  if (value.type == LogValue::Type::kJson) return std::string(kLogJson) + value.name;
  const bool plain = find_target(value.name).kind == Target::Kind::kProperty && !is_reserved(value.name) &&
                     begins_like_a_name(value.name);
  return plain ? value.name : std::string(kProperty) + value.name;
}

std::string log_text(const LogValue& value) {
  if (!is_log_time(value)) return value.value;
  const Result<ParsedTime> time = parse_time(value.value, Zone());
  return time ? format_time(time->utc) : value.value;
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  // Two letters that Unicode has and XML has not.
  for (const std::string_view bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (size_t at = out.find(bad); at != std::string::npos; at = out.find(bad)) out.erase(at, bad.size());
  }
  return out;
}

CellType log_number_type(std::string_view text) {
  const Result<Json> json = parse_json(text);
  return json && (json->is_number() || json->is_boolean()) ? CellType::kJson : CellType::kUntyped;
}

void write_log_value(EventWriter& writer, std::string_view name, const Cell& cell) {
  if (name.starts_with(kLogJson)) {
    write_json(writer, std::string(kProperty) + std::string(name.substr(kLogJson.size())), cell);
    return;
  }
  const Target target = find_target(name);
  if (name.starts_with(kProperty) || target.kind == Target::Kind::kField) {
    writer.set(name, cell);
  } else if (target.kind == Target::Kind::kDevice) {
    writer.field(Field::kDevice, cell.text);  // Who the customer is, `customer` says.
  } else {
    writer.set(std::string(kProperty) + std::string(name), cell);
  }
}

void write_log_customer(EventWriter& writer, std::string_view customer) {
  if (customer.empty()) return;
  const Result<Identifier> known = parse_identifier(customer);
  if (!known) {
    writer.who(IdentifierKind::kId, customer);
  } else if (known->kind != IdentifierKind::kUnknown) {
    writer.who(known->kind, known->value);
  }
}

void write_log_source(EventWriter& writer, std::string_view source, bool told) {
  if (!told) writer.set(kRecordSource, source);
}

}  // namespace sojourn
