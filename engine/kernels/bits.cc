#include "kernels/bits.h"

#include <bit>

namespace sojourn {
namespace {

// The same loop for every machine; what differs is how a compiler counts bits.
[[gnu::always_inline]] inline void rank(std::span<const uint64_t> bits, std::span<const uint32_t> positions,
                                        uint32_t* ranks) {
  size_t word = 0;
  uint32_t before = 0;  // Bits set before that word.
  for (size_t i = 0; i < positions.size(); ++i) {
    const uint32_t position = positions[i];
    for (; word < position / 64; ++word) before += static_cast<uint32_t>(std::popcount(bits[word]));
    const unsigned offset = position % 64;
    uint32_t here = 0;
    if (offset != 0) here = static_cast<uint32_t>(std::popcount(bits[word] << (64 - offset)));
    ranks[i] = before + here;
  }
}

#if SOJOURN_X86_KERNELS
SOJOURN_AVX2 void rank_avx2(std::span<const uint64_t> bits, std::span<const uint32_t> positions, uint32_t* ranks) {
  rank(bits, positions, ranks);
}
#endif

}  // namespace

void rank_positions(std::span<const uint64_t> bits, std::span<const uint32_t> positions, uint32_t* ranks,
                    CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level >= CpuLevel::kAvx2) return rank_avx2(bits, positions, ranks);
#endif
  static_cast<void>(level);
  rank(bits, positions, ranks);
}

}  // namespace sojourn
