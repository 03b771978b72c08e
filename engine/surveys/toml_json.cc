#include "surveys/toml_json.h"

#include <nlohmann/json.hpp>

#include "collect/map_table.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) object[std::string(key.str())] = json_of(value);
    return object;
  }
  if (const auto* list = node.as_array()) {
    Json array = Json::array();
    for (const toml::node& each : *list) array.push_back(json_of(each));
    return array;
  }
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  if (const auto* text = node.as_string()) return text->get();
  return nullptr;
}

}  // namespace

Result<nlohmann::ordered_json> toml_json(std::string_view text, const std::string& file) {
  SOJOURN_TRY(const toml::table table, parse_toml(text, file));
  return json_of(static_cast<const toml::node&>(table));
}

}  // namespace sojourn
