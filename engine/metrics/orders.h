// Money of one person as orders: lines that share an order number are one order, a line without a number is its own.
//
// Counts    lines of different currencies are different orders. A refund line lowers its order; an order that does not
//           come out above zero was no order. Order numbers are compared within one person only.
// Cost      O(lines log lines) a person; nothing is allocated once the buffer has grown.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "stats/exact_sum.h"

namespace sojourn {

struct OrderLine {
  uint32_t currency = 0;  // Code; 0: none given.
  uint64_t order = 0;     // Key; 0: none given.
  int64_t amount = 0;     // Minor units.
  auto operator<=>(const OrderLine&) const = default;
};

// The columns that money is read from.
struct MoneyColumns {
  ColumnId amount = 0;
  ColumnId currency = 0;
  ColumnId order = 0;

  static MoneyColumns bind(BindContext& context) {
    return {context.column("amount"), context.column("currency"), context.column("order")};
  }
  // Fills `lines` with the events that have an amount, sorted by currency and order.
  void read(const Block& block, std::span<const uint32_t> events, std::vector<OrderLine>& lines) const {
    lines.clear();
    for (const uint32_t event : events) {
      const int64_t minor = block.column(amount).integers[event];
      if (minor == kNoInteger) continue;
      lines.push_back({block.column(currency).codes[event], block.column(order).keys[event], minor});
    }
    std::sort(lines.begin(), lines.end());
  }
};

// Calls visit(currency, amount) for each order above zero. REQUIRES: sorted lines. The amount may be beyond int64.
template <class Visit>
void for_each_order(std::span<const OrderLine> lines, Visit&& visit) {
  for (size_t begin = 0; begin < lines.size();) {
    size_t end = begin + 1;
    Int128 amount = lines[begin].amount;
    while (end < lines.size() && lines[begin].order != 0 && lines[end].order == lines[begin].order &&
           lines[end].currency == lines[begin].currency) {
      amount += lines[end++].amount;
    }
    if (amount > 0) visit(lines[begin].currency, amount);
    begin = end;
  }
}

}  // namespace sojourn
