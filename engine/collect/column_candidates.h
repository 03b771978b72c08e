// The targets that one column may fill, and how much speaks for each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/column_shape.h"
#include "collect/column_words.h"
#include "event/fields.h"

namespace sojourn {

// One way to take a column.
struct Candidate {
  static constexpr int kByWholeName = 10'000;  // It is called like the target.
  static constexpr int kByName = 1'000;        // Less for less sure names.
  static constexpr int kByLook = 100;

  size_t column = 0;
  std::string target;
  int strength = 0;
  std::string why;
  std::string kind;
};

std::vector<Candidate> candidates_of(size_t column, const std::string& name, const ColumnShape& shape);

// The scale that the name and the values of a rating of this kind suggest; none where the kind's own fits.
Scale scale_of(std::string_view kind, const std::string& name, const ColumnShape& shape);

}  // namespace sojourn
