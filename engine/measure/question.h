// A question as a value: the same one is asked by the CLI, the API, a board tile and a test.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/time.h"

namespace sojourn {

struct Question {
  std::string measure;                                         // "nps"
  std::map<std::string, std::vector<std::string>> parameters;  // As text; a repeated one (step) has several values.
  std::string where;                                           // Filter language; "" : everything.
  std::vector<std::string> by;                                 // Fields, properties.x, or customer.x traits.
  std::optional<Period> over;
  std::string from;  // Time as text in `zone`, "" : from the beginning. In.
  std::string to;    // Out. "" : to the end.
  std::string zone = "UTC";
};

}  // namespace sojourn
