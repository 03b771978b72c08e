// Different byte strings, each kept once and numbered from 0 in order of first sight: sequences of nodes, sets of
// links.
//
// Cost      find or add: O(length), one look into a table and one into the bytes. Memory: the bytes themselves, 8 for
//           where they begin and 12 to 24 of the table, a string.
// Threads   one writer, or readers.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace sojourn {

class SequenceTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // The number of that string, and whether it is new.
  std::pair<uint32_t, bool> add(std::string_view bytes) {
    if (used_ * 2 >= slots_.size()) grow();
    const uint32_t hash = hash_of(bytes);
    for (size_t at = hash & mask();; at = (at + 1) & mask()) {
      Slot& slot = slots_[at];
      if (slot.number == kNone) {
        slot = {hash, static_cast<uint32_t>(used_++)};
        bytes_.append(bytes);
        ends_.push_back(bytes_.size());
        return {slot.number, true};
      }
      if (slot.hash == hash && (*this)[slot.number] == bytes) return {slot.number, false};
    }
  }
  // kNone when it is not there.
  uint32_t find(std::string_view bytes) const {
    if (slots_.empty()) return kNone;
    const uint32_t hash = hash_of(bytes);
    for (size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.number == kNone || (slot.hash == hash && (*this)[slot.number] == bytes)) return slot.number;
    }
  }

  std::string_view operator[](uint32_t number) const {
    const uint64_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }
  uint32_t size() const { return static_cast<uint32_t>(used_); }
  size_t byte_count() const { return bytes_.size(); }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = kNone;
  };

  // Short strings, such as paths of up to eight nodes, are one word.
  static uint32_t hash_of(std::string_view bytes) {
    if (bytes.size() > 8) return static_cast<uint32_t>(hash64(bytes));
    uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    word = (word ^ (word >> 32) ^ bytes.size()) * 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 29)) * 0xbf58476d1ce4e5b9;
    return static_cast<uint32_t>(word >> 32);
  }
  size_t mask() const { return slots_.size() - 1; }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number == kNone) continue;
      size_t at = slot.hash & mask();
      while (slots_[at].number != kNone) at = (at + 1) & mask();
      slots_[at] = slot;
    }
  }

  std::string bytes_;
  std::vector<uint64_t> ends_;
  std::vector<Slot> slots_;  // A power of two, at most half full.
  size_t used_ = 0;
};

// --- numbers in few bytes: seven bits a byte, the lowest first

inline void append_number(uint32_t number, std::string& bytes) {
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
  bytes.push_back(static_cast<char>(number));
}

// Takes the first number off. REQUIRES: append_number() wrote the bytes.
inline uint32_t take_number(std::string_view& bytes) {
  uint32_t number = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

}  // namespace sojourn
