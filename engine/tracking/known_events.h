// Events that the specifications of the trackers name: what touchpoint and channel they are here, and what their
// properties mean. Names are compared in lower case, with underscores as blanks. The table stands in
// docs/sources/segment.md.
#pragma once

#include <string_view>

namespace sojourn {

struct KnownEvent {
  enum class Money : unsigned char { kNone, kPaid, kReturned };  // Did money change hands, and which way?
  enum class Topic : unsigned char { kShop, kChat, kMail, kApp };

  std::string_view name;        // Lower case.
  std::string_view touchpoint;  // "": its own name.
  std::string_view channel;     // "": where the tracker runs.
  std::string_view direction;   // "": unknown.
  Topic topic = Topic::kShop;
  Money money = Money::kNone;
};

// Null: an event of the company's own.
const KnownEvent* find_known_event(std::string_view name);

}  // namespace sojourn
