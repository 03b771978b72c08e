// Sets of events as bits.
//
// Cost      rank_positions: a count of bits a position and word. Threads: pure.
// Checked   against a loop over bits, kernels_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/cpu.h"

namespace sojourn {

// ranks[i]: how many bits are set before positions[i]. REQUIRES: positions ascend and lie within the bits or at their
// end; as many ranks as positions. `ranks` may be `positions`.
void rank_positions(std::span<const uint64_t> bits, std::span<const uint32_t> positions, uint32_t* ranks,
                    CpuLevel level = cpu_level());

}  // namespace sojourn
