// Early experience: does a good beginning go with customers staying, and a poor one with their leaving?
//   value(band) = 100 * retained / n          value(difference) = value(good) - value(poor)
//
// A customer's life begins at the first event, the first days are [begin, begin + first). Their experiences
// (experience.h) put the customer into a band, by `decide`: balance (more good than poor ones: good; more poor: poor;
// as many: mixed), worst (any poor one: poor), first or last (of those that are good or poor). Whoever had none that is
// good or poor is in the band none, or mixed where some were neutral. Retained: an event that passes `retained` (any,
// unless given) in [begin + first, begin + first + within).
// Counts    identified customers whose life begins in the range; those whose window is not over are left out and noted.
// Unit      percent, Wilson's interval; the difference in percentage points, Newcombe's interval, Fisher's test.
// Empty     nobody in a band: no value; good or poor empty: no difference.
// Split     by the first event of the life.
// Merge     exact, any order. Cost: O(1) an event; state 80 bytes.
// Errors    bind: those of experience.h, a filter that cannot be read. load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927; Newcombe, Statistics in Medicine 17, 1998.
// Checked   twin over random lives, early_experience_test.cc; tests/oracles/early_experience.sql.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "influence/experience.h"
#include "measure/fold.h"

namespace sojourn {

class EarlyExperience {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kUntilEnd;

  enum Band : size_t { kGood, kMixed, kPoor, kNothing, kBands };
  struct Tally {
    int64_t customers = 0;
    int64_t retained = 0;
  };
  struct State {
    std::array<Tally, kBands> bands;
    int64_t open = 0;     // Customers whose window is not over.
    int64_t unrated = 0;  // Experiences on a scale without a known threshold.
  };
  struct Scratch {
    ExperienceScratch experience;
    EventBits retained;
  };

  static Result<EarlyExperience> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Decide : unsigned char { kBalance, kWorst, kFirst, kLast };
  // What the first days held.
  struct Beginning {
    int64_t good = 0;
    int64_t neutral = 0;
    int64_t poor = 0;
    Grade first = Grade::kNone;  // Of those that are good or poor.
    Grade last = Grade::kNone;
  };
  Band band(const Beginning& beginning) const;

  ExperienceRule experience_;
  std::shared_ptr<const Predicate> retained_;  // Null: any event.
  Decide decide_ = Decide::kBalance;
  TimeRange range_;
  Micros first_ = 0;
  Micros within_ = 0;
  Micros known_until_ = 0;
};

MeasureDefinition early_experience_definition();

}  // namespace sojourn
