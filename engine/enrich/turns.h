// The property `turns` of an event (event.h: kTurnsProperty) as turns: a JSON array of
// {role, name?, from_ms?, to_ms?, text, sentiment?}.
//
// Roles     those of text/speaker_role.h.
// Sentiment "positive", "neutral", "mixed", "negative", or a number from -1 to 1.
// Skipped   what is no object or has no text, and times that are no whole numbers or end before they begin: the turn goes
//           without them.
// Errors    kInvalidArgument where the text is no JSON array. What was read before the place where it breaks is lost, too.
// Memory    buffers are kept from text to text. Threads: one reader a thread. Cost: about 1 ns a byte.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "text/conversation.h"
#include "text/speaker_role.h"

namespace sojourn {

class TurnsReader {
 public:
  TurnsReader();
  ~TurnsReader();
  TurnsReader(const TurnsReader&) = delete;
  TurnsReader& operator=(const TurnsReader&) = delete;

  // Valid until the next call; nothing of `json` is kept.
  Result<std::span<const SpokenTurn>> read(std::string_view json);
  // Elements of the array last read that were no turn.
  size_t skipped() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What of an event is said by a customer: `text` unless we wrote it ourselves (direction "out"), and its turns, which tell
// who speaks. Where there is no text, customer_text of the turns is the text. Every reader of events goes by this.
struct CustomerSaid {
  std::string_view text, turns;
  bool nothing() const { return text.empty() && turns.empty(); }
};
constexpr CustomerSaid customer_said(std::string_view text, std::string_view turns, bool out) {
  return {out ? std::string_view() : text, turns};
}

// What the customer said, a line a turn; where no turn has a known role, all that was said. `out` is overwritten.
void customer_text(std::span<const SpokenTurn> turns, std::string& out);

}  // namespace sojourn
