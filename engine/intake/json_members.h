// Members of small JSON documents that we wrote ourselves or that a server of ours sent: one that is missing or of another
// type is blank. Whoever must refuse such a document reads it otherwise.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/calendar.h"

namespace sojourn::members {

template <class Json>
std::string text_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_string() ? json[name].template get<std::string>() : std::string();
}

template <class Json>
int64_t integer_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_number_integer() ? json[name].template get<int64_t>() : 0;
}

template <class Json>
double number_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_number() ? json[name].template get<double>() : 0;
}

template <class Json>
bool truth_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_boolean() && json[name].template get<bool>();
}

template <class Json>
Json list_of(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_array() ? json[name] : Json::array();
}

template <class Json>
std::optional<Micros> time_of(const Json& json, const char* name) {
  const Result<ParsedTime> time = parse_time(text_of(json, name), Zone());
  return time ? std::optional(time->utc) : std::nullopt;
}

}  // namespace sojourn::members
