// Variants: the different whole sequences of nodes that journeys go through, and how many go each way.
//   value(sequence) = 100 * journeys(sequence) / journeys
//
// What a journey is, and where it begins and ends, says journeys/path_finder.h. Two journeys are of one variant when
// they go through the same nodes in the same order; time does not matter. Repeats are kept unless collapse=yes.
// Counts    journeys; `customers` counts a customer once a variant. The `top` commonest have rows of their own (ties:
//           the shorter text order of their nodes first), all others stand together in "(other)". A journey of more
//           than `steps` nodes is cut there and ends in "(further)". Only identified customers.
// Unit      percent of all journeys; length in nodes; seconds_median from a journey's first to its last event with a
//           node. low and high: Wilson's interval; where customers have several journeys (a session cut), these count
//           for what they are worth when customers differ (stats/cluster.h).
// Empty     no journey: no rows.
// Split     a journey belongs to the group of its first event with a node.
// Merge     exact, any order. Median: exact up to 65,536 journeys, within 0.4 % beyond.
// Cost      O(1) an event and one look-up a journey; memory: journeys/variants_found.h.
// Errors    bind: kInvalidArgument for a node that is no name, or a filter that cannot be read. Answer: kLimit beyond
//           VariantsFound::kVariantsMax variants. load: kCorruption.
// Threads   const and safe.
// Source    trace variants: van der Aalst, Process Mining, Springer 2016, chapters 5 and 8.
// Checked   a twin that writes every journey as text, variants_test.cc; tests/oracles/variants.sql.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "journeys/path_finder.h"
#include "journeys/path_memo.h"
#include "journeys/variants_found.h"
#include "measure/fold.h"
#include "stats/cluster.h"

namespace sojourn {

class Variants {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    VariantsFound found;
    int64_t missed = 0;           // Journeys without the start or end asked for.
    PathMemo<SequenceTable> own;  // Sequences with rows of their own, the commonest first.
  };
  struct Scratch : PathScratch {
    mutable std::vector<std::pair<State*, uint32_t>> taken;  // The sequences of one customer.
    mutable std::vector<VariantsFound::Taken> set;
    mutable std::string sequence;
  };

  static Result<Variants> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_dense(State& state, const Block& block, Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  Status check(const State& state) const;
  // The commonest first, "(other)" last.
  void finish(const State& state, Rows& rows) const;
  void finish_one(const State& own, const State& whole, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Row {
    int64_t journeys = 0;
    int64_t customers = 0;
    int64_t variants = 0;
    ClusterSums people;  // Of each customer: journeys, and how many of them are of this row.
    QuantileSketch lengths;
  };

  template <class StateAt>
  void fold_slice(const Slice& slice, const Scratch& scratch, StateAt&& state_at) const;
  uint32_t add_path(State& state, const Block& block, const Path& path, const Scratch& scratch) const;
  // Whole lives, from codes below 128 that lie side by side: a sequence is written as the block has it.
  void fold_codes(State& state, const Block& block, const uint8_t* codes, std::string& sequence) const;
  SequenceTable with_own_rows(const State& state) const;
  // A row for each sequence of `own`, then one for all others.
  std::vector<Row> rows_of(const VariantsFound& found, const SequenceTable& own) const;
  void add_rows(const State& state, const SequenceTable& own, Rows& rows) const;
  std::string text_of(std::string_view sequence, int64_t& length) const;

  PathFinder finder_;
  size_t top_ = 0;
};

MeasureDefinition variants_definition();

}  // namespace sojourn
