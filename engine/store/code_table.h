// From a thing to its code (1, 2, 3 ...), where the things themselves are kept elsewhere, in order of their codes.
//
// Cost      find and insert O(1); 11 to 22 bytes an entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sojourn {

class CodeTable {
 public:
  // The code of the thing with this hash for which is(code) holds; 0 when there is none.
  template <class Is>
  uint32_t find(uint64_t hash, const Is& is) const {
    if (slots_.empty()) return 0;
    const auto mark = static_cast<uint32_t>(hash >> 32);
    for (size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[i];
      if (slot.code == 0) return 0;
      if (slot.mark == mark && is(slot.code)) return slot.code;
    }
  }

  // REQUIRES: it is not there yet; hash_of(code) gives the hash of everything inserted before.
  template <class HashOf>
  void insert(uint64_t hash, uint32_t code, const HashOf& hash_of) {
    if ((count_ + 1) * 4 > slots_.size() * 3) grow(hash_of);
    place(hash, code);
    ++count_;
  }

 private:
  struct Slot {
    uint32_t mark = 0;  // The upper half of the hash: spares most looks at the thing itself.
    uint32_t code = 0;
  };

  void place(uint64_t hash, uint32_t code) {
    size_t i = hash & (slots_.size() - 1);
    while (slots_[i].code != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {static_cast<uint32_t>(hash >> 32), code};
  }

  template <class HashOf>
  void grow(const HashOf& hash_of) {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.code != 0) place(hash_of(slot.code), slot.code);
    }
  }

  std::vector<Slot> slots_;  // A power of two of them.
  size_t count_ = 0;
};

}  // namespace sojourn
