// The shape that the calls of all trackers share, and how it is written as an event.
//
// Touchpoint  track: the event's own name, or that of known_events.h (then the property `event` keeps its own);
//             page: "page view"; screen: "screen view". Calls that only say who somebody is (identify, group, alias)
//             have none: journeys pass over them.
// Properties  keep their names. What means a field fills it: revenue, total, value or amount with a currency, currency,
//             order_id, product, quantity, channel ...; where it cannot be read as such, it stays a property.
// Times       of a time that was corrected, `said_time` is what was said; of one that was not, though it was sent at another
//             time than it came, `sent_time`: with the arrival, either lets it be computed again. Not of a call without
//             an id: all it says is its key, and sent again it would be another.
// Money       programs add in floating point: amounts are rounded to what the currency has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "collect/event_writer.h"
#include "collect/name_memo.h"
#include "tracking/clock_correction.h"
#include "tracking/json_room.h"

namespace sojourn {

struct TrackedCall {
  enum class Type : unsigned char { kTrack, kPage, kScreen, kIdentify, kGroup, kAlias };
  Type type = Type::kTrack;
  uint64_t number = 0;   // Of the body, from 1.
  std::string_view raw;  // As it came, for its reject.
  std::string_view id;
  std::string_view event;       // Of track; the name of page and screen.
  std::string_view touchpoint;  // Where the dialect knows it better than the rules above.
  bool silent = false;          // Happened, but is no step of a journey: no touchpoint.
  std::vector<std::pair<IdentifierKind, std::string_view>> who;
  bool must_name = false;    // A call that names nobody is refused.
  std::string_view channel;  // Where the tracker runs.
  std::string_view campaign;
  std::string_view language;
  std::string_view device;  // The kind of device.
  NamedValues facts;        // Properties that the tracker adds by itself.
  NamedValues properties;   // Those of the caller.
  NamedValues traits;       // Of the person.
  NamedValues account;      // Traits of the group.
  SaidTimes times;
  int offset_minutes = 0;
  Status fault;

  void clear();
};

class CallWriter {
 public:
  explicit CallWriter(EventWriter& writer) : writer_(writer) {}
  Status write(const TrackedCall& call);
  // A part of a call that was kept without it: a row and a reject of its own, so that rows stay events and rejects.
  Status leave_out(uint64_t number, std::string_view raw, std::string_view part, std::string reason) {
    writer_.row();
    return writer_.reject(number, raw, std::string(part), std::move(reason));
  }
  EventWriter& writer() { return writer_; }
  // The head of a call: begin(), id, time, who, where, and facts; the rest is up to the caller.
  void begin(const TrackedCall& call);

 private:
  enum class Role : unsigned char {
    kPlain,
    kRevenue,
    kTotal,
    kValue,
    kAmount,
    kCurrency,
    kOrder,
    kProduct,
    kName,
    kQuantity,
    kChannel,
    kConversation,
    kAgent,
    kConversationSeconds,
    kCampaignName,
    kRating,
    kReview,
  };
  struct Meanings;
  static Role role_of(std::string_view name);
  void write_who(const TrackedCall& call);
  void write_touchpoint(const TrackedCall& call, const struct KnownEvent* known);
  void write_properties(const TrackedCall& call, const struct KnownEvent* known);
  bool take(Role role, const NamedValue& value, const struct KnownEvent* known, Meanings& meanings);
  bool take_seconds(Field field, const Cell& cell);
  void write_money(const TrackedCall& call, const struct KnownEvent* known, const Meanings& meanings);
  void write_traits(const TrackedCall& call);

  EventWriter& writer_;
  NameMemo<Role> roles_;
  std::string said_;
};

// A time as a tracker says it; nothing when it cannot be read.
std::optional<ParsedTime> read_said_time(std::string_view text);
// "nl" of "nl-NL"; blank for what is no language.
std::string_view language_of(std::string_view locale);

}  // namespace sojourn
