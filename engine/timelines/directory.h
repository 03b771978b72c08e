// Who a name is: identifiers as events write them, and the numbers of the customers they belong to.
//
// For measures about more than one customer at a time: "referred by anna@example.com" names somebody else.
// Cost      one look at the record for all that is asked at once: ask for many names together.
// Threads   const methods from any thread. Fresh: as the record knows it when asked, which may be later than the
//           snapshot; links made since then already hold.
// Errors    those of the record: that it could not be asked does not mean that nobody has the name.
// Checked   store_directory_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

class Directory {
 public:
  virtual ~Directory() = default;
  // The customers whom the texts name: "kind:value", else the text as an identifier of the surest kind that knows it.
  // In the order given; empty: nobody has that name.
  virtual Result<std::vector<std::optional<uint32_t>>> find_all(std::span<const std::string_view> names) const = 0;
  // What names these customers, "" when nothing does. find_all of a customer's name finds the customer. Errors:
  // kNotFound for a number that no customer has.
  virtual Result<std::vector<std::string>> names(std::span<const uint32_t> customers) const = 0;
};

}  // namespace sojourn
