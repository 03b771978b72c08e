#include "api/json_body.h"

#include <algorithm>

#include "api/problem.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kDepthMax = 32;

// Brackets that are open at once, counted outside of texts.
size_t depth_of(std::string_view json) {
  size_t depth = 0;
  size_t deepest = 0;
  bool text = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (text) {
      if (c == '\\') ++i;
      if (c == '"') text = false;
    } else if (c == '"') {
      text = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

bool absent(const Json& json, const std::string& key) { return !json.contains(key) || json[key].is_null(); }

}  // namespace

Result<Json> read_json(std::string_view body) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Status::invalid("a JSON body is needed", "body");
  if (depth_of(body) > kDepthMax) {
    return Status::limit("JSON may nest " + std::to_string(kDepthMax) + " levels deep", "body");
  }
  try {
    return Json::parse(body);
  } catch (const nlohmann::json::parse_error& error) {
    return Status::invalid("this is not JSON", "byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::exception&) {
    return Status::invalid("a number of this JSON is out of range", "body");
  }
}

Result<Json> parse_json_object(std::string_view body, std::span<const std::string> keys) {
  SOJOURN_TRY(Json json, read_json(body));
  if (!json.is_object()) return Status::invalid("a JSON object was expected", "body");
  for (const auto& [key, value] : json.items()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    return Status::invalid("unknown key." + known_hint(key, keys), key);
  }
  return json;
}

bool is_toml(std::string_view content_type, std::string_view body) {
  const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
  if (type == "application/toml" || type == "text/toml") return true;
  const std::string_view text = trim(body);
  return type != "application/json" && !text.empty() && text.front() != '{';
}

Result<std::string> text_at(const Json& json, const std::string& key) {
  if (absent(json, key)) return Status::invalid("is needed", key);
  if (!json[key].is_string()) return Status::invalid("a text was expected", key);
  return json[key].get<std::string>();
}

Result<std::string> text_or_empty(const Json& json, const std::string& key) {
  return absent(json, key) ? Result<std::string>(std::string()) : text_at(json, key);
}

Result<int64_t> integer_at(const Json& json, const std::string& key, int64_t otherwise, int64_t min, int64_t max) {
  if (absent(json, key)) return otherwise;
  const Json& value = json[key];
  const bool fits = value.is_number_unsigned() ? value.get<uint64_t>() <= static_cast<uint64_t>(INT64_MAX)
                                               : value.is_number_integer();
  if (!fits || value.get<int64_t>() < min || value.get<int64_t>() > max) {
    return Status::invalid(
        "a whole number from " + std::to_string(min) + " to " + std::to_string(max) + " was expected", key);
  }
  return value.get<int64_t>();
}

std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace sojourn
