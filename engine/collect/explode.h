// Makes journeys of a row that counts them: "a > b > c, walked by 2 who converted and 3 who did not" becomes 5
// travellers with 3 steps each, and a conversion for the first 2.
//
// Columns   explode.traveller (row number and number within the row), explode.step (blank for the conversion),
//           explode.number (1 for the first step; the conversion counts too), explode.converted (true for the
//           conversion), explode.value (of that conversion), explode.time (ISO 8601).
// Time      traveller n of the file (from 0) starts n gaps after the start; steps follow each other by one gap.
// Value     the row's value in hundredths, rounded half to even, shared out so that the shares add up exactly.
// Limits    kTravellersMax a row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "collect/expression.h"
#include "collect/map.h"

namespace sojourn {

inline constexpr int64_t kTravellersMax = 1'000'000;  // Of one row: stops a mistyped count from filling the disk.

class Explode {
 public:
  explicit Explode(const ExplodeSpec& spec) : spec_(spec) {}
  Status resolve(const ColumnNames& columns);
  static void append_names(std::vector<std::string>& names);
  // Calls `visit` with the row and the new cells behind it, once for every step and conversion.
  // Errors: kInvalidArgument when a count or the value is no number.
  Status visit(std::vector<Cell>& row, uint64_t row_number, const std::function<void(const std::vector<Cell>&)>& visit);

 private:
  ExplodeSpec spec_;
  size_t path_ = ColumnNames::npos;
  size_t converted_ = ColumnNames::npos;
  size_t lost_ = ColumnNames::npos;
  size_t value_ = ColumnNames::npos;
  int64_t travellers_ = 0;  // Of the rows before.
};

}  // namespace sojourn
