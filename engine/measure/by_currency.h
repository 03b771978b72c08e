// A tally for each currency: money of different currencies is never added up.
//
// Merge     by code while a question runs; saved by name in the order of names, so that equal tallies give equal bytes
//           whatever codes a snapshot gave them.
// Cost      at() O(currencies), which are few. Errors: load: kCorruption.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/decimal.h"
#include "measure/value.h"
#include "stats/exact_sum.h"
#include "timelines/snapshot.h"

namespace sojourn {

template <class Tally>
class ByCurrency {
 public:
  Tally& at(uint32_t code) {
    for (auto& [known, tally] : tallies_) {
      if (known == code) return tally;
    }
    return tallies_.emplace_back(code, Tally{}).second;
  }
  bool empty() const { return tallies_.empty(); }
  auto begin() const { return tallies_.begin(); }
  auto end() const { return tallies_.end(); }

  // Pairs of name and tally in the order of names; no currency is "".
  std::vector<std::pair<std::string, const Tally*>> sorted(const Names& names) const {
    std::vector<std::pair<std::string, const Tally*>> sorted;
    for (const auto& [code, tally] : tallies_)
      sorted.emplace_back(code == 0 ? "" : std::string(names.text(code)), &tally);
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return sorted;
  }

  void save(const Names& names, ByteWriter& out) const {
    out.u32(static_cast<uint32_t>(tallies_.size()));
    for (const auto& [name, tally] : sorted(names)) {
      out.text(name);
      tally->save(out);
    }
  }
  static Result<ByCurrency> load(Names& names, ByteReader& in) {
    ByCurrency loaded;
    SOJOURN_TRY(const uint32_t count, in.u32());
    std::string last;
    for (uint32_t i = 0; i < count; ++i) {
      SOJOURN_TRY(std::string name, in.text());
      if (i > 0 && name <= last) return in.corrupt("the currencies are not in order");
      SOJOURN_TRY(Tally tally, Tally::load(in));
      loaded.at(name.empty() ? 0 : names.intern(name)) = std::move(tally);
      last = std::move(name);
    }
    return loaded;
  }

 private:
  std::vector<std::pair<uint32_t, Tally>> tallies_;
};

// Minor units of one unit of the currency: 100 for EUR, 1 for JPY.
inline double minor_units(const std::string& currency) { return std::pow(10.0, currency_digits(currency)); }

// A sum of minor units as a number of whole units, or why not.
inline Value money(Int128 minor, const std::string& currency) {
  const std::optional<int64_t> narrowed = narrow(minor);
  if (!narrowed) return None{"the sum is beyond 64 bits of minor units"};
  return static_cast<double>(*narrowed) / minor_units(currency);
}

}  // namespace sojourn
