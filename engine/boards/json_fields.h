// Checked access to the JSON of what people write: boards, segments, goals, benchmarks. Errors name the place.
//
// Places    "tiles[2].question": as in the paths of JSON. What is missing or null leaves a value as it is.
// Threads   any number at once; borrows the JSON.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn::boards {

using Json = nlohmann::ordered_json;

class JsonFields {
 public:
  JsonFields(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

  // Refuses all but an object with these keys, with near names.
  Status only(std::initializer_list<std::string_view> known) const;
  bool has(const char* key) const { return json_.contains(key) && !json_[key].is_null(); }
  const Json& operator[](const char* key) const { return json_[key]; }
  std::string at(std::string_view key) const;
  // "tiles" and 2: "tiles[2]".
  std::string at(std::string_view key, size_t index) const;
  Status missing(const char* key) const;

  // `most`: characters. Blanks at both ends go.
  Status text(const char* key, size_t most, std::string& into) const;
  // One of `choices`; "" only when it is among them.
  Status choice(const char* key, std::span<const std::string_view> choices, std::string& into) const;
  Status integer(const char* key, int min, int max, int& into) const;
  Status number(const char* key, std::optional<double>& into) const;
  // A list of such words, each once.
  Status choices(const char* key, std::span<const std::string_view> choices, std::vector<std::string>& into) const;
  // A list of at most so many. Null: there is none.
  Result<const Json*> list(const char* key, size_t most) const;

 private:
  const Json& json_;
  std::string path_;
};

// From a text: bounded in bytes and nesting. Errors: kInvalidArgument with the byte; kLimit.
Result<Json> parse_bounded_json(std::string_view text, std::string_view what, size_t bytes_max);

// On one line; bytes that are not UTF-8 become U+FFFD.
std::string text_of(const Json& json);
// As JSON that people read: whole numbers without a point.
Json number_json(double number);
// 1 to 64 small letters, digits, - and _.
bool is_board_name(std::string_view name);
Status check_board_name(std::string_view name, std::string where);
size_t count_characters(std::string_view utf8);

}  // namespace sojourn::boards
