// Makes journeys of a row that counts them: "a > b > c, walked by 2 who converted and 3 who did not" becomes 5
// travellers with 3 steps each, and a conversion for the first 2.
//
// Columns   explode.traveller (row number and number within the row), explode.step (blank for the conversion),
//           explode.number (1 for the first step; the conversion counts too), explode.converted (true for the
//           conversion), explode.value (of that conversion), explode.time (ISO 8601).
// Time      traveller n of the file (from 0) starts n gaps after the start; steps follow each other by one gap.
// Value     the row's value in hundredths, rounded half to even, shared out so that the shares add up exactly.
// Limits    kTravellersMax a row who converted, and as many who did not.
// Memory    one traveller's step at a time, whatever the counts.
#pragma once

#include <string>
#include <string_view>
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

  // Begins a row. Errors: kInvalidArgument when a count or the value is no number.
  Status start(const std::vector<Cell>& row, uint64_t row_number);
  // Puts the new cells of the next step or conversion behind those of the row; false after the last.
  // REQUIRES: the row that was started. Errors: kInvalidArgument when its time is beyond the year 9999.
  Result<bool> next(std::vector<Cell>& row);

 private:
  ExplodeSpec spec_;
  size_t path_ = ColumnNames::kNone;
  size_t converted_ = ColumnNames::kNone;
  size_t lost_ = ColumnNames::kNone;
  size_t value_ = ColumnNames::kNone;
  int64_t travellers_ = 0;  // Of the file, before the present one.

  // Of the row:
  size_t width_ = 0;
  std::string row_number_;
  std::vector<std::string_view> steps_;
  int64_t converting_ = 0;
  int64_t all_ = 0;
  int64_t whole_ = 0;  // Its value.
  int64_t one_ = 0;    // The present traveller, from 0 ...
  size_t number_ = 0;  // ... and the step that comes next.
  std::string traveller_text_;
  std::string number_text_;
  std::string value_text_;
  std::string time_text_;
};

}  // namespace sojourn
