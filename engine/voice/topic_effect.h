// Topic effect: how much higher or lower the score is of those who speak of a topic, what the topic thereby takes from
// the whole, and the money behind it.
//   value        = score of the answers with the topic - score of the others
//   total_effect = score of all answers - score of the others = value * n / all answers
//
// Answers   of `kind` in the range (score_sides.h), one a customer and group: the last, or with count the first or all.
//           With among=commented only those to which a text belongs. Which text belongs to which answer: belonging.h.
//           An answer has the topics of all its texts; it is counted in the row of each.
// Counts    n: answers with the topic; customers: those we can name who gave them. revenue: what they paid in the range;
//           at_risk: of those whose answer with the topic is negative (a detractor), customers and revenue.
// Interval  MOVER of both scores at 95 %, on the effective number of answers; the two are taken as independent. Of the
//           total, the same times the share of answers with the topic. sure: whether the effect is beyond chance, by
//           Benjamini and Hochberg over all topics of the row's group, at 5 %.
// Empty     fewer than `least` answers with the topic, or without it: none with the reason, the counts stand.
// Split     an answer is in the group of its own event.
// Merge     exact, any order. Cost: O(log n) a text and answer; state O(topics).
// Errors    load: kCorruption. Threads: const and safe.
// Limits    what goes together is not what causes: those who speak of a topic may differ in other ways.
// Source    Zou and Donner, Statistics in Medicine 27, 2008; Benjamini and Hochberg, JRSS B 57, 1995.
// Checked   brute force twin over random lives, planted effects, topic_effect_test.cc.
#pragma once

#include <map>

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/answerers.h"
#include "voice/belonging.h"
#include "voice/money_behind.h"
#include "voice/score_sides.h"

namespace sojourn {

class TopicEffect {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct Topic {
    SideCounts with;   // Answers with the topic.
    SideCounts whole;  // All answers of the persons who gave these.
    SideCounts rest;   // Of them, those without the topic.
    int64_t customers = 0;
    int64_t at_risk = 0;
    PaidByCurrency paid;
    PaidByCurrency paid_at_risk;
  };
  struct State {
    SideCounts all;
    ByCode<Topic> topics;
    PaidByCurrency paid;         // Of customers with any topic, each once.
    int64_t without_answer = 0;  // Texts that belong to no answer.
    int64_t without_side = 0;    // Answers on a scale without a threshold.
  };
  struct Scratch {};

  static Result<TopicEffect> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  // Only answers, texts and money are shown.
  void prepare(const Block& block, EventBits& shown, Scratch&) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch&) const;
  void merge(State& into, const State& from) const;
  // What takes most first; then topics without an effect, the commonest first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Said;
  struct Person;  // What one person answered, topic by topic.
  struct Effect;  // Of a row.
  void read_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups, Person& person) const;
  void count_group(Person& person, std::span<const uint32_t> own, State& state) const;
  bool count_topic(const Person& person, std::span<const Said> said, const SideCounts& whole, State& state) const;
  Effect effect(const State& state, const Topic& topic) const;
  std::vector<std::pair<uint32_t, Effect>> effects(const State& state) const;
  void add_row(std::string_view name, const Topic& topic, const Effect& effect,
               const std::optional<std::string>& currency, Rows& rows) const;

  ScoreSides sides_;
  VoiceTone tone_;
  VoiceCode topic_;
  Belonging belonging_{0};
  MoneyBehind money_;
  CountedAnswers count_ = CountedAnswers::kLast;
  bool commented_ = false;
  int64_t least_ = 0;
};

MeasureDefinition topic_effect_definition();

}  // namespace sojourn
