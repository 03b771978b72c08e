// Files that `sojourn export` wrote from the view `events`, so that a record can be read in again.
//
// Known by   the columns sequence, received, customer_number and identifier together: no other file is meant.
// Read       `source` names each row's source; `customer` is an identifier as the record writes it ("7",
//            "email:ann@example.com"); `offset_minutes` is the offset of the source's clock; times are UTC.
// Left out   sequence, received, customer_number and identifier: the record gives its own.
// Device     is a field only: who the customer is, `customer` says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/target.h"

namespace sojourn {

bool is_exported(const std::vector<std::string>& columns);
// What a column of such a file fills.
Target find_exported_target(std::string_view column);

}  // namespace sojourn
