// What the values of a column look like, for proposing maps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "event/fields.h"

namespace sojourn {

struct ColumnShape {
  int64_t filled = 0;    // Values that are not blank.
  int64_t distinct = 0;  // Different ones among them.
  // What nine of ten values are. A value may be several of these.
  bool emails = false;
  bool phones = false;  // With a plus and a country; bare digits could be anything.
  bool digits = false;  // Like phone numbers without their plus.
  bool times = false;
  bool epochs = false;      // Times that are bare numbers.
  std::string time_format;  // Pattern of the times; "" : ISO 8601 or an epoch.
  bool old = false;         // Times before 1990: of birth, or a clock that was never set.
  bool either_way = false;  // Day and month could be told the other way around as well.
  bool numbers = false;
  bool whole = false;
  double min = 0, max = 0;  // Of the numbers.
  bool clocked = false;     // h:mm:ss
  bool yes_no = false;
  bool money = false;        // Numbers with a currency's sign or code.
  std::string strip_prefix;  // The sign, where all have it.
  std::string strip_suffix;
  std::string currency;                                         // That the sign stands for.
  bool written = false;                                         // Sentences, mostly different ones.
  size_t mean_bytes = 0;                                        // Of a value.
  bool point_zero = false;                                      // Whole numbers that a spreadsheet wrote as 17850.0.
  std::vector<std::pair<std::string, std::string>> directions;  // How values say in and out; empty: they do not.

  bool unique() const { return filled > 0 && distinct == filled; }
  // More than the kinds of something, as numbers of orders are.
  bool many() const { return filled < 20 || distinct > 12; }
  // Words of a small vocabulary.
  bool words() const { return !written && distinct <= 50; }
  // Whole numbers that may be answers: 0..10 at most.
  bool rates() const { return whole && min >= 0 && max <= 10 && max >= 2; }
};

// `values`: as read, blank ones too.
ColumnShape shape_of(const std::vector<std::string>& values);

}  // namespace sojourn
