// One JSON body, parsed where it lies: what the dialects read their events with.
//
// Cost      the body is copied and indexed once; values are read on the way through, names and texts are not copied
//           (but for those of nested objects). Parser and buffers are kept by the thread, up to 1 MiB of body.
// Faults    of the body as a whole are errors of the functions (kInvalidArgument, "not JSON"). What only spoils one event
//           (nesting beyond limits::kPropertyDepthMax, a number too large for a double) is noted in `fault`, and
//           reading goes on. Half a surrogate pair, as old programs cut text, becomes U+FFFD.
// Owner     views live until the next open() on this thread.
#pragma once

#include <simdjson.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "event/event.h"
#include "event/row_source.h"

namespace sojourn {

// One value at the end of its path, under its dotted name. Strings are kString; numbers, booleans and arrays kJson.
struct NamedValue {
  std::string_view name;
  Cell cell;
};
using NamedValues = std::vector<NamedValue>;

namespace json = simdjson::ondemand;

Status not_json(simdjson::error_code error);

class JsonRoom {
 public:
  JsonRoom();
  ~JsonRoom();

  // Errors: kInvalidArgument: not JSON, not UTF-8, or empty.
  Status open(std::string_view body);
  json::document& document() { return document_; }
  // The body as it was copied.
  std::string_view body() const;
  // Starts reading anew. Strings read before are gone; texts of json() stay.
  void rewind();

  // The members of an object under `prefix`. Null values and blank strings are left out.
  Status flatten(json::object object, std::string_view prefix, NamedValues& out, size_t depth = 1);
  // One value: an object is flattened under its name, anything else is one value.
  Status read(json::value value, std::string_view name, NamedValues& out, size_t depth = 1);
  // A string or number as text; others are blank.
  Status text(json::value value, std::string_view& out);
  // One that is no object.
  Status cell(json::value value, Cell& out);

  // A text that lives as long as the room.
  std::string_view keep(std::string_view text) { return texts_.keep(text); }
  std::string_view join(std::string_view prefix, std::string_view name);

  // What spoils the event being read; to be cleared by its reader.
  Status fault;

 private:
  struct Buffers;
  Status string_cell(json::value& value, Cell& out);
  Status array_cell(json::value& value, Cell& out);
  void note(Status status);

  std::unique_ptr<Buffers> buffers_;
  json::document document_;
  TextArena texts_;
};

// The fields of an object, one after another: `each(key, value)` returns a Status.
template <class Each>
Status each_field(json::object object, Each&& each) {
  for (auto item : object) {
    json::field field;
    if (const auto error = std::move(item).get(field)) return not_json(error);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return not_json(error);
    SOJOURN_CHECK(each(key, field.value()));
  }
  return {};
}

// The same with keys as they are written. For what is gone through twice: the parser has room for the texts of one pass.
template <class Each>
Status each_written_field(json::object object, Each&& each) {
  for (auto item : object) {
    json::field field;
    if (const auto error = std::move(item).get(field)) return not_json(error);
    const simdjson::ondemand::raw_json_string key = field.key();
    SOJOURN_CHECK(each([key](std::string_view name) { return key.unsafe_is_equal(name); }, field.value()));
  }
  return {};
}

// The elements of an array. `each(value)` returns a Status.
template <class Each>
Status each_element(json::array array, Each&& each) {
  for (auto item : array) {
    json::value value;
    if (const auto error = std::move(item).get(value)) return not_json(error);
    SOJOURN_CHECK(each(value));
  }
  return {};
}

inline Result<json::json_type> type_of(json::value& value) {
  json::json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  return type;
}

inline Result<json::object> object_of(json::value& value) {
  json::object object;
  if (const auto error = value.get_object().get(object)) return not_json(error);
  return object;
}

inline Result<json::array> array_of(json::value& value) {
  json::array array;
  if (const auto error = value.get_array().get(array)) return not_json(error);
  return array;
}

}  // namespace sojourn
