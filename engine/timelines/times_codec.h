// Times of a chunk, packed: to each event the distance from the customer's previous event (the first one from the
// chunk's earliest time), counted in the largest unit that loses nothing, in one to eight bytes.
//
//   i64 base | u64 unit | u8 lengths[4] | u32 zero | control: 2 bits an event, four to a byte | values, little-endian
//
// The two control bits choose one of four byte lengths, which are chosen for each chunk. Values are followed by eight
// spare bytes, so that decoding may read ahead.
// Source    The split of control and value bytes is that of Stream VByte (Lemire, Kurz, Rupp, Information Processing
//           Letters 130, 2018, arXiv:1709.08990).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "kernels/cpu.h"

namespace sojourn {

// `begins` holds the first event of each customer and, last, the number of events; times ascend within a customer.
std::string encode_times(std::span<const Micros> times, std::span<const uint32_t> begins);

// Fills `times`. Answers false, with unspecified times, when the bytes cannot be what encode_times wrote.
// Cost: kernels/packed_times.h.
bool decode_times(std::string_view bytes, std::span<const uint32_t> begins, std::span<Micros> times,
                  CpuLevel level = cpu_level());

}  // namespace sojourn
