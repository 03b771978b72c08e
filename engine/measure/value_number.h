// A value as a number, where it is one.
#pragma once

#include <optional>

#include "measure/value.h"

namespace sojourn {

inline std::optional<double> number_of(const Value& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

}  // namespace sojourn
