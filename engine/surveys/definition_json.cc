#include "surveys/definition_json.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
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

Status check_size(std::string_view text, const DefinitionKind& kind) {
  if (text.size() <= kind.bytes_max) return {};
  return Status::invalid(std::string(kind.what) + " has at most " + std::to_string(kind.bytes_max) + " bytes");
}

}  // namespace

Result<Json> definition_from_json(std::string_view text, const DefinitionKind& kind) {
  SOJOURN_CHECK(check_size(text, kind));
  if (const size_t bad = find_bad_utf8(text); bad != std::string_view::npos) {
    return Status::invalid("this is not UTF-8", "byte " + std::to_string(bad + 1));
  }
  bool deep = false;
  const auto shallow = [&](int depth, Json::parse_event_t, const Json&) {
    deep = deep || depth > kind.depth_max;
    return depth <= kind.depth_max;
  };
  try {
    Json json = Json::parse(text, shallow);
    if (deep) return Status::invalid("brackets are nested more than " + std::to_string(kind.depth_max) + " deep");
    return json;
  } catch (const Json::parse_error& error) {
    return Status::invalid("this is no JSON", "byte " + std::to_string(error.byte));
  }
}

Result<Json> definition_from_toml(std::string_view text, const std::string& file, const DefinitionKind& kind) {
  SOJOURN_CHECK(check_size(text, kind));
  SOJOURN_TRY(const toml::table table, parse_toml(text, file));
  return json_of(static_cast<const toml::node&>(table));
}

}  // namespace sojourn
