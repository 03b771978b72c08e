// Conversations: how many there are, and how they go: pace, shares of talk, silence, interruptions, answers, cues.
//   agent_pace          60 * agent's words / seconds that agents talked             words a minute
//   agent_share         agents' talk / (agents' + customers' talk)                  %
//   silence_share       silence / (silence + agents' + customers' talk)             %
//   interruptions       interruptions / conversations that tell them
//   response            median over conversations of the median wait for the agent  seconds
//   cues, hesitations ...  cues / conversations that tell them
//   escalated_share     escalated / conversations with a customer's turn            %, Wilson
//
// Counts    events in the range with turns (voice.turns). Each figure is taken over the conversations that tell all it
//           needs (text/conversation.h says when something is absent); sums come before division, so long conversations
//           weigh more. customers: those we can name.
// Unit      as above. The median is exact up to 65,536 conversations and within 0.4 % beyond.
// Empty     no conversations is an answer: 0; figures that nothing tells are none, with the reason.
// Merge     exact, any order: milliseconds and words are whole numbers. Cost: O(1) a conversation; state up to 512 KiB.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Wilson, JASA 22, 1927; Hyndman and Fan, The American Statistician 50(4), 1996, type 7 for the median.
// Checked   brute force twin over random lives, conversations_test.cc.
#pragma once

#include <array>
#include <memory>

#include "measure/definition.h"
#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Conversations {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  // A sum over the conversations that tell it.
  struct Sum {
    int64_t of = 0;
    int64_t sum = 0;
  };
  enum Sums : unsigned char {
    kAgentWords,  // Where the agent's talk is known; so for the customer.
    kAgentTalk,   // Milliseconds.
    kCustomerWords,
    kCustomerTalk,
    kSharedAgent,  // The agent's talk where the customer's is known, too.
    kSharedCustomer,
    kSilence,  // Where both talks are known.
    kSilenceTalk,
    kInterruptions,
    kCues,
    kHesitations,
    kApologies,
    kCourtesies,
    kPromises,
    kEscalated,
    kSums,
  };
  struct State {
    int64_t conversations = 0;
    int64_t customers = 0;
    std::array<Sum, kSums> sums;
    QuantileSketch responses;  // Microseconds.
  };

  static Result<Conversations> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  static constexpr size_t kCueColumns = 5;  // From voice.cues on.

  void add_talk(State& state, const Block& block, uint32_t event) const;

  ColumnId turns_ = 0;
  ColumnId agent_words_ = 0;
  ColumnId customer_words_ = 0;
  ColumnId agent_talk_ = 0;
  ColumnId customer_talk_ = 0;
  ColumnId silence_ = 0;
  ColumnId interruptions_ = 0;
  ColumnId response_ = 0;
  std::array<ColumnId, kCueColumns> cues_{};
  ColumnId escalation_ = 0;
  uint32_t yes_ = 0;  // 0: no event has it.
};

MeasureDefinition conversations_definition();

}  // namespace sojourn
