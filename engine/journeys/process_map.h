// Process map: which touchpoint follows which, how often, for how many customers, and after how long.
//   share_of_from(a, b) = 100 * times(a -> b) / times(a -> anything, the end included)
//
// Counts    every pair of events that follow one another in a journey, in order of (time, sequence); events without the
//           node field are passed over as if they were not there. Loops, also from a node to itself, are kept. Each
//           journey also has one edge from "(start)" to its first node and one from its last to "(end)", so that for
//           every node what comes in equals what goes out. A journey is a customer's whole life, or, with `gap` and its
//           kin (measure/session_cut.h), each of their sessions, cut from all events. Only
//           identified customers.
// Unit      `value` and `n` are transitions; `customers` counts a customer once an edge; times in seconds, absent with
//           times=no, which is the quicker question.
// Empty     no journey: no rows. Start and end edges have no time.
// Split     a journey belongs to the group of its first event with a node.
// Merge     exact, any order. Quantiles: exact up to 16,384 a pair, within 0.4 % beyond; means always exact.
// Cost      O(1) an event; state: pairs that occur. Up to 256 nodes, whole blocks are counted at once
//           (kernels/pairs.h), filtered ones too, unless sessions are cut by filters.
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
#include "kernels/pairs.h"
#include "measure/fold.h"
#include "measure/session_cut.h"

namespace sojourn {

class ProcessMap {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  using State = Transitions;
  struct Scratch {
    SessionScratch cut;
    EventBits begins;     // Of journeys.
    EventBits customers;  // Where customers begin.
    PairCounts counts;
    std::vector<uint16_t> pairs;
    std::vector<uint32_t> places;
    std::vector<uint32_t> positions;        // 0, 1, 2 ...
    mutable std::vector<uint32_t> journey;  // Room for one; a Scratch belongs to one thread.
  };

  static Result<ProcessMap> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& /*shown*/, Scratch& scratch) const { cut_.prepare(block, scratch.cut); }
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_dense(State& state, const Block& block, Scratch& scratch) const;
  void merge(State& into, const State& from) const { into.merge(from, nodes_); }
  // Most frequent first; edges of fewer than `min_customers` or a share below `min_share` are left out.
  void finish(const State& state, Rows& rows) const { add_rows(state, false, rows); }
  // The same with every edge: what a drill-down into one customer needs.
  void finish_all(const State& state, Rows& rows) const { add_rows(state, true, rows); }
  void save(const State& state, ByteWriter& out) const { state.save(*names_, out); }
  Result<State> load(ByteReader& in) const { return Transitions::load(*names_, nodes_, lengths_, in); }

 private:
  // Those of a session's events that have a node.
  std::span<const uint32_t> with_nodes(const Block& block, std::span<const uint32_t> session,
                                       const Scratch& scratch) const;
  void add_journey(State& state, const Block& block, uint64_t customer, std::span<const uint32_t> events) const;
  // Of fold_dense: one customer after another, or all pairs at once.
  void add_lives(State& state, const Block& block, Scratch& scratch) const;
  void count_pairs(State& state, const Block& block, const uint8_t* codes, Scratch& scratch) const;
  void count_ends(const Block& block, const uint8_t* codes, uint32_t nodes, Scratch& scratch) const;
  void sort_pair_lengths(const Block& block, Scratch& scratch, int64_t* lengths) const;
  void add_rows(const State& state, bool all, Rows& rows) const;
  std::string node_text(uint32_t node) const;

  std::optional<ColumnId> column_;  // Empty: a property that no event ever had.
  std::shared_ptr<Names> names_;
  uint32_t nodes_ = 0;  // Names known when bound.
  SessionCut cut_;
  bool lengths_ = true;
  int64_t min_customers_ = 0;
  double min_share_ = 0;  // Percent.
};

MeasureDefinition process_map_definition();

}  // namespace sojourn
