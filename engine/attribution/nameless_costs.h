// What touches cost that do not have the node field: no row can show it, so that the answer says how much it is.
//
// Counts    such touches and the sum of their costs, by currency. Unit: minor units.
// Merge     exact, any order. Errors    load: kCorruption.
#pragma once

#include <cmath>
#include <string>

#include "base/decimal.h"
#include "measure/by_currency.h"
#include "measure/fold.h"
#include "stats/exact_sum.h"

namespace sojourn {

class NamelessCosts {
 public:
  void add(uint32_t currency, int64_t cost) {
    Sum& sum = sums_.at(currency);
    ++sum.touches;
    sum.cost += cost;
  }
  void merge(const NamelessCosts& other) {
    for (const auto& [currency, from] : other.sums_) {
      Sum& sum = sums_.at(currency);
      sum.touches += from.touches;
      sum.cost += from.cost;
    }
  }
  // `node`: the field that they do not have. Notes of groups are added up, so amounts are whole minor units.
  void add_notes(const Names& currencies, const std::string& node, Rows& rows) const {
    const std::string text = "cost of touches without " + node + ", which no row shows, ";
    int64_t touches = 0;
    for (const auto& [name, sum] : sums_.sorted(currencies)) {
      touches += sum->touches;
      const int digits = currency_digits(name);
      const std::string unit = digits == 0 ? "" : "1/" + std::to_string(std::lround(std::pow(10, digits))) + " ";
      rows.note(narrow(sum->cost).value_or(0), text + "in " + unit + (name.empty() ? "of no currency" : name));
    }
    rows.note(touches, text + "of so many touches");
  }

  void save(const Names& currencies, ByteWriter& out) const { sums_.save(currencies, out); }
  static Result<NamelessCosts> load(Names& currencies, ByteReader& in) {
    NamelessCosts loaded;
    SOJOURN_TRY(loaded.sums_, ByCurrency<Sum>::load(currencies, in));
    return loaded;
  }

 private:
  struct Sum {
    int64_t touches = 0;
    Int128 cost = 0;
    void save(ByteWriter& out) const {
      out.i64(touches);
      save_int128(cost, out);
    }
    static Result<Sum> load(ByteReader& in) {
      Sum sum;
      SOJOURN_TRY(sum.touches, load_count(in, 1));
      SOJOURN_TRY(sum.cost, load_int128(in));
      const Int128 most = static_cast<Int128>(sum.touches) << 63;
      if (sum.cost > most || sum.cost < -most) return in.corrupt("so few touches do not cost so much");
      return sum;
    }
  };
  ByCurrency<Sum> sums_;
};

}  // namespace sojourn
