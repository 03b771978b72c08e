// The money behind what customers say: what those who said it paid in the range, refunds taken off.
//
// Counts    amounts of the events that the question shows of these customers, wherever they fall in its splits and
//           periods; customers whom we can name. One currency is shown: that of `currency`, else the one in which most
//           customers paid; currencies are never added up.
// Merge     exact, any order. Cost: O(events) a customer who spoke. Errors: load: kCorruption. Threads: const.
// Checked   mentions_test.cc, topic_effect_test.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "measure/by_currency.h"
#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

struct Paid {
  Int128 sum = 0;         // Minor units.
  int64_t customers = 0;  // Who paid, or were paid back, in this currency.
  void save(ByteWriter& out) const;
  static Result<Paid> load(ByteReader& in);
};
using PaidByCurrency = ByCurrency<Paid>;
void merge_paid(PaidByCurrency& into, const PaidByCurrency& from);

// The parameter `currency`.
ParameterInfo currency_parameter();

class MoneyBehind {
 public:
  // What one customer paid, by code of the currency.
  using Sums = std::vector<std::pair<uint32_t, Int128>>;

  static MoneyBehind bind(BindContext& context);
  bool is_money(const Block& block, size_t event) const { return block.column(amount_).integers[event] != kNoInteger; }
  // Of an identified customer; empty for others.
  void read(const Slice& slice, Sums& sums) const;
  static void add(PaidByCurrency& paid, const Sums& sums);

  // The currency that is shown; empty when nobody paid and none was asked for.
  std::optional<std::string> shown(const PaidByCurrency& all) const;
  Value revenue(const PaidByCurrency& paid, const std::optional<std::string>& currency) const;
  static Value currency_cell(const std::optional<std::string>& currency);
  // Says of how many customers money in other currencies is left out.
  void note(const PaidByCurrency& all, const std::optional<std::string>& currency, Rows& rows) const;
  Names& names() const { return *currencies_; }

 private:
  ColumnId amount_ = 0;
  ColumnId currency_ = 0;
  std::shared_ptr<Names> currencies_;
  std::string asked_;
};

}  // namespace sojourn
