// What a conversation was like: how the customer's tone changed, who talked how much and how fast, who waited for whom.
//
// Tone      the sentiment score of a customer's turn (-1 to 1); a score that came with the turn wins over ours. Turns whose
//           sentiment is unknown have none. tone_first and tone_last are the means over the first and the last third of the
//           customer's turns with a tone: floor(n / 3) turns each, at least 3 turns (of 3, 4 and 5 turns the first and the
//           last one; of 6, 7 and 8 the first and last two). change = last - first.
// Words     by the word rules of ICU (UAX 29), Chinese ones by its dictionary; numbers count.
// Talk      seconds in which turns of that side were spoken, overlaps of one side counted once. Absent unless every turn of
//           that side has a beginning and an end: words a minute would else be too many.
// Silence   seconds between the first beginning and the last end in which nobody spoke. Absent unless every turn has both.
// Response  median seconds until an agent's first turn after a customer's: from the end of the customer's last turn where it
//           is known (speech), else from the beginning of the first one unanswered (writing). A bot's turn answers nobody.
// Interruptions  turns of customer or agent that begin while a turn of the other one goes on for more than 200 ms.
// Cues      words of either side (promises: of the agent), counted by kind: hesitations, apologies, courtesies, promises; lists for
//           en, nl, de, ru, zh in conversation_cues.h; absent in other languages.
// Escalation  1 where the customer asks for a manager, or where the tone falls at the end: over the last four turns with a
//           tone the slope is -0.2 a turn or steeper and the last one is below -0.1. Else 0.
// Threads   one reader a thread. Cost: that of judging the customer's turns, and about 50 ns a word.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "text/sentiment.h"

namespace sojourn {

enum class Speaker : uint8_t { kUnknown, kCustomer, kAgent, kBot, kSystem };

struct SpokenTurn {
  static constexpr double kNotGiven = std::numeric_limits<double>::quiet_NaN();

  Speaker speaker = Speaker::kUnknown;
  std::string_view text;
  std::optional<int64_t> from_ms;  // From the beginning of the contact.
  std::optional<int64_t> to_ms;
  double given = kNotGiven;  // A score that the source gave, -1 to 1.
};

// NaN: absent.
struct ConversationFacts {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  double turns = kAbsent;  // Of anybody but the system.
  double tone_first = kAbsent;
  double tone_last = kAbsent;
  double tone_change = kAbsent;
  double agent_words = kAbsent;
  double customer_words = kAbsent;
  double interruptions = kAbsent;
  double agent_talk = kAbsent;  // Seconds, and so the next three.
  double customer_talk = kAbsent;
  double silence = kAbsent;
  double response = kAbsent;
  double cues = kAbsent;  // All of the four kinds below.
  double hesitations = kAbsent;
  double apologies = kAbsent;
  double courtesies = kAbsent;
  double promises = kAbsent;
  double escalation = kAbsent;  // 0 or 1.
};
static_assert(sizeof(ConversationFacts) == 17 * sizeof(double));
static_assert(std::is_trivially_copyable_v<ConversationFacts>);

class ConversationReader {
 public:
  ConversationReader();
  ~ConversationReader();
  ConversationReader(const ConversationReader&) = delete;
  ConversationReader& operator=(const ConversationReader&) = delete;

  // `language`: of the conversation, where that is known; else that of all that the customer said. Where no turn has a
  // speaker, there is no tone, no talk and no response.
  ConversationFacts read(std::span<const SpokenTurn> turns, TextReader& reader, std::string_view language = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sojourn
