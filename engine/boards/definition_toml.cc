#include "boards/definition_toml.h"

#include <sstream>

#include "base/encoding.h"
#include "base/toml_text.h"
#include "collect/map_table.h"

namespace sojourn::boards {
namespace {

// A text can name far more and far longer places than any definition has; errors in those tell of what is around them.
constexpr size_t kPlacesMax = 20'000;
constexpr size_t kPlaceBytesMax = 300;

std::string place(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

const std::string& bounded(const std::string& place, const std::string& around) {
  return place.size() <= kPlaceBytesMax ? place : around;
}

Json json_of(const toml::node& node, const std::string& path, std::map<std::string, uint32_t>& lines) {
  if (lines.size() < kPlacesMax) lines.emplace(path, node.source().begin.line);
  if (const auto* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) {
      object[std::string(key.str())] = json_of(value, bounded(place(path, key.str()), path), lines);
    }
    return object;
  }
  if (const auto* list = node.as_array()) {
    Json array = Json::array();
    for (const toml::node& each : *list) {
      array.push_back(json_of(each, bounded(path + "[" + std::to_string(array.size()) + "]", path), lines));
    }
    return array;
  }
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream date;
  if (const auto* day = node.as_date()) date << day->get();
  if (const auto* moment = node.as_date_time()) date << moment->get();
  if (const auto* time = node.as_time()) date << time->get();
  return date.str();
}

std::string key_of(const std::string& key) {
  constexpr std::string_view kBare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !key.empty() && key.find_first_not_of(kBare) == std::string::npos ? key : toml_string(key);
}

std::string value_of(const Json& json) {
  if (json.is_string()) return toml_string(json.get<std::string>());
  if (!json.is_structured()) return json.dump();
  std::string parts;
  for (const auto& [key, value] : json.items()) {
    parts += (parts.empty() ? "" : ", ") + (json.is_object() ? key_of(key) + " = " : std::string()) + value_of(value);
  }
  return json.is_object() ? "{ " + parts + " }" : "[" + parts + "]";
}

bool is_list_of_objects(const Json& json) { return json.is_array() && !json.empty() && json[0].is_object(); }

bool is_empty(const Json& json) {
  return json.is_null() || (json.is_string() && json.get_ref<const std::string&>().empty()) ||
         (json.is_structured() && json.empty());
}

void write_table(const Json& json, const std::string& path, std::string& out) {
  for (const auto& [key, value] : json.items()) {
    if (is_empty(value) || value.is_object() || is_list_of_objects(value)) continue;
    out += key_of(key) + " = " + value_of(value) + "\n";
  }
  for (const auto& [key, value] : json.items()) {
    const std::string inner = place(path, key_of(key));
    if (value.is_object() && !value.empty()) {
      out += "\n[" + inner + "]\n";
      write_table(value, inner, out);
    } else if (is_list_of_objects(value)) {
      for (const Json& each : value) {
        out += "\n[[" + inner + "]]\n";
        write_table(each, inner, out);
      }
    }
  }
}

}  // namespace

Status TomlDefinition::located(Status status) const {
  std::string path = status.where().substr(0, status.where().find(": "));
  auto found = lines.find(path);
  while (found == lines.end() && !path.empty()) {
    const size_t cut = path.find_last_of(".[");
    path.resize(cut == std::string::npos ? 0 : cut);
    found = lines.find(path);
  }
  const uint32_t line = found == lines.end() ? 0 : found->second;
  return std::move(status).within(line == 0 ? file : file + ":" + std::to_string(line));
}

Result<TomlDefinition> parse_definition_toml(std::string_view text, const std::string& file, std::string_view what,
                                             size_t bytes_max) {
  if (text.size() > bytes_max) {
    return Status::limit(std::string(what) + " has at most " + std::to_string(bytes_max) + " bytes", file);
  }
  if (const size_t bad = find_bad_utf8(text); bad != std::string_view::npos) {
    return Status::invalid("this is not UTF-8", file + ": byte " + std::to_string(bad + 1));
  }
  SOJOURN_TRY(const toml::table table, parse_toml(text, file));
  TomlDefinition definition;
  definition.file = file;
  definition.json = json_of(static_cast<const toml::node&>(table), "", definition.lines);
  return definition;
}

std::string definition_toml(const Json& json) {
  std::string out;
  write_table(json, "", out);
  return out;
}

}  // namespace sojourn::boards
