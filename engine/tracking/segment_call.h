// One call of Segment or RudderStack, from what its JSON said to the shape that all trackers share: who, what, where it
// ran, and when.
//
// Times     all that were said are kept where they differ: `original_time` beside a timestamp of the caller's own,
//           `said_time` and `sent_time` as tracked_call.h has them.
#pragma once

#include <string_view>

#include "collect/name_memo.h"
#include "tracking/json_room.h"
#include "tracking/segment_words.h"
#include "tracking/tracked_call.h"

namespace sojourn::segment {

// The members of a call, as they stand.
struct SaidCall {
  std::string_view type;
  std::string_view user;
  std::string_view anonymous;
  std::string_view previous;
  std::string_view group;
  std::string_view channel;
  std::string_view name;
  std::string_view category;
  std::string_view timestamp;
  std::string_view original;
  std::string_view sent;   // Its own, else that of its batch.
  bool forwarded = false;  // Somebody received and corrected it before.
  // Of its context:
  std::string_view library;
  bool browser_agent = false;
  std::string_view context_channel;
  std::string_view context_group;
};

class CallSettler {
 public:
  // Borrowed; names that are made up here are kept in the room.
  explicit CallSettler(JsonRoom& room) : room_(room) {}

  // Fills `call`, which has its event, properties, traits and what of them could not be read already.
  // False: it says nothing and is to be passed over.
  bool settle(Kind kind, SaidCall& said, const NamedValues& context, Micros received, TrackedCall& call);

 private:
  void read_context(SaidCall& said, const NamedValues& context, TrackedCall& call);
  void settle_names(const SaidCall& said, TrackedCall& call);

  JsonRoom& room_;
  NamedValues context_traits_;
  NameMemo<ContextPlace> places_;
};

}  // namespace sojourn::segment
