#include "collect/json_flattener.h"

#include <simdjson.h>

#include <deque>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "collect/surrogates.h"

namespace sojourn {
namespace {

using simdjson::ondemand::json_type;

Status not_json(std::string_view why) { return Status::invalid(std::string(kNotJson) + ": " + std::string(why)); }
Status not_json(simdjson::error_code error) { return not_json(simdjson::error_message(error)); }

// JSON holds numbers that no program does; of a list that is nested too deep or cannot be read, nothing is known.
bool may_be_json(simdjson::error_code error) {
  return error == simdjson::NUMBER_ERROR || error == simdjson::STRING_ERROR || error == simdjson::DEPTH_ERROR;
}

Status read_scalar(simdjson::ondemand::value& value, json_type type, const std::string& name, Cell& cell) {
  if (type == json_type::string) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return not_json(error);
    cell = {text, false, CellType::kString};
  } else if (type == json_type::number) {
    const std::string_view token = trim_end(value.raw_json_token());
    double number = 0;
    const auto error = value.get_double().get(number);
    if (error == simdjson::NUMBER_ERROR) {
      return Status::invalid("'" + std::string(token.substr(0, 40)) + "' is no number", name);
    }
    if (error != simdjson::SUCCESS) return not_json(error);
    cell = {token, false, CellType::kJson};
  } else if (type == json_type::boolean) {
    bool truth = false;
    if (const auto error = value.get_bool().get(truth)) return not_json(error);
    cell = {truth ? "true" : "false", false, CellType::kJson};
  } else {
    const auto null = value.is_null();
    bool is = false;
    if (const auto error = simdjson::simdjson_result<bool>(null).get(is)) return not_json(error);
    if (!is) return not_json("expected null");
    cell = {{}, true, CellType::kJson};
  }
  return {};
}

}  // namespace

struct JsonFlattener::State {
  simdjson::ondemand::parser parser;
  simdjson::dom::parser array_parser;
  std::string padded;              // The text, with the bytes behind it that the parser may read.
  std::string name;                // Of the value being read, dotted.
  std::deque<std::string> arrays;  // Rewritten without blanks, checked.

  Status read_text(std::string_view text, const Visit& visit);
  Status read_object(simdjson::ondemand::object object, size_t depth, const Visit& visit);
  Status read_value(simdjson::ondemand::value value, size_t depth, const Visit& visit);
  Status read_array(simdjson::ondemand::value& value, Cell& cell);
};

JsonFlattener::JsonFlattener() : state_(std::make_unique<State>()) {}
JsonFlattener::~JsonFlattener() = default;
JsonFlattener::JsonFlattener(JsonFlattener&& other) noexcept = default;
JsonFlattener& JsonFlattener::operator=(JsonFlattener&& other) noexcept = default;

Status JsonFlattener::flatten(std::string_view object, const Visit& visit) { return state_->read_text(object, visit); }

Status JsonFlattener::State::read_text(std::string_view text, const Visit& visit) {
  name.clear();
  arrays.clear();
  padded.assign(text);
  mend_surrogates(padded);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  simdjson::ondemand::document parsed;
  const simdjson::padded_string_view view(padded.data(), text.size(), padded.size());
  if (const auto error = parser.iterate(view).get(parsed)) return not_json(error);
  json_type type{};
  if (const auto error = parsed.type().get(type)) return not_json(error);
  if (type != json_type::object) return Status::invalid("an event is a JSON object {...}");
  simdjson::ondemand::object object;
  if (const auto error = parsed.get_object().get(object)) return not_json(error);
  SOJOURN_CHECK(read_object(object, 1, visit));
  if (parsed.current_location().error() == simdjson::SUCCESS) {
    return not_json("more text follows the object");
  }
  return {};
}

Status JsonFlattener::State::read_object(simdjson::ondemand::object object, size_t depth, const Visit& visit) {
  if (depth > limits::kPropertyDepthMax) {
    return Status::invalid("objects are nested deeper than " + std::to_string(limits::kPropertyDepthMax) + " levels",
                           name);
  }
  const size_t outer = name.size();
  for (auto item : object) {
    simdjson::ondemand::field field;
    if (const auto error = std::move(item).get(field)) return not_json(error);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return not_json(error);
    if (outer > 0) name += '.';
    name += key;
    SOJOURN_CHECK(read_value(field.value(), depth, visit));
    name.resize(outer);
  }
  return {};
}

Status JsonFlattener::State::read_value(simdjson::ondemand::value value, size_t depth, const Visit& visit) {
  json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  if (type == json_type::object) {
    simdjson::ondemand::object object;
    if (const auto error = value.get_object().get(object)) return not_json(error);
    return read_object(object, depth + 1, visit);
  }
  Cell cell;
  SOJOURN_CHECK(type == json_type::array ? read_array(value, cell) : read_scalar(value, type, name, cell));
  return visit(name, cell);
}

Status JsonFlattener::State::read_array(simdjson::ondemand::value& value, Cell& cell) {
  simdjson::ondemand::array array;
  if (const auto error = value.get_array().get(array)) return not_json(error);
  std::string_view text;
  if (const auto error = array.raw_json().get(text)) return not_json(error);
  simdjson::dom::element element;
  const auto error = array_parser.parse(std::string(text)).get(element);
  if (may_be_json(error)) {
    return Status::invalid(std::string("the list cannot be read: ") + simdjson::error_message(error), name);
  }
  if (error != simdjson::SUCCESS) return not_json(error);
  arrays.push_back(simdjson::minify(element));
  cell = {arrays.back(), false, CellType::kJson};
  return {};
}

}  // namespace sojourn
