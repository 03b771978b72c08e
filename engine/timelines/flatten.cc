#include "timelines/flatten.h"

#include <simdjson.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "event/event.h"

namespace sojourn {
namespace {

namespace json = simdjson::ondemand;

std::string_view trimmed(std::string_view text) {
  const size_t end = text.find_last_not_of(" \t\r\n");
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

class Walk {
 public:
  Walk(const Flattener::Visit& visit, std::string_view& turns) : visit_(visit), turns_(turns) {}

  // Answers false when the text is not JSON from here on.
  bool object(json::object object, size_t depth) {
    for (auto item : object) {
      json::field field;
      std::string_view key;
      if (std::move(item).get(field) != simdjson::SUCCESS) return false;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
      if (depth == 1 && key == kTurnsProperty) {
        if (!keep_turns(field.value())) return false;
        continue;
      }
      const size_t length = name_.size();
      name_.push_back('.');
      name_.append(key);
      const bool sound = value(field.value(), depth);
      name_.resize(length);
      if (!sound) return false;
    }
    return true;
  }

 private:
  // The first ones, should the name come twice.
  bool keep_turns(json::value value) {
    json::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    json::array turns;
    std::string_view text;
    if (type == json::json_type::string) {  // An array that was written as text: from a column of a table, for one.
      if (value.get_string().get(text) != simdjson::SUCCESS) return false;
      text = trim(text);
      if (turns_.empty() && text.starts_with('[') && text != "[]") turns_ = text;
      return true;
    }
    if (type != json::json_type::array) return true;
    if (value.get_array().get(turns) != simdjson::SUCCESS || turns.raw_json().get(text) != simdjson::SUCCESS) {
      return false;
    }
    if (turns_.empty() && text != "[]") turns_ = trimmed(text);
    return true;
  }

  bool value(json::value value, size_t depth) {
    json::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    std::string_view text;
    switch (type) {
      case json::json_type::object: {
        json::object inner;
        if (value.get_object().get(inner) != simdjson::SUCCESS) return false;
        if (depth < limits::kPropertyDepthMax) return object(inner, depth + 1);
        return inner.raw_json().get(text) == simdjson::SUCCESS && show(text);
      }
      case json::json_type::array: {
        json::array inner;
        if (value.get_array().get(inner) != simdjson::SUCCESS) return false;
        return inner.raw_json().get(text) == simdjson::SUCCESS && show(text);
      }
      case json::json_type::string: return value.get_string().get(text) == simdjson::SUCCESS && show(text);
      case json::json_type::number: return number(trimmed(value.raw_json_token()));
      case json::json_type::boolean: {
        bool truth = false;
        return value.get_bool().get(truth) == simdjson::SUCCESS && show(truth ? "true" : "false");
      }
      case json::json_type::null: return value.is_null();
    }
    return false;
  }

  bool number(std::string_view token) {
    if (token.find_first_of(".eE") == std::string_view::npos) return show(token);
    const Result<double> number = parse_number(token);
    return number.has_value() ? show(format_number(*number)) : show(token);  // Beyond a double: as written.
  }

  bool show(std::string_view text) {
    if (!text.empty()) visit_(name_, text);
    return true;
  }

  const Flattener::Visit& visit_;
  std::string_view& turns_;
  std::string name_ = "properties";
};

}  // namespace

struct Flattener::Parser {
  json::parser parser;
  std::vector<char> padded;
};

Flattener::Flattener() : parser_(std::make_unique<Parser>()) {}
Flattener::~Flattener() = default;

void Flattener::flatten(std::string_view json_text, const Visit& visit) {
  turns_ = {};
  if (json_text.empty()) return;
  std::vector<char>& padded = parser_->padded;
  const size_t needed = json_text.size() + simdjson::SIMDJSON_PADDING;
  if (padded.size() < needed) padded.resize(needed * 2);
  std::memcpy(padded.data(), json_text.data(), json_text.size());
  std::memset(padded.data() + json_text.size(), 0, simdjson::SIMDJSON_PADDING);
  json::document document;
  json::object object;
  if (parser_->parser.iterate(padded.data(), json_text.size(), padded.size()).get(document) != simdjson::SUCCESS) {
    return;
  }
  if (document.get_object().get(object) != simdjson::SUCCESS) return;
  static_cast<void>(Walk(visit, turns_).object(object, 1));
}

}  // namespace sojourn
