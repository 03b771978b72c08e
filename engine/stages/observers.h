// Observers: of the customers whom a campaign reached while they were only looking on, how many replied.
//   value(campaign) = 100 * customers / n
//
// An event that passes `exposed` is an exposure to its campaign; one that passes `replied` is a reply. A customer who
// has not replied yet is an observer (observers=passive); with observers=everyone earlier replies do not matter.
// A reply comes after an exposure in order of (time, sequence), and within `within` of it (exactly so long counts).
// Only the next reply after an exposure answers it. The reply counts for every campaign with an exposure that it
// answers.
// Counts    identified customers, once a campaign: n were exposed, customers replied, waiting are those of the rest
//           whose time is not over yet. Exposures lie in the range; replies may come later, and replies before it make
//           a customer no observer. Exposures without a campaign are in the row without a name.
// Unit      percent with Wilson's interval; median_seconds from the last exposure that was answered to its reply, once
//           for each customer and campaign.
// Empty     no exposures: no rows.
// Split     by the exposure: a customer was exposed in the groups of the exposures, and replied in those of the
//           exposures that were answered.
// Merge     exact, any order. Median: exact up to 65,536 replies, within 0.4 % beyond.
// Cost      O(1) an event; state O(campaigns).
// Errors    bind: filters that cannot be read. load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927.
// Checked   twin over random lives, observers_test.cc; tests/oracles/observers.sql.
#pragma once

#include <limits>
#include <memory>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Observers {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kWholeLife;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();

  struct Campaign {
    int64_t exposed = 0;
    int64_t waiting = 0;
    QuantileSketch replies;  // From the exposure to the reply; one a customer who replied.
    // Customers last counted here; only while folding.
    uint64_t exposed_by = kNobody;
    uint64_t waiting_by = kNobody;
    uint64_t replied_by = kNobody;
  };
  struct State {
    ByCode<Campaign> campaigns;  // By code; 0: exposures without one.
  };
  struct Scratch {
    EventBits exposed;
    EventBits replied;
  };

  static Result<Observers> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Most exposed first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  void count(Campaign& campaign, Micros exposed, Micros replied, uint64_t customer) const;

  NodeColumn campaigns_;
  std::shared_ptr<const Predicate> exposed_;
  std::shared_ptr<const Predicate> replied_;
  bool passive_ = true;
  Micros within_ = 0;
  Micros known_until_ = 0;
  TimeRange range_;
};

MeasureDefinition observers_definition();

}  // namespace sojourn
