// Which conversations that go on right now have turned sour: told while they can still be saved.
//
//   LiveTone live(tone_by(*voice), [] { return now(); });
//   Intake intake(store, timelines, limits, [&live](const EventBatch& batch) { live.take(batch); });
//   StepThread judging([&live] { if (live.step()) ...tell the boards... });   // woken when something was committed
//   live.list();   // What has been judged; never waits for what is being judged.
//
// Events    as they are committed by live intake; files that are imported are history and not looked at. A message of a
//           customer: text, not direction out, no survey answer, no properties.role (or sender) of an agent, a bot or a
//           system. Or a conversation that is told anew as it grows: properties.turns.
// Together  what shares one of the properties in live_tone.cc (conversation, session, chat, ticket, episode ... of one
//           source), else an order number; else what one customer says on one channel of talk (chat, call, sms ...), no more
//           than 30 minutes apart. Anything else is no conversation.
// Flag      by tone_course.h; turns told again count once. It goes when the tone recovers, when the matter is told to be
//           resolved, and when nothing has come for 30 minutes.
// Times     a turn is from_ms after its event; where that would be more than kTurnWithin, it is at its event.
// Memory    at most kConversationsMax conversations (the longest silent go first) of 3 KiB, and kWaitingMax messages or
//           kWaitingBytesMax that wait to be judged; beyond, the oldest are passed over and counted. What a source calls a
//           conversation is kept up to kNameBytesMax; of a longer one a hash stands for the rest.
// Threads   every method from any thread. take() copies what matters and returns: under 1 µs an event that is none. Only
//           step() judges, and only step() waits for another step().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "enrich/tone_course.h"
#include "enrich/turns.h"
#include "event/event.h"
#include "timelines/flatten.h"

namespace sojourn {

class Voice;  // enrich/voice.h

struct LiveFlag {
  std::string source;
  std::string conversation;  // What the source calls it; "" where only customer and channel tell it apart.
  Identifier customer;       // Value "" : nobody known.
  std::string channel;
  Micros since = 0;   // Of the turn that raised it.
  Micros last = 0;    // Of the newest turn.
  Micros event = 0;   // Of the newest event: where the record has it. Turns may be later.
  double tone = 0;    // -1 to 1; tone_course.h.
  int64_t turns = 0;  // Of the customer, with a known tone.
  std::string text;   // What the customer said last, cut at kTextBytes: more than is shown, so that what is
                      // personal is found whole before it is cut at kShownBytes.

  static constexpr size_t kTextBytes = 1'024;
  static constexpr size_t kShownBytes = 280;
};

// The last place up to `bytes` that is no middle of a character.
size_t cut_at(std::string_view text, size_t bytes);

// The tone of a text, -1 to 1, NaN where unknown. `language`: as declared, or "".
using ToneOfText = std::function<double(std::string_view text, std::string_view language)>;
// By the edition in force. `voice` is borrowed.
ToneOfText tone_by(const Voice& voice);

class LiveTone {
 public:
  static constexpr size_t kConversationsMax = 10'000;
  static constexpr size_t kWaitingMax = 4'096;
  static constexpr size_t kWaitingBytesMax = size_t{16} << 20;
  static constexpr size_t kNameBytesMax = 256;
  static constexpr Micros kOpenFor = 30 * kMinute;
  static constexpr Micros kTurnWithin = 30 * kDay;

  LiveTone(ToneOfText tone, std::function<Micros()> clock);

  // What has been committed; judged later.
  void take(const EventBatch& batch);
  // Judges what waits. True: a flag was raised or lowered.
  bool step();
  // The flags that are up by the steps so far, the newest first; none of conversations that are silent by now.
  std::vector<LiveFlag> list() const;
  // Grows with each flag that is raised or lowered.
  uint64_t changes() const;
  // Messages passed over for want of room.
  int64_t passed_over() const;

 private:
  struct Message {
    std::string key;  // Of its conversation.
    LiveFlag about;   // Without the flag's own: since, tone, turns.
    std::string language;
    std::string text;
    std::string turns;      // JSON.
    bool windowed = false;  // By customer and channel: the time decides.
    bool resolved = false;
    size_t bytes() const {
      return sizeof(Message) + key.size() + about.conversation.size() + about.customer.value.size() +
             about.channel.size() + text.size() + turns.size();
    }
  };
  struct Conversation {
    LiveFlag flag;
    ToneCourse course;
    Micros arrived = 0;          // By the clock.
    std::vector<uint64_t> seen;  // Hashes of the newest turns, so that what comes twice counts once.
    size_t seen_next = 0;
    std::list<std::string>::iterator place;  // In order_.
  };

  bool read(const EventBatch& batch, const Event& event, Message& message);
  bool name_conversation(const EventBatch& batch, const Event& event, Message& message);
  void judge(Message& message);
  void judge_turns(const Message& message, Conversation& conversation);
  Conversation& conversation_of(const Message& message);
  void add_turn(Conversation& conversation, double tone, Micros time);
  void forget_silent();
  void forget(const std::string& key);
  void tell(const std::string& key);

  const ToneOfText tone_;
  const std::function<Micros()> clock_;

  mutable std::mutex waiting_mutex_;
  std::deque<Message> waiting_;
  size_t waiting_bytes_ = 0;
  int64_t passed_over_ = 0;
  Flattener flattener_;  // Of take().

  std::mutex mutex_;  // Of what step() has in hand.
  std::unordered_map<std::string, Conversation> conversations_;
  std::list<std::string> order_;  // Keys, the longest silent first.
  TurnsReader turns_;
  uint64_t changes_ = 0;

  // What is told: held for moments only, so that who lists does not wait for a judgement.
  struct Told {
    LiveFlag flag;
    Micros arrived = 0;
  };
  mutable std::mutex told_mutex_;
  std::unordered_map<std::string, Told> told_;  // Flags that are up, by key.
  uint64_t told_changes_ = 0;
};

}  // namespace sojourn
