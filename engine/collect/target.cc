#include "collect/target.h"

#include <optional>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::string_view kProperties = "properties.";
constexpr std::string_view kWho = "who.";

std::string canonical(std::string_view column) {
  std::string name;
  for (const char c : column) {
    if (c == ' ' || c == '-') {
      name += '_';
    } else {
      name += lower_ascii(c);
    }
  }
  return name;
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The kinds a file may give; "unknown" is ours alone. `device` alone is a field first.
std::optional<IdentifierKind> given_kind(std::string_view name) {
  const auto kind = find_identifier_kind(name);
  return kind == IdentifierKind::kUnknown ? std::nullopt : kind;
}

}  // namespace

std::string property_name(std::string_view column) {
  std::string name;
  for (const char c : column) {
    if (is_name_byte(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && (name.back() == '_' || name.back() == '.')) name.pop_back();
  const size_t start = name.find_first_not_of("_.");
  if (start == std::string::npos) return "column";
  return name.substr(start);
}

Target find_target(std::string_view column) {
  Target target;
  const std::string name = canonical(column);
  if (name == "id") {
    target.kind = Target::Kind::kId;
  } else if (name == "time" || name == "timestamp") {
    target.kind = Target::Kind::kTime;
  } else if (name == "scale") {
    target.kind = Target::Kind::kScale;
  } else if (name == "customer") {
    target.kind = Target::Kind::kWho;
  } else if (const auto field = find_field(name)) {
    target.kind = *field == Field::kDevice ? Target::Kind::kDevice : Target::Kind::kField;
    target.field = *field;
  } else if (const auto kind = given_kind(name.starts_with(kWho) ? name.substr(kWho.size()) : name)) {
    target.kind = Target::Kind::kWho;
    target.who = *kind;
    if (*kind == IdentifierKind::kAccount) target.property = "account";
  } else if (name == "properties") {
    target.kind = Target::Kind::kProperties;
    target.property = name;
  } else {
    const bool told = name.starts_with(kProperties) && name.size() > kProperties.size();
    target.property = property_name(told ? column.substr(kProperties.size()) : column);
  }
  return target;
}

std::vector<std::string> canonical_names() {
  std::vector<std::string> names{"id", "time", "customer", "email", "phone", "anonymous", "account", "scale"};
  for (const FieldInfo& info : all_fields()) names.emplace_back(info.name);
  for (size_t i = 0; i + 1 < kIdentifierKindCount; ++i) {
    names.push_back("who." + std::string(identifier_kind_name(static_cast<IdentifierKind>(i))));
  }
  return names;
}

}  // namespace sojourn
