// Unpacks points in time from distances of varying byte length: the inner part of timelines/times_codec.h.
//
//   time(i) = base + unit * (sum of the values from the customer's first event to i)
//
// Value i takes lengths[c] bytes, little-endian, c being bits 2 (i % 4) and up of control byte i / 4. Values follow one
// another and are followed by eight spare bytes.
// How       two values at a time are spread by a shuffle that their control bits choose; sums run over four or eight
//           lanes at once and start anew where a customer begins.
// Cost      measured on one core: docs/decisions/0008-kernels.md.
// Errors    false when the values do not take exactly the bytes that are there; nothing beyond them is read.
// Threads   pure.
// Source    Stream VByte (Lemire, Kurz, Rupp, Information Processing Letters 130, 2018); sums that start anew:
//           segmented scans (Blelloch, CMU-CS-90-190, 1990).
// Checked   against the plain road and a loop, timelines/times_codec_test.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/cpu.h"

namespace sojourn {

struct PackedTimes {
  const uint8_t* controls = nullptr;  // (times + 3) / 4 bytes.
  std::span<const uint8_t> values;    // The spare bytes too.
  std::array<uint8_t, 4> lengths{};   // 0 to 8.
  uint64_t base = 0;
  uint64_t unit = 1;
};

inline constexpr size_t kPackedSpareBytes = 8;

// `begins`: the first event of each customer, and the number of events. REQUIRES: they ascend from 0 to times.size().
bool unpack_times(const PackedTimes& packed, std::span<const uint32_t> begins, std::span<int64_t> times,
                  CpuLevel level = cpu_level());

}  // namespace sojourn
