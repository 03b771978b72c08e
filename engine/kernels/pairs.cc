#include "kernels/pairs.h"

#include <algorithm>
#include <array>

#if SOJOURN_X86_KERNELS
#include <immintrin.h>
#endif

namespace sojourn {
namespace {

bool bit_at(const uint64_t* bits, size_t i) { return ((bits[i / 64] >> (i % 64)) & 1) != 0; }

void numbers_plain(const uint8_t* codes, size_t i, size_t count, const uint64_t* begins, uint32_t nodes,
                   uint16_t* pairs) {
  for (; i < count; ++i) {
    const uint32_t before = bit_at(begins, i) ? 0 : codes[i - 1];
    pairs[i] = static_cast<uint16_t>(before * nodes + codes[i]);
  }
}

uint8_t greatest_plain(const uint8_t* codes, size_t count) {
  return count == 0 ? 0 : *std::max_element(codes, codes + count);
}

#if SOJOURN_X86_KERNELS

SOJOURN_AVX2 inline __m256i wide_16(const uint8_t* codes) {
  return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
}

SOJOURN_AVX2 void numbers_avx2(const uint8_t* codes, size_t count, const uint64_t* begins, uint32_t nodes,
                               uint16_t* pairs) {
  const __m256i width = _mm256_set1_epi16(static_cast<int16_t>(nodes));
  const __m256i lane_bits = _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384,
                                              static_cast<int16_t>(0x8000));
  size_t i = std::min<size_t>(count, 16);
  numbers_plain(codes, 0, i, begins, nodes, pairs);
  for (; i + 16 <= count; i += 16) {
    const auto word = static_cast<int16_t>(begins[i / 64] >> (i % 64));
    const __m256i begin = _mm256_cmpeq_epi16(_mm256_and_si256(_mm256_set1_epi16(word), lane_bits), lane_bits);
    const __m256i before = _mm256_andnot_si256(begin, wide_16(codes + i - 1));
    const __m256i pair = _mm256_add_epi16(_mm256_mullo_epi16(before, width), wide_16(codes + i));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(pairs + i), pair);
  }
  numbers_plain(codes, i, count, begins, nodes, pairs);
}

SOJOURN_AVX512 inline __m512i wide_32(const uint8_t* codes) {
  return _mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes)));
}

SOJOURN_AVX512 void numbers_avx512(const uint8_t* codes, size_t count, const uint64_t* begins, uint32_t nodes,
                                   uint16_t* pairs) {
  const __m512i width = _mm512_set1_epi16(static_cast<int16_t>(nodes));
  size_t i = std::min<size_t>(count, 32);
  numbers_plain(codes, 0, i, begins, nodes, pairs);
  for (; i + 32 <= count; i += 32) {
    const auto goes_on = static_cast<__mmask32>(~(begins[i / 64] >> (i % 64)));
    const __m512i before = _mm512_maskz_mullo_epi16(goes_on, wide_32(codes + i - 1), width);
    _mm512_storeu_si512(pairs + i, _mm512_add_epi16(before, wide_32(codes + i)));
  }
  numbers_plain(codes, i, count, begins, nodes, pairs);
}

SOJOURN_AVX2 uint8_t greatest_avx2(const uint8_t* codes, size_t count) {
  __m256i most = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    most = _mm256_max_epu8(most, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + i)));
  }
  std::array<uint8_t, 32> lanes{};
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes.data()), most);
  return std::max(greatest_plain(lanes.data(), lanes.size()), greatest_plain(codes + i, count - i));
}

#endif

}  // namespace

void set_positions(std::span<const uint32_t> positions, uint64_t* bits) {
  for (const uint32_t position : positions) bits[position / 64] |= uint64_t{1} << (position % 64);
}

void pair_numbers(const uint8_t* codes, size_t count, const uint64_t* begins, uint32_t nodes, uint16_t* pairs,
                  CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return numbers_avx512(codes, count, begins, nodes, pairs);
  if (level == CpuLevel::kAvx2) return numbers_avx2(codes, count, begins, nodes, pairs);
#endif
  static_cast<void>(level);
  numbers_plain(codes, 0, count, begins, nodes, pairs);
}

uint8_t greatest_code(const uint8_t* codes, size_t count, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level >= CpuLevel::kAvx2) return greatest_avx2(codes, count);
#endif
  static_cast<void>(level);
  return greatest_plain(codes, count);
}

void PairCounts::reset(uint32_t nodes) { table_.assign(size_t{nodes} * nodes, 0); }

void PairCounts::add(std::span<const uint16_t> pairs, const uint64_t* customers) {
  constexpr uint64_t kOnce = uint64_t{1} << kTimesShift;
  constexpr uint64_t kCustomer = uint64_t{1} << kBits;
  uint64_t* table = table_.data();
  uint64_t customer = 0;
  for (size_t base = 0; base < pairs.size(); base += 64) {
    uint64_t begins = customers[base / 64];
    const size_t end = std::min(pairs.size(), base + 64);
    for (size_t i = base; i < end; ++i, begins >>= 1) {
      customer += begins & 1;
      uint64_t& word = table[pairs[i]];
      // Zero when the same customer made the pair before; no branch, which would be guessed wrong.
      const uint64_t changed = (word ^ customer) & kMask;
      word = (word ^ changed) + kOnce + (changed != 0 ? kCustomer : 0);
    }
  }
}

void PairCounts::add_one(uint32_t pair, uint32_t customer) {
  uint64_t& word = table_[pair];
  const uint64_t changed = (word ^ (customer + 1)) & kMask;
  word = (word ^ changed) + (uint64_t{1} << kTimesShift) + (changed != 0 ? uint64_t{1} << kBits : 0);
}

void sort_lengths(std::span<const uint16_t> pairs, std::span<const int64_t> times, std::span<uint32_t> places,
                  std::span<int64_t> lengths) {
  // places[p + 1] is where the next length of p goes; when all are there, it is where p ends.
  int64_t before = times.empty() ? 0 : times[0];
  for (size_t i = 0; i < pairs.size(); ++i) {
    const int64_t time = times[i];
    lengths[places[pairs[i] + size_t{1}]++] =
        static_cast<int64_t>(static_cast<uint64_t>(time) - static_cast<uint64_t>(before));
    before = time;
  }
}

}  // namespace sojourn
