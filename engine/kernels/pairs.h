// Adjacent pairs of codes: how often each occurs, in how many customers, and the lengths of time between.
//
// The pairs of a block are found in one run over all its events, without a branch for each customer: where a journey
// begins, the code before is taken to be 0, "no value", so that pair (0, b) is the start of a journey with b.
// A pair (a, b) is the number a * nodes + b. REQUIRES: codes < nodes <= 256.
//
// Cost      measured on one core: docs/decisions/0008-kernels.md.
// Threads   pure; a PairCounts belongs to one thread.
// Checked   against maps of pairs, and every road against the plain one, kernels_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/cpu.h"

namespace sojourn {

inline constexpr uint32_t kPairNodesMax = 256;

// Sets the bits of these ascending positions, all < 64 * words. For the begins of customers.
void set_positions(std::span<const uint32_t> positions, uint64_t* bits);

// pairs[i] = (bit i of begins ? 0 : codes[i - 1]) * nodes + codes[i]. REQUIRES: bit 0 of begins is set.
void pair_numbers(const uint8_t* codes, size_t count, const uint64_t* begins, uint32_t nodes, uint16_t* pairs,
                  CpuLevel level = cpu_level());

// The greatest code; 0 when there are none.
uint8_t greatest_code(const uint8_t* codes, size_t count, CpuLevel level = cpu_level());

// How often each pair occurs, and for how many customers; for one block.
class PairCounts {
 public:
  // More events at once are too many to be counted.
  static constexpr size_t kEventsMax = (size_t{1} << 21) - 2;

  // Forgets everything.
  void reset(uint32_t nodes);
  // Adds the pairs of all events. `customers`: bits of the events that begin a customer.
  // REQUIRES: at most kEventsMax of them, once after a reset.
  void add(std::span<const uint16_t> pairs, const uint64_t* customers);
  // Adds one pair of the customer who is that many-th, from 0. A customer's must come together, and these pairs must
  // not be among those that add() is given.
  void add_one(uint32_t pair, uint32_t customer);

  uint32_t times(size_t pair) const { return static_cast<uint32_t>(table_[pair] >> kTimesShift); }
  uint32_t customers(size_t pair) const { return static_cast<uint32_t>(table_[pair] >> kBits) & kMask; }
  size_t size() const { return table_.size(); }

 private:
  // A word: the customer who made the pair last, how many customers made it, how often it was made.
  static constexpr unsigned kBits = 21;
  static constexpr unsigned kTimesShift = 2 * kBits;
  static constexpr uint32_t kMask = (uint32_t{1} << kBits) - 1;
  std::vector<uint64_t> table_;
};

// Sorts the lengths times[i] - times[i-1] by the pair of i, in no particular order within a pair. At first
// places[p + 1] says where those of pair p shall begin; then they stand at [places[p], places[p + 1]) of `lengths`.
// Pairs that start a journey hold nothing of meaning.
// REQUIRES: places[0] is 0, there is one place more than pairs, and all other spans are equally long.
void sort_lengths(std::span<const uint16_t> pairs, std::span<const int64_t> times, std::span<uint32_t> places,
                  std::span<int64_t> lengths);

}  // namespace sojourn
