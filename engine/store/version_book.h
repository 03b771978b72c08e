// Of events that are told more than once: which telling is in force.
//
// Cost      find and put O(1); about 60 bytes an event.
#pragma once

#include <vector>

#include "event/event.h"
#include "event/identity.h"
#include "store/code_table.h"

namespace sojourn {

struct Telling {
  int64_t version = 0;
  int64_t sequence = 0;
  IdentifierCode who = 0;
};

class VersionBook {
 public:
  // Null: nothing is noted of it.
  const Telling* find(const EventKey& key) const {
    const uint32_t place = place_of(key);
    return place == 0 ? nullptr : &entries_[place].telling;
  }
  // In place of what was noted before.
  void put(const EventKey& key, const Telling& telling) {
    const uint32_t place = place_of(key);
    if (place != 0) {
      entries_[place].telling = telling;
      return;
    }
    table_.insert(key.low, static_cast<uint32_t>(entries_.size()),
                  [this](uint32_t other) { return entries_[other].key.low; });
    entries_.push_back({key, telling});
  }

 private:
  struct Entry {
    EventKey key;
    Telling telling;
  };
  uint32_t place_of(const EventKey& key) const {
    return table_.find(key.low, [&](uint32_t place) { return entries_[place].key == key; });
  }
  std::vector<Entry> entries_{Entry()};
  CodeTable table_;
};

}  // namespace sojourn
