#include "tracking/telemetry_value.h"

#include <utility>

#include "base/decimal.h"
#include "base/limits.h"
#include "collect/json_text.h"

namespace sojourn::telemetry {
namespace {

// The members of {"values": [...]}: `each(value)`.
template <class Each>
Status each_of_values(JsonRoom& room, json::value value, Each&& each) {
  SOJOURN_TRY(const json::json_type type, type_of(value));
  if (type != json::json_type::object) {
    spoil(room, "a list of values was expected: {\"values\": [...]}");
    return {};
  }
  SOJOURN_TRY(const json::object object, object_of(value));
  return each_field(object, [&](std::string_view key, json::value list) -> Status {
    if (key != "values") return {};
    SOJOURN_TRY(const json::json_type kind, type_of(list));
    if (kind == json::json_type::null) return {};
    if (kind != json::json_type::array) {
      spoil(room, "its values are no list");
      return {};
    }
    SOJOURN_TRY(const json::array elements, array_of(list));
    return each_element(elements, each);
  });
}

Status append_pair(JsonRoom& room, json::value pair, std::string& out, size_t depth) {
  std::string_view name;
  std::string value = "null";
  SOJOURN_TRY(const json::json_type type, type_of(pair));
  if (type != json::json_type::object) {
    spoil(room, "a member is a pair {\"key\": ..., \"value\": ...}");
  } else {
    SOJOURN_TRY(const json::object object, object_of(pair));
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value inner) -> Status {
      if (key == "key") return room.text(inner, name);
      if (key != "value") return {};
      value.clear();
      return append_value(room, inner, value, depth + 1);
    }));
  }
  append_json_string(out, name);
  out.append(":").append(value);
  return {};
}

Status append_object(JsonRoom& room, json::value value, std::string& out, size_t depth) {
  char before = '{';
  SOJOURN_CHECK(each_of_values(room, value, [&](json::value pair) {
    out += std::exchange(before, ',');
    return append_pair(room, pair, out, depth);
  }));
  if (before == '{') out += before;
  out += '}';
  return {};
}

Status append_scalar(JsonRoom& room, std::string_view kind, json::value value, std::string& out) {
  Cell cell;
  SOJOURN_CHECK(room.cell(value, cell));
  if (cell.null) {
    out += cell.type == CellType::kString ? "\"\"" : "null";
  } else if (cell.type != CellType::kString) {
    out += cell.text;
  } else if (const Result<int64_t> number = parse_integer(cell.text); number && kind == "intValue") {
    out += std::to_string(*number);  // 64 bits are written as text.
  } else {
    append_json_string(out, cell.text);
  }
  return {};
}

}  // namespace

void spoil(JsonRoom& room, std::string reason) {
  if (room.fault.ok()) room.fault = Status::invalid(std::move(reason));
}

Status append_list(JsonRoom& room, json::value value, std::string& out, size_t depth) {
  char before = '[';
  SOJOURN_CHECK(each_of_values(room, value, [&](json::value element) {
    out += std::exchange(before, ',');
    return append_value(room, element, out, depth + 1);
  }));
  if (before == '[') out += before;
  out += ']';
  return {};
}

Status append_value(JsonRoom& room, json::value value, std::string& out, size_t depth) {
  SOJOURN_TRY(const json::json_type type, type_of(value));
  const size_t begin = out.size();
  if (depth > limits::kPropertyDepthMax) {
    spoil(room, "values are nested deeper than " + std::to_string(limits::kPropertyDepthMax) + " levels");
  } else if (type == json::json_type::object) {
    SOJOURN_TRY(const json::object object, object_of(value));
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value inner) -> Status {
      out.resize(begin);  // One of the kinds is set; of several, the last holds.
      if (key == "arrayValue") return append_list(room, inner, out, depth);
      if (key == "kvlistValue") return append_object(room, inner, out, depth);
      return append_scalar(room, key, inner, out);
    }));
  } else if (type != json::json_type::null) {
    spoil(room, "a value tells its kind: {\"stringValue\": ...}");
  }
  if (out.size() == begin) out += "null";
  return {};
}

}  // namespace sojourn::telemetry
