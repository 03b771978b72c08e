// Obstacles: where customers get stuck, and on what: what they write, answers that say it was hard, and what failed.
//   a row a place and obstacle: comments, low_effort, failed; of a place all together in the row "(any)"
//
// Counts    comments: texts at the place that name an obstacle (voice.obstacle), are negative, or belong to a low answer
//           or a failed event there. low_effort: answers of `kind` at or under `low`. failed: events that pass `failed`.
//           An answer or failed event has the obstacle of the first text that belongs to it (belonging.h; of texts at
//           the same place) and names one; what has none stands in the row without a name, so that the rows of a place
//           add up to its "(any)". An event that is several of the three is counted in each. customers: those we can
//           name, once a row. recent and before: events that are any of the three (recent.h). Order: by such
//           events, so that an answer with a comment is no more than a failed one without.
// Place     the touchpoint of the event, or the field of node.
// Unit      counts; full counts, so no interval. trend: of persons (recent.h).
// Empty     nothing of it: no rows.
// Split     each is in the group of its own event.
// Merge     exact, any order. Cost: O(log n) an event; state O(places and obstacles).
// Errors    bind: filter and field. load: kCorruption. Threads: const and safe.
// Source    Przyborowski and Wilenski, Biometrika 31, 1940 (trend).
// Checked   brute force twin over random lives, obstacles_test.cc.
#pragma once

#include <map>
#include <string>

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/rating_column.h"
#include "voice/belonging.h"
#include "voice/recent.h"

namespace sojourn {

class Obstacles {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  enum class Show : unsigned char { kAll, kPlaces, kObstacles };

  struct Cell {
    int64_t comments = 0;
    int64_t low = 0;
    int64_t failed = 0;
    int64_t events = 0;  // That are any of the three, each once.
    int64_t customers = 0;
    Micros first = kTimeMax;
    Micros last = kTimeMin;
    RecentCounts recent;
  };
  struct Place {
    Cell any;
    ByCode<Cell> obstacles;  // 0: none named.
  };
  struct State {
    ByCode<Place> places;       // 0: no place.
    int64_t without_scale = 0;  // Answers of the kind on a scale without a known limit.
  };
  struct Scratch {
    EventBits failed;
  };

  static Result<Obstacles> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  // Only texts, answers of the kind and failed events are shown.
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // The places with most events first, and so the obstacles within a place; those not named last.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Sign : unsigned char { kComment, kLow, kFailed };
  // One sign of an obstacle, of the person at hand.
  struct Seen {
    uint32_t group;
    uint32_t place;
    uint32_t obstacle;
    uint32_t event;
    Sign sign;
  };
  struct Joined;  // Answers or failed events at one place, and the obstacles that their texts name.
  std::optional<bool> is_low(const Rating& rating) const;
  void read_place(const Slice& slice, std::span<const uint32_t> events, const Scratch& scratch, Groups<State>& groups,
                  std::vector<Seen>& seen) const;
  void count(const Slice& slice, std::span<const Seen> seen, Cell& cell) const;
  void add_row(uint32_t place, Value obstacle, const Cell& cell, Rows& rows) const;

  NodeColumn places_;
  VoiceTone tone_;
  VoiceCode obstacle_;
  Belonging belonging_{0};
  RatingColumn effort_;
  std::optional<int64_t> low_;
  std::shared_ptr<const Predicate> failed_;
  RecentWindows windows_;
  Show show_ = Show::kAll;
};

MeasureDefinition obstacles_definition();

}  // namespace sojourn
