// Conformance: do customers go the way that we have drawn?
//   fitness = 1 - (events + steps - 2 * matches) / (events + steps)        value: the mean over journeys, 0 to 1
//
// The plan is the steps, in order; conformance_alignment.h says which of them a journey takes in their place, which it
// skips, takes out of order, repeats, or has not come to (missing: neither it nor any later one).
// Counts    a journey's events are those that meet a step, and, with events=all, the others that have a node, which are
//           what was added. With repeats=collapse, events in a row that meet the same steps, or no step and have the
//           same node, are one. A journey is a customer's whole life, or each session with `gap` and its kin
//           (measure/session_cut.h). Customers are counted once a cell, if one of their journeys is so; a customer
//           conforms if all of theirs have fitness 1. Who has no event that counts is not in the answer. Only
//           identified customers.
// Views     summary: one row. steps: a row a step, value the share of customers who did it. added: a row a node,
//           commonest first. fitness: customers by the mean over their journeys, from <= fitness < to; 1 stands alone.
// Unit      fitness 0 to 1, with the interval of a mean over customers (stats/clustered_mean.h), cut at 0 and 1; shares
//           in percent, Wilson's interval.
// Empty     nobody: value none, "no journeys".
// Split     a journey belongs to the group of its first event that counts.
// Merge     exact, any order: fitness is added up in units of 10^-12.
// Cost      O(events * steps) with a few bit operations each; state O(steps + nodes).
// Errors    bind: kInvalidArgument for a step that cannot be read or a node that is no name; kLimit beyond
//           limits::kFunnelStepsMax steps. load: kCorruption.
// Threads   const and safe.
// Source    alignments with unit costs: Adriansyah, van Dongen, van der Aalst, IEEE EDOC 2011.
// Checked   conformance_alignment_test.cc (all alignments), conformance_test.cc (twin); tests/oracles/conformance.sql.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "journeys/conformance_alignment.h"
#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/session_cut.h"
#include "stats/clustered_mean.h"

namespace sojourn {

class Conformance {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  enum class Show : uint8_t { kSummary, kSteps, kAdded, kFitness };
  static constexpr int64_t kFitnessOne = 1'000'000'000'000;
  static constexpr size_t kBins = 11;  // Tenths of fitness, and 1.

  // Customers with such a journey; of a plan as a whole and of each step.
  struct Deviations {
    int64_t done = 0;
    int64_t skipped = 0;
    int64_t out_of_order = 0;
    int64_t repeated = 0;
    int64_t missing = 0;
    bool operator==(const Deviations&) const = default;
  };
  struct Added {
    int64_t times = 0;
    int64_t customers = 0;
    uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while folding.
  };
  struct State {
    ClusteredMean fitness;
    int64_t conforming = 0;  // Customers.
    int64_t adding = 0;      // Customers.
    Deviations plan;
    std::array<Deviations, limits::kFunnelStepsMax> steps{};
    std::array<int64_t, kBins> bins{};  // Customers.
    ByCode<Added> added;
  };

  // What one customer did in one group.
  struct Life {
    int64_t journeys = 0;
    int64_t fitness = 0;
    bool adds = false;
    PlanSteps done = 0;
    PlanSteps skipped = 0;
    PlanSteps out_of_order = 0;
    PlanSteps repeated = 0;
    PlanSteps missing = 0;
  };
  struct Scratch {
    SessionScratch cut;
    EventBits met;
    std::vector<PlanSteps> masks;  // By event of the block: the steps it meets.
    // Room for one customer, reused; a Scratch belongs to one thread.
    mutable std::vector<PlanSteps> journey;
    mutable std::vector<uint32_t> nodes;
    mutable std::vector<std::pair<State*, Life>> lives;
    mutable PlanAlignment alignment{1};
  };

  static Result<Conformance> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // Is it an event of the journey? It meets a step, or may count as added.
  bool matters(const Block& block, size_t event, const Scratch& scratch) const;
  void read_journey(const Block& block, std::span<const uint32_t> events, const Scratch& scratch) const;
  void add_journey(State& state, Life& life, uint64_t customer, const Scratch& scratch) const;
  void add_life(State& state, const Life& life) const;
  void add_summary(const State& state, Rows& rows) const;
  void add_steps(const State& state, Rows& rows) const;
  void add_added(const State& state, Rows& rows) const;
  void add_fitness(const State& state, Rows& rows) const;
  Status load_added(State& state, ByteReader& in) const;

  Show show_ = Show::kSummary;
  std::vector<std::string> names_;  // The steps as asked.
  std::vector<std::shared_ptr<const Predicate>> steps_;
  NodeColumn node_;
  SessionCut cut_;
  bool planned_only_ = false;
  bool collapse_ = true;
};

MeasureDefinition conformance_definition();

}  // namespace sojourn
