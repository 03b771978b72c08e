// The tables of a funnel, one for each `show`: their columns, what is counted for them, and their rows.
//
//   steps    per step: how many came so far, how many did not, how long it took from the step before
//   times    per step from the second on: attempts by the time from step 1, in stretches that grow from a second to a
//            year
//   after    per furthest step, but the last: the node of the first later event that has one; "(nothing)" when there is
//            none
//   between  per step from the second on: nodes of events between the step before and this one, at neither's instant
#pragma once

#include <vector>

#include "funnels/funnel_plan.h"
#include "funnels/funnel_state.h"
#include "measure/fold.h"

namespace sojourn {

class FunnelTables {
 public:
  explicit FunnelTables(const FunnelPlan& plan) : plan_(plan) {}

  std::vector<AnswerColumn> columns() const;
  // Adds an attempt to the state, with what its table needs. `shown`: all events of that life, in order of time.
  void count(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown, uint64_t customer,
             FunnelState& state) const;
  void rows(const FunnelState& state, Rows& rows) const;

  // What the codes of the state's cells stand for; null when they are stretches of time.
  Names* names() const;
  uint32_t code_count() const;

 private:
  bool by_customer() const { return plan_.counting == FunnelCounting::kCustomers; }
  std::string unit() const { return by_customer() ? "customers" : "attempts"; }
  std::string step_name(size_t step) const;
  std::string node_text(uint32_t node) const;

  void count_times(const Attempt& attempt, uint64_t customer, FunnelState& state) const;
  void count_after(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown, uint64_t customer,
                   FunnelState& state) const;
  void count_between(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown, uint64_t customer,
                     FunnelState& state) const;
  void step_rows(const FunnelState& state, Rows& rows) const;
  void time_rows(const FunnelState& state, Rows& rows) const;
  void after_rows(const FunnelState& state, Rows& rows) const;
  void between_rows(const FunnelState& state, Rows& rows) const;

  const FunnelPlan& plan_;
};

}  // namespace sojourn
