// Process map: which touchpoint follows which, how often, for how many customers, and after how long.
//   share_of_from(a, b) = 100 * times(a -> b) / times(a -> anything, the end included)
//
// Counts    every pair of events that follow one another in a customer's journey, in order of (time, sequence); events
//           without the node field are passed over as if they were not there. Loops, also from a node to itself, are
//           kept. Each journey also has one edge from "(start)" to its first node and one from its last to "(end)", so
//           that for every node what comes in equals what goes out. Only identified customers.
// Unit      `value` and `n` are transitions; `customers` counts a customer once an edge; times in seconds.
// Empty     no journey: no rows. Start and end edges have no time.
// Split     a journey belongs to the group of its first event with a node.
// Merge     exact, any order. Quantiles: exact up to 65,536 a pair, within 0.4 % beyond.
// Cost      O(1) an event; state: pairs that occur.
// Errors    bind: kInvalidArgument for a node that is no field or no name. load: kCorruption.
// Threads   const and safe.
// Source    directly-follows graph: van der Aalst, Process Mining, Springer 2016, chapter 5.
// Checked   twin and reconciliation over random journeys, process_map_test.cc; tests/oracles/process_map.sql.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journeys/transitions.h"
#include "measure/fold.h"

namespace sojourn {

class ProcessMap {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  using State = Transitions;

  static Result<ProcessMap> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const { into.merge(from, nodes_); }
  // Most frequent first; edges of fewer than `min_customers` are left out.
  void finish(const State& state, Rows& rows) const { add_rows(state, min_customers_, rows); }
  // The same with every edge: what a drill-down into one customer needs.
  void finish_all(const State& state, Rows& rows) const { add_rows(state, 0, rows); }
  void save(const State& state, ByteWriter& out) const { state.save(*names_, out); }
  Result<State> load(ByteReader& in) const { return Transitions::load(*names_, nodes_, in); }

 private:
  void add_rows(const State& state, int64_t min_customers, Rows& rows) const;
  std::string node_text(uint32_t node) const;

  std::optional<ColumnId> column_;  // Empty: a property that no event ever had.
  std::shared_ptr<Names> names_;
  uint32_t nodes_ = 0;  // Names known when bound.
  int64_t min_customers_ = 0;
};

MeasureDefinition process_map_definition();

}  // namespace sojourn
