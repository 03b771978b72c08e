// Self-service: how many sessions with a machine (IVR, chatbot, SMS) solve the matter without an agent.
//   value = 100 * solved / n      n = solved + handed over + left
//
// Sessions  events of the channels ivr, chatbot, bot, voicebot, sms and whatsapp bot (any case of letters, blank, - or _)
//           that did not go out from us and have no kind (of a survey), or the events that pass sessions=. Events of one customer that share
//           properties.session (else properties.conversation) are one session; any other event is one by itself.
// Outcome   of an event the first that says something of: the filters solved=, handed_over=, left=; the field outcome by
//           the words in self_service.cc; transfers above 0 (handed over); resolved (solved, or left). Of a session that of
//           its last event that says something. Sessions that say nothing are counted as unknown and not in n.
// Unit      % in [0, 100]; Wilson's interval at 95 %, sessions taken as independent.
// Counts    customers: those we can name, with a session in n. A session whose events fall into several groups is one in each.
// Empty     no sessions; none whose outcome is known: none, with the reason.
// Merge     exact, any order. Cost: fold O(events); state 40 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Wilson, JASA 22, 1927.
// Checked   brute force twin over random lives, self_service_test.cc.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class SelfService {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  enum Outcome : unsigned char { kUnknown, kSolved, kHandedOver, kLeft, kOutcomes };
  struct State {
    std::array<int64_t, kOutcomes> sessions{};
    int64_t customers = 0;
    int64_t unread = 0;  // Unknown ones whose outcome is a word that we do not know.
  };
  struct Scratch {
    EventBits sessions;
    std::array<EventBits, kOutcomes> told;  // By the filters that were given.
  };

  static Result<SelfService> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(State& state, const Slice& slice, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Session {
    Outcome outcome = kUnknown;
    bool unread = false;
  };
  bool is_session(const Block& block, uint32_t event) const;
  Outcome outcome_of(const Block& block, uint32_t event, const Scratch& scratch) const;
  uint64_t key_of(const Block& block, uint32_t event) const;

  std::shared_ptr<const Predicate> sessions_;  // Null: by channel.
  std::array<std::shared_ptr<const Predicate>, kOutcomes> told_;
  ColumnId channel_ = 0;
  ColumnId direction_ = 0;
  ColumnId kind_ = 0;
  ColumnId outcome_ = 0;
  ColumnId transfers_ = 0;
  ColumnId resolved_ = 0;
  std::vector<bool> machines_;     // By code of the channel.
  uint32_t out_ = 0;               // Code of the direction; 0: no event has it.
  std::vector<Outcome> outcomes_;  // By code.
  std::vector<ColumnId> keys_;     // Properties that name a session, the surer first.
};

MeasureDefinition self_service_definition();

}  // namespace sojourn
