#include "collect/exported.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 4> kOfTheRecord{"sequence", "received", "customer_number", "identifier"};

}  // namespace

bool is_exported(const std::vector<std::string>& columns) {
  return std::all_of(kOfTheRecord.begin(), kOfTheRecord.end(), [&](std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  });
}

Target find_exported_target(std::string_view column) {
  Target target = find_target(column);
  if (std::find(kOfTheRecord.begin(), kOfTheRecord.end(), column) != kOfTheRecord.end()) {
    target.kind = Target::Kind::kNothing;
  } else if (column == "source") {
    target.kind = Target::Kind::kSource;
  } else if (column == "offset_minutes") {
    target.kind = Target::Kind::kOffset;
  } else if (column == "customer") {
    target.kind = Target::Kind::kCustomer;
  } else if (target.kind == Target::Kind::kDevice) {
    target.kind = Target::Kind::kField;
  }
  return target;
}

}  // namespace sojourn
