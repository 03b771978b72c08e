// What texts are about in one respect: the share of each emotion, motive or intent.
//   share(name) = 100 * texts with that name / texts
//
// Counts    all texts of customers in the range (voice.emotion, voice.motive, voice.intent); "unknown" is a name like
//           others and its row the last, so that the counts add up to all texts. customers: those we can name.
// Unit      % of all texts, unknown ones included; Wilson at 95 % on the effective number of texts, since those of one
//           customer are alike (stats/cluster.h).
// Empty     no texts: no rows.
// Merge     exact, any order. Cost: O(1) a text; state O(names).
// Errors    load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927; Korn and Graubard, Survey Methodology 24, 1998.
// Checked   brute force twin over random lives, named_shares_test.cc.
#pragma once

#include <string>

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/answerers.h"
#include "stats/cluster.h"
#include "voice/voice_column.h"

namespace sojourn {

class NamedShares {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct Name {
    int64_t texts = 0;
    int64_t customers = 0;
    ClusterSums persons;  // Who used the name: all their texts, and those with it as the sum.
  };
  struct State {
    ClusterSums persons;  // All, with sums of 0.
    ByCode<Name> names;
  };

  static Result<NamedShares> bind(BindContext& context, std::string_view column, std::string key);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  // The commonest first, unknown last.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  VoiceCode code_;
  CountedAnswers count_ = CountedAnswers::kAll;
  std::string key_;
};

MeasureDefinition emotion_definition();
MeasureDefinition motives_definition();
MeasureDefinition intents_definition();

}  // namespace sojourn
