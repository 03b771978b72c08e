// Properties of an event (JSON) as flat names and texts: {"a":{"b":1.50},"c":[1,2]} gives properties.a.b=1.5 and
// properties.c=[1,2].
//
// Counts    Numbers are written in their shortest form, whole ones as they stand; true and false as such. Arrays, and
//           objects deeper than limits::kPropertyDepthMax, are JSON text. null, "" and {} are no value. What stands
//           under kTurnsProperty at the top is not visited, for a conversation is no dimension: turns() has it.
// Errors    None: what cannot be read as JSON has no properties (intake refuses it; this is the last door).
// Threads   one Flattener a thread.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace sojourn {

class Flattener {
 public:
  using Visit = std::function<void(std::string_view name, std::string_view text)>;
  Flattener();
  ~Flattener();
  Flattener(const Flattener&) = delete;
  Flattener& operator=(const Flattener&) = delete;
  // Both views are borrowed for the call. A name may come twice ({"a.b":1,"a":{"b":2}}).
  void flatten(std::string_view json, const Visit& visit);
  // The turns of the conversation in the text last read, as JSON, also where the array was written as a text; "" where there is
  // none. Until the next call.
  std::string_view turns() const { return turns_; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::string_view turns_;
};

}  // namespace sojourn
