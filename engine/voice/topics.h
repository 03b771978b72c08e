// Topics: what customers speak of, how much, and how it sounds.
//   share(topic) = 100 * texts on it / texts      net(topic) = 100 * (positive - negative) / (known sentiments)
//
// Counts    all texts of customers in the range; a text has one main topic (voice.topic), or "other", whose row is the
//           last: the counts of the rows add up to all texts. recent and before: texts in two windows (recent.h).
// Unit      share in % with Wilson's interval, net in points with the adjusted Wald one, both at 95 % on the effective
//           number of texts, since those of one customer are alike. trend: of the share of persons (recent.h).
//           emerging: whether that share is larger than it was in up to twelve windows before, with its wavering and all
//           topics of the group taken together (text/emerging.h).
// Empty     no texts: no rows.
// Split     a text is in the group of its event; the windows of recent and before are those of the whole question.
// Merge     exact, any order. Cost: O(1) a text; state O(topics).
// Errors    load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927; Rocks, The American Statistician 70(4), 2016; Fisher 1934 (trend);
//           Benjamini and Hochberg, JRSS B 57, 1995 (emerging).
// Checked   brute force twin over random lives, topics_test.cc.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "voice/recent.h"
#include "voice/tone_tally.h"

namespace sojourn {

class Topics {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  // Persons who wrote, by window: 0 the recent one, then back in time.
  using Periods = std::array<int64_t, RecentWindows::kPeriodsMax>;
  struct Topic {
    ToneTally tones;
    ClusterSums persons;  // Who wrote on it: all their texts in the group, and those on it as the sum.
    int64_t customers = 0;
    RecentCounts recent;
    Periods periods{};
  };
  struct State {
    ClusterSums persons;  // All, with sums of 0.
    RecentCounts recent;  // Of all texts.
    Periods periods{};
    ByCode<Topic> topics;
  };

  static Result<Topics> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  // The commonest first, other last.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // One text of the person at hand.
  struct Text {
    uint32_t group;
    uint32_t topic;
    uint32_t event;
  };
  void fold_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups) const;
  void fold_group(const Slice& slice, std::span<const Text> texts, State& state) const;
  void add_row(std::string_view name, const Topic& topic, Value emerging, const State& state, Rows& rows) const;
  // Of each of them: yes, no, or why it cannot be told.
  std::vector<Value> emerging(std::span<const Topic* const> topics, const State& state) const;

  VoiceTone tone_;
  VoiceCode topic_;
  RecentWindows windows_;
};

MeasureDefinition topics_definition();

}  // namespace sojourn
