// Reading request bodies: JSON objects with known keys, numbers in their limits, texts that are there.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// Keys stay in the order in which they were set. A reference to a value dies when its object gets another key.
using Json = nlohmann::ordered_json;

// Errors: kInvalidArgument with the byte; kLimit beyond 32 levels of nesting (printing and copying are recursive).
Result<Json> read_json(std::string_view body);
// The same, and refuses all but an object with these keys (with near names).
Result<Json> parse_json_object(std::string_view body, std::span<const std::string> keys);

// Is the body of a definition TOML: by its Content-Type, else because it begins like no JSON object?
bool is_toml(std::string_view content_type, std::string_view body);

// A text under that key. Errors: kInvalidArgument when it is missing or no text.
Result<std::string> text_at(const Json& json, const std::string& key);
// "" when it is missing or null.
Result<std::string> text_or_empty(const Json& json, const std::string& key);
// `otherwise` when it is missing or null. Errors: kInvalidArgument outside [min, max].
Result<int64_t> integer_at(const Json& json, const std::string& key, int64_t otherwise, int64_t min, int64_t max);

// As text; bytes that are not UTF-8 become U+FFFD.
std::string json_text(const Json& json);

}  // namespace sojourn
