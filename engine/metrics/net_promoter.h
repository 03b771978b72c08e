// Net Promoter Score: how far the customers who would recommend us outnumber those who would not.
//   nps = 100 * (promoters - detractors) / answers      promoters 9..10, passives 7..8, detractors the rest (0 too)
// Counts    events with kind "nps" and an answer, in the range. One answer a customer and group: the last one, at equal
//           times the one with the later sequence; count=first or all says otherwise. An event without an identifier is
//           a customer of its own. Answers on other scales than 0..10 and 1..10 are left out before choosing; a note
//           says how many customers that leaves out, and when answers on both scales are counted together.
// Unit      points in [-100, 100]; 95 % interval by adjusted Wald (+3/4, +3/2, +3/4), or Wald, or score. With count=all
//           the answers enter the interval as the effective number that clusters of persons leave (stats/cluster.h).
// Empty     no answer -> none, with the reason. One answer has an interval, though a wide one.
// Merge     exact, any order. Cost: fold O(events), merge O(1), state 90 bytes.
// Errors    load: kCorruption when bytes run out or a count is negative.
// Threads   const methods are safe together.
// Source    Reichheld, HBR 81(12), 2003; Rocks, The American Statistician 70(4), 2016, arXiv:1601.07235.
// Checked   tests/published/nps_intervals.csv, tests/oracles/nps.sql, brute force twin in net_promoter_test.cc.
#pragma once

#include <optional>

#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/answerers.h"
#include "stats/cluster.h"
#include "stats/intervals.h"

namespace sojourn {

class NetPromoter {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    int64_t promoters = 0;
    int64_t passives = 0;
    int64_t detractors = 0;
    int64_t from_one = 0;  // Of the answers counted, those on the scale of 1 to 10.
    int64_t left_out = 0;  // Persons with answers on other scales only.
    ClusterSums persons;   // With count=all only.
  };

  static Result<NetPromoter> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Method : unsigned char { kAdjustedWald, kWald, kScore };

  struct Reading {
    int side = 0;  // +1, 0, -1.
    bool from_one = false;
  };
  // Empty when the answer is on another scale.
  std::optional<Reading> read(const Block& block, uint32_t event) const;
  std::optional<Interval> interval(const State& state) const;

  ColumnId answer_ = 0;
  ColumnId scale_min_ = 0;
  ColumnId scale_max_ = 0;
  CountedAnswers count_ = CountedAnswers::kLast;
  Method method_ = Method::kAdjustedWald;
};

MeasureDefinition nps_definition();

}  // namespace sojourn
