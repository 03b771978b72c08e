// A set of 128-bit keys in memory: those of the newest events and rejects (key_index.h holds the others).
//
// Cost      insert O(1); 21 to 43 bytes a key (load 3/4 to 3/8). Keys are hashes: their own bits place them. The set
//           is cut into parts that grow on their own, so growing never copies all of it at once.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "event/event.h"

namespace sojourn {

inline bool comes_before(const EventKey& a, const EventKey& b) {
  return a.high != b.high ? a.high < b.high : a.low < b.low;
}

class KeySet {
 public:
  // True when the key was not there.
  bool insert(EventKey key) {
    if (key == kFree) return !std::exchange(has_free_, true);
    return parts_[key.high >> (64 - kPartBits)].insert(key);
  }
  bool contains(EventKey key) const {
    return key == kFree ? has_free_ : parts_[key.high >> (64 - kPartBits)].contains(key);
  }
  size_t size() const {
    size_t count = has_free_ ? 1 : 0;
    for (const Part& part : parts_) count += part.size();
    return count;
  }
  // All of them, in the order of runs (key_run.h).
  std::vector<EventKey> sorted() const {
    std::vector<EventKey> keys;
    keys.reserve(size());
    if (has_free_) keys.push_back(kFree);
    for (const Part& part : parts_) part.collect(keys);
    std::sort(keys.begin(), keys.end(), comes_before);
    return keys;
  }

 private:
  static constexpr unsigned kPartBits = 8;
  static constexpr EventKey kFree{};  // Marks an empty slot; the key itself is kept in has_free_.

  class Part {
   public:
    bool insert(EventKey key) {
      if ((count_ + 1) * 4 > slots_.size() * 3) grow();
      EventKey& slot = slots_[place_of(key)];
      if (slot == key) return false;
      slot = key;
      ++count_;
      return true;
    }
    size_t size() const { return count_; }
    void collect(std::vector<EventKey>& keys) const {
      for (const EventKey& key : slots_) {
        if (key != kFree) keys.push_back(key);
      }
    }
    bool contains(EventKey key) const { return !slots_.empty() && slots_[place_of(key)] == key; }

   private:
    size_t place_of(EventKey key) const {
      size_t i = key.low & (slots_.size() - 1);
      while (slots_[i] != kFree && slots_[i] != key) i = (i + 1) & (slots_.size() - 1);
      return i;
    }
    void grow() {
      std::vector<EventKey> old(slots_.empty() ? 16 : slots_.size() * 2);
      old.swap(slots_);
      for (const EventKey key : old) {
        if (key != kFree) slots_[place_of(key)] = key;
      }
    }
    std::vector<EventKey> slots_;  // A power of two of them.
    size_t count_ = 0;
  };

  std::array<Part, size_t{1} << kPartBits> parts_;
  bool has_free_ = false;
};

}  // namespace sojourn
