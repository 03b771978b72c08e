// Work on stretches of an EventBits: the events of one customer.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "timelines/block.h"

namespace sojourn {

// Calls visit(word index, mask of the bits of [begin, end) in it) for every word that the stretch touches.
template <class Visit>
void for_each_word(size_t begin, size_t end, Visit visit) {
  while (begin < end) {
    const size_t word = begin / 64;
    const size_t stop = std::min(end, (word + 1) * 64);
    const size_t width = stop - begin;
    const uint64_t ones = width == 64 ? ~uint64_t{0} : (uint64_t{1} << width) - 1;
    visit(word, ones << (begin % 64));
    begin = stop;
  }
}

inline bool any_bit(const EventBits& bits, size_t begin, size_t end) {
  bool any = false;
  for_each_word(begin, end, [&](size_t word, uint64_t mask) { any = any || (bits.words()[word] & mask) != 0; });
  return any;
}

inline void set_bits(EventBits& bits, size_t begin, size_t end) {
  for_each_word(begin, end, [&](size_t word, uint64_t mask) { bits.words()[word] |= mask; });
}

inline void clear_bits(EventBits& bits, size_t begin, size_t end) {
  for_each_word(begin, end, [&](size_t word, uint64_t mask) { bits.words()[word] &= ~mask; });
}

inline int64_t count_bits(const EventBits& bits, size_t begin, size_t end) {
  int64_t count = 0;
  for_each_word(begin, end, [&](size_t word, uint64_t mask) { count += std::popcount(bits.words()[word] & mask); });
  return count;
}

// Calls visit(position) for every set bit of the stretch, ascending.
template <class Visit>
void for_each_bit(const EventBits& bits, size_t begin, size_t end, Visit visit) {
  for_each_word(begin, end, [&](size_t word, uint64_t mask) {
    for (uint64_t left = bits.words()[word] & mask; left != 0; left &= left - 1) {
      visit(word * 64 + static_cast<size_t>(std::countr_zero(left)));
    }
  });
}

// Clears the set bits whose position does not pass. Full words are computed as a whole, without branches.
template <class Test>
void keep_events(EventBits& bits, Test test) {
  constexpr int kSparse = 12;  // Fewer bits than this in a word: look at them one by one.
  const std::span<uint64_t> words = bits.words();
  for (size_t word = 0; word < words.size(); ++word) {
    const uint64_t wanted = words[word];
    if (wanted == 0) continue;
    const size_t base = word * 64;
    uint64_t kept = 0;
    if (std::popcount(wanted) < kSparse) {
      for (uint64_t left = wanted; left != 0; left &= left - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(left));
        kept |= uint64_t{test(base + bit)} << bit;
      }
    } else {
      const size_t lanes = std::min<size_t>(64, bits.count() - base);
      for (size_t lane = 0; lane < lanes; ++lane) kept |= uint64_t{test(base + lane)} << lane;
    }
    words[word] = wanted & kept;
  }
}

// Clears all events of the customers who have a set bit and do not pass test(customer, begin, end).
template <class Test>
void keep_customers(const Block& block, EventBits& bits, Test test) {
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const size_t begin = block.begins[customer];
    const size_t end = block.begins[customer + 1];
    if (any_bit(bits, begin, end) && !test(customer, begin, end)) clear_bits(bits, begin, end);
  }
}

}  // namespace sojourn
