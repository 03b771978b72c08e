// Net sentiment: how what customers say sounds.
//   sentiment = 100 * (positive - negative) / n      n = positive + neutral + negative
//
// Counts    texts of customers in the range (voice.sentiment): all, or one a customer and group with count. Texts whose
//           sentiment is unknown are counted beside n. customers: those we can name, with a text that is counted.
// Unit      points in [-100, 100]; adjusted Wald at 95 % on the effective number of texts, since those of one customer
//           are alike (tone_tally.h). mean_score: -1 to 1.
// Empty     no texts, or none with a known sentiment: none with the reason.
// Merge     exact, any order. Cost: O(1) a text; state about 120 bytes.
// Errors    load: kCorruption. Threads: const and safe.
// Source    Rocks, The American Statistician 70(4), 2016 (interval); Korn and Graubard, Survey Methodology 24, 1998.
// Checked   brute force twin over random lives, sentiment_test.cc.
#pragma once

#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/answerers.h"
#include "voice/tone_tally.h"

namespace sojourn {

class Sentiment {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    ToneTally tones;
    int64_t customers = 0;
  };

  static Result<Sentiment> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  VoiceTone tone_;
  CountedAnswers count_ = CountedAnswers::kAll;
};

// Which texts count: `count`, all of them by itself.
ParameterInfo texts_parameter();

MeasureDefinition sentiment_definition();

}  // namespace sojourn
