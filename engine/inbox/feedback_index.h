// Which feedback there is: responses and single events, in memory, found without reading the record again.
//
// Item      one response (events of one source with the same property `response`), or one event beyond responses, that
//           says something: an answer; what somebody wrote who is not us (direction is not "out"); a choice in a
//           response. Withdrawn answers say nothing.
// Number    of an item: that of the first telling of its first event. Events are never renumbered, and newer tellings
//           and replays are chained to the first, so the number stays whatever is sent again.
// Time      of an item: of its earliest event in force.
// Cost      follow(): what is new; at first one scan of the record. About 60 bytes an item.
// Threads   one; the owner locks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "store/store.h"
#include "timelines/flatten.h"

namespace sojourn {

class FeedbackIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Event {
    int64_t sequence = 0;
    Micros time = 0;
    IdentifierCode who = 0;
    uint32_t item = 0;
    uint32_t next = kNone;  // Of the same item, a later one.
    bool in_force = true;
  };
  struct Item {
    int64_t id = 0;
    Micros time = 0;
    uint32_t first = kNone;  // Its events, in order of their numbers.
    uint32_t last = kNone;
    uint32_t in_force = 0;  // How many of them. 0: it is no item (any more).
  };

  // `store` is borrowed.
  explicit FeedbackIndex(Store& store) : store_(store) {}

  // Takes in all events up to that number, and who is who by now. Errors: those of the store; nothing changed then.
  Status follow(int64_t up_to);

  int64_t last_sequence() const { return last_; }
  int64_t identity_version() const { return identities_; }
  std::span<const Event> events() const { return events_; }  // By number; those no longer in force too.
  std::span<const Item> items() const { return items_; }
  // All items in order of (time, id), and events in force in order of (customer, time, number), as positions.
  std::span<const uint32_t> by_time();
  std::span<const uint32_t> by_customer();

  IdentifierCode customer_of(IdentifierCode who) const { return who < customers_.size() ? customers_[who] : who; }
  bool is_identified(IdentifierCode who) const { return who < identified_.size() && identified_[who] != 0; }
  // The position of the item that this event is of, by the number of any of its tellings.
  std::optional<uint32_t> find(int64_t sequence) const;
  // Of this event among events(); events().size() when it is none.
  size_t event_at(int64_t sequence) const;

 private:
  struct Arrival {
    int64_t sequence = 0;
    Micros time = 0;
    IdentifierCode who = 0;
    TermCode direction = 0;
    TermCode source = 0;
    bool answer = false, text = false, kind = false;
    std::string response;
  };
  struct HashOf {
    size_t operator()(const Hash128& hash) const { return hash.low; }
  };

  Status read_arrivals(int64_t up_to, std::vector<Arrival>& arrivals);
  Status learn_words(const std::vector<Arrival>& arrivals);
  Status follow_identities();
  void take(const Arrival& arrival, uint32_t former);
  uint32_t item_for(const Arrival& arrival, uint32_t former);
  // The event at `sequence` is no longer in force; the item it was of, or kNone.
  uint32_t void_telling(int64_t sequence);
  void set_time(uint32_t item, Micros time);
  Micros earliest(const Item& item) const;  // Of its events in force.
  bool is_feedback(const Arrival& arrival) const;

  Store& store_;
  Flattener flattener_;
  TermCode out_ = 0;  // "out", once there is such a term.
  int64_t last_ = 0;
  std::vector<Event> events_;
  std::vector<Item> items_;
  std::unordered_map<Hash128, uint32_t, HashOf> responses_;  // By source and response.
  std::unordered_map<int64_t, uint32_t> silent_;  // Newer tellings that say nothing, and whose item they were.

  int64_t identities_ = -1;
  IdentifierCode most_who_ = 0;
  std::vector<IdentifierCode> customers_;  // By identifier.
  std::vector<uint8_t> identified_;

  std::vector<uint32_t> by_time_;
  size_t timed_ = 0;  // Items in by_time_.
  bool times_moved_ = false;
  std::vector<uint32_t> by_customer_;
  size_t dealt_ = 0;  // Events that were looked at for by_customer_.
  bool customers_moved_ = false;
  bool some_void_ = false;
};

// What makes an event feedback, in the terms of both the record and the timelines.
inline bool says_something(bool answer, bool text, bool kind, bool response, bool from_us) {
  return answer || (!from_us && (text || (kind && response)));
}

}  // namespace sojourn
