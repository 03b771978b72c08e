// Who a name is: identifiers as events write them, and the numbers of the customers they belong to.
//
// For measures about more than one customer at a time: "referred by anna@example.com" names somebody else.
// Threads   const methods from any thread. Fresh: as the record knows it when asked, which may be later than the
//           snapshot; links made since then already hold.
// Checked   store_directory_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

class Directory {
 public:
  virtual ~Directory() = default;
  // The customer whom the text names: "kind:value", else the text as an identifier of the surest kind that knows it.
  virtual std::optional<uint32_t> find(std::string_view identifier) const = 0;
  // What names that customer, "" when nothing does. find(name(n)) is n.
  virtual std::string name(uint32_t customer) const = 0;
};

}  // namespace sojourn
