// What is counted of a behaviour in one period, for behaviour_trend.h.
//
// Parts     all of it, and what of it lies before and after two offsets from its beginning: those to which the last period
//           and from which the first one is known. How much of a whole period lies there tells what a part is worth.
// Merge     exact, any order. Errors: load: kCorruption. Cost: O(currencies).
// Checked   behaviour_trend_test.cc.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "measure/by_currency.h"
#include "measure/fold.h"

namespace sojourn {

struct PeriodPayments {
  Int128 sum = 0;
  int64_t events = 0;
  void save(ByteWriter& out) const;
  static Result<PeriodPayments> load(ByteReader& in);
};

struct PeriodFigures {
  int64_t events = 0;
  int64_t named = 0;  // Of them, of identified customers.
  int64_t customers = 0;
  int64_t active = 0;
  ByCurrency<PeriodPayments> paid;

  void merge(const PeriodFigures& other);
  void save(Names& currencies, ByteWriter& out) const;
  static Result<PeriodFigures> load(Names& currencies, ByteReader& in);
};

struct PeriodTally {
  PeriodFigures all;
  PeriodFigures early;
  PeriodFigures late;

  void merge(const PeriodTally& other);
  void save(Names& currencies, ByteWriter& out) const;
  static Result<PeriodTally> load(Names& currencies, ByteReader& in);
};

}  // namespace sojourn
