// Takes one JSON object apart: every value at the end of its path, under its dotted name.
//
// Values    strings are kString; numbers (exactly as written), booleans and arrays (without blanks) are kJson; null is
//           a null cell. An object without members gives nothing. A name that comes twice is told twice.
// Errors    kInvalidArgument: what is not JSON (the message begins with kNotJson) or no object, nesting beyond
//           limits::kPropertyDepthMax, numbers and lists that cannot be read; and those of the visitor. Values told
//           before the error were told. Half a surrogate pair is none: it becomes U+FFFD.
// Threads   one.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/status.h"
#include "event/row_source.h"

namespace sojourn {

inline constexpr std::string_view kNotJson = "not JSON";

class JsonFlattener {
 public:
  // The name is lent for the call, the cell's text until the next flatten().
  using Visit = std::function<Status(std::string_view name, const Cell& cell)>;

  JsonFlattener();
  ~JsonFlattener();
  JsonFlattener(JsonFlattener&& other) noexcept;
  JsonFlattener& operator=(JsonFlattener&& other) noexcept;
  Status flatten(std::string_view object, const Visit& visit);

 private:
  struct State;  // Keeps the parser's header out of ours.
  std::unique_ptr<State> state_;
};

}  // namespace sojourn
