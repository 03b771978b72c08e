// Sessions: visits of customers, cut by pauses: how many, how long, where they begin and end, and how many bounce.
//   bounce_share = 100 * bounced / sessions        bounced: sessions of at most `bounce_events` events (one)
//
// What cuts a session says measure/session_cut.h: a pause longer than `gap` (30 minutes), start and end events, a
// longest length. Every event of an identified customer is in exactly one session.
// Counts    `value` and `n` are sessions; `customers` counts a customer once a row. A session's length is the time from
//           its first to its last event, 0 for a session of one; its entry and exit are its first and last event with a
//           node, and a session without one stands in the row without a name.
// Views     summary: one row. entry, exit: a row a node, the commonest first. lengths: from <= length < to.
// Unit      sessions; shares in percent; lengths in seconds; events_mean events a session.
//           low and high: Wilson's interval of bounce_share, with the sessions counted for what they are worth when
//           customers differ (stats/cluster.h), for the sessions of one customer resemble each other.
// Empty     no sessions: value 0, the others none with the reason.
// Split     a session belongs, whole, to the group of its first event.
// Merge     exact, any order. Median and p90: exact up to 65,536 sessions, within 0.4 % beyond.
// Cost      O(1) an event; state O(nodes).
// Errors    bind: kInvalidArgument for a node that is no name, or a filter that cannot be read. load: kCorruption.
// Threads   const and safe.
// Source    the half hour is the convention of web analytics; "longer than" as session_cut.h says.
// Checked   all timelines of up to 6 events around the limits (session_cut_test.cc), a twin over random lives
//           (sessions_test.cc); tests/oracles/sessions.sql.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/session_cut.h"
#include "stats/cluster.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Sessions {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  enum class Show : uint8_t { kSummary, kEntry, kExit, kLengths };
  // Lower ends of the rows of `lengths`, in seconds; the last row has no upper end.
  static constexpr std::array<int64_t, 11> kLengths{0, 1, 10, 30, 60, 180, 600, 1'800, 3'600, 14'400, 86'400};

  struct Count {
    int64_t sessions = 0;
    int64_t bounced = 0;
    int64_t customers = 0;
    uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while folding.
  };
  // What the view does not need stays empty.
  struct State {
    ClusterSums people;      // Of each customer: sessions, and how many of them bounced.
    int64_t bounced = 0;     // Sessions.
    int64_t events = 0;      // Of kSummary.
    QuantileSketch lengths;  // Of kSummary, in microseconds.
    ByCode<Count> nodes;     // Of kEntry and kExit, by code; 0: sessions without a node.
    std::array<Count, kLengths.size()> by_length;
  };
  struct Scratch {
    SessionScratch cut;
    std::vector<uint32_t> begins;
    mutable std::vector<std::pair<State*, bool>> sessions;  // Of one customer: whose, and bounced?
  };

  static Result<Sessions> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& /*shown*/, Scratch& scratch) const { cut_.prepare(block, scratch.cut); }
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_dense(State& state, const Block& block, Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // Counts one session; says whether it bounced.
  template <class EventAt>
  bool take(State& state, const Block& block, uint64_t customer, size_t events, EventAt&& event_at) const;
  void add_summary(const State& state, Rows& rows) const;
  void add_nodes(const State& state, Rows& rows) const;
  void add_lengths(const State& state, Rows& rows) const;
  Status load_nodes(State& state, ByteReader& in) const;

  SessionCut cut_;
  NodeColumn node_;
  Show show_ = Show::kSummary;
  size_t bounce_events_ = 1;
};

MeasureDefinition sessions_definition();

}  // namespace sojourn
