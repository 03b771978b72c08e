#include "kernels/packed_times.h"

#include <bit>
#include <cstring>

#if SOJOURN_X86_KERNELS
#include <immintrin.h>
#endif

namespace sojourn {
namespace {

// How far the work has come: the next event, its value, the customer who begins next, and the sum so far.
struct Progress {
  size_t event = 0;
  size_t byte = 0;
  size_t begin = 0;  // Index into begins.
  uint64_t sum = 0;  // In units, of the customer at hand.
};

uint64_t length_mask(uint8_t length) { return length >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * length)) - 1; }

bool unpack_rest(const PackedTimes& packed, std::span<const uint32_t> begins, std::span<int64_t> times, Progress at) {
  std::array<uint64_t, 4> masks{};
  for (size_t code = 0; code < 4; ++code) masks[code] = length_mask(packed.lengths[code]);
  const size_t end = packed.values.size() - kPackedSpareBytes;
  for (; at.event < times.size(); ++at.event) {
    if (at.byte > end) return false;
    if (at.begin < begins.size() && begins[at.begin] == at.event) {
      at.sum = 0;
      while (at.begin < begins.size() && begins[at.begin] == at.event) ++at.begin;
    }
    const unsigned code = (packed.controls[at.event / 4] >> (2 * (at.event % 4))) & 3U;
    uint64_t value;
    std::memcpy(&value, packed.values.data() + at.byte, sizeof value);
    at.sum += value & masks[code];
    times[at.event] = static_cast<int64_t>(packed.base + at.sum * packed.unit);
    at.byte += packed.lengths[code];
  }
  return at.byte == end;
}

#if SOJOURN_X86_KERNELS

// For the control bits of two values: where their bytes go, so that each has eight; and how long they are together.
struct PairShuffles {
  alignas(64) std::array<std::array<uint8_t, 16>, 16> bytes{};
  std::array<uint8_t, 16> total{};
};

PairShuffles pair_shuffles(const std::array<uint8_t, 4>& lengths) {
  constexpr uint8_t kNothing = 0x80;
  PairShuffles shuffles;
  for (size_t control = 0; control < 16; ++control) {
    const uint8_t first = lengths[control & 3];
    const uint8_t second = lengths[control >> 2];
    for (uint8_t i = 0; i < 8; ++i) {
      shuffles.bytes[control][i] = i < first ? i : kNothing;
      shuffles.bytes[control][i + size_t{8}] = i < second ? static_cast<uint8_t>(first + i) : kNothing;
    }
    shuffles.total[control] = static_cast<uint8_t>(first + second);
  }
  return shuffles;
}

// The bits of the events from at.event to 63 later that begin a customer.
inline uint64_t begin_word(std::span<const uint32_t> begins, Progress& at) {
  uint64_t word = 0;
  for (; at.begin < begins.size() && begins[at.begin] < at.event + 64; ++at.begin) {
    word |= uint64_t{1} << (begins[at.begin] - at.event);
  }
  return word;
}

// 64 values take at most 8 bytes each; a load takes 16.
constexpr size_t kBytesAhead = 64 * 8 + 16;

SOJOURN_AVX2 inline __m128i two_values(const PairShuffles& shuffles, const uint8_t*& in, unsigned control) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
  const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(shuffles.bytes[control].data()));
  in += shuffles.total[control];
  return _mm_shuffle_epi8(bytes, order);
}

SOJOURN_AVX2 inline __m256i four_values(const PairShuffles& shuffles, const uint8_t*& in, unsigned control) {
  const __m128i low = two_values(shuffles, in, control & 15);
  const __m128i high = two_values(shuffles, in, control >> 4);
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

// --- AVX2. By which of four events begin a customer: the lanes that take the sum of the lane before, of two before,
// and of what came before all four.
struct SumMasks {
  alignas(32) std::array<std::array<uint64_t, 4>, 16> one{};
  alignas(32) std::array<std::array<uint64_t, 4>, 16> two{};
  alignas(32) std::array<std::array<uint64_t, 4>, 16> carry{};
};

constexpr SumMasks sum_masks() {
  SumMasks masks;
  for (unsigned begin = 0; begin < 16; ++begin) {
    const unsigned after_one = begin | (begin << 1);
    const unsigned after_two = after_one | (after_one << 2);
    for (unsigned lane = 0; lane < 4; ++lane) {
      masks.one[begin][lane] = lane >= 1 && ((begin >> lane) & 1) == 0 ? ~uint64_t{0} : 0;
      masks.two[begin][lane] = lane >= 2 && ((after_one >> lane) & 1) == 0 ? ~uint64_t{0} : 0;
      masks.carry[begin][lane] = ((after_two >> lane) & 1) == 0 ? ~uint64_t{0} : 0;
    }
  }
  return masks;
}

constexpr SumMasks kSumMasks = sum_masks();

SOJOURN_AVX2 inline __m256i mask_of(const std::array<uint64_t, 4>& lanes) {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes.data()));
}

// unit = odd << shift, odd < 2^32.
SOJOURN_AVX2 inline __m256i times_unit(__m256i values, __m256i odd, __m128i shift) {
  const __m256i low = _mm256_mul_epu32(values, odd);
  const __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(values, 32), odd);
  return _mm256_sll_epi64(_mm256_add_epi64(low, _mm256_slli_epi64(high, 32)), shift);
}

SOJOURN_AVX2 Progress unpack_avx2(const PackedTimes& packed, std::span<const uint32_t> begins,
                                  std::span<int64_t> times) {
  const int shift = std::countr_zero(packed.unit);
  Progress at;
  if (packed.unit == 0 || (packed.unit >> shift) > UINT32_MAX) return at;
  const PairShuffles shuffles = pair_shuffles(packed.lengths);
  const __m256i odd = _mm256_set1_epi64x(static_cast<int64_t>(packed.unit >> shift));
  const __m128i shift_by = _mm_cvtsi32_si128(shift);
  const __m256i base = _mm256_set1_epi64x(static_cast<int64_t>(packed.base));
  __m256i carry = _mm256_setzero_si256();
  const uint8_t* in = packed.values.data();
  const uint8_t* const end = in + packed.values.size();
  while (at.event + 64 <= times.size() && static_cast<size_t>(end - in) >= kBytesAhead) {
    uint64_t word = begin_word(begins, at);
    for (size_t i = at.event; i < at.event + 64; i += 4, word >>= 4) {
      const unsigned begin = word & 15;
      __m256i sums = four_values(shuffles, in, packed.controls[i / 4]);
      sums = _mm256_add_epi64(
          sums, _mm256_and_si256(_mm256_permute4x64_epi64(sums, 0b10'01'00'00), mask_of(kSumMasks.one[begin])));
      sums = _mm256_add_epi64(
          sums, _mm256_and_si256(_mm256_permute4x64_epi64(sums, 0b01'00'00'00), mask_of(kSumMasks.two[begin])));
      const __m256i carried = _mm256_and_si256(carry, mask_of(kSumMasks.carry[begin]));
      carry = _mm256_add_epi64(_mm256_permute4x64_epi64(sums, 0b11'11'11'11),
                               _mm256_permute4x64_epi64(carried, 0b11'11'11'11));
      sums = _mm256_add_epi64(sums, carried);
      const __m256i time = _mm256_add_epi64(base, times_unit(sums, odd, shift_by));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(times.data() + i), time);
    }
    at.event += 64;
  }
  at.byte = static_cast<size_t>(in - packed.values.data());
  at.sum = static_cast<uint64_t>(_mm256_extract_epi64(carry, 0));
  return at;
}

// --- AVX-512: eight lanes, masks computed. (The maskz forms with all lanes spare us false warnings of g++ 12.)

constexpr __mmask8 kAll = 0xFF;

SOJOURN_AVX512 Progress unpack_avx512(const PackedTimes& packed, std::span<const uint32_t> begins,
                                      std::span<int64_t> times) {
  const PairShuffles shuffles = pair_shuffles(packed.lengths);
  const __m512i unit = _mm512_set1_epi64(static_cast<int64_t>(packed.unit));
  const __m512i base = _mm512_set1_epi64(static_cast<int64_t>(packed.base));
  const __m512i zero = _mm512_setzero_si512();
  const __m512i last = _mm512_set1_epi64(7);
  __m512i carry = zero;
  Progress at;
  const uint8_t* in = packed.values.data();
  const uint8_t* const end = in + packed.values.size();
  while (at.event + 64 <= times.size() && static_cast<size_t>(end - in) >= kBytesAhead) {
    uint64_t word = begin_word(begins, at);
    for (size_t i = at.event; i < at.event + 64; i += 8, word >>= 8) {
      const unsigned begin = word & 255;
      const unsigned after_one = begin | (begin << 1);
      const unsigned after_two = after_one | (after_one << 2);
      const unsigned after_four = after_two | (after_two << 4);
      const __m256i low = four_values(shuffles, in, packed.controls[i / 4]);
      const __m256i high = four_values(shuffles, in, packed.controls[i / 4 + 1]);
      __m512i sums = _mm512_maskz_inserti64x4(kAll, _mm512_castsi256_si512(low), high, 1);
      sums = _mm512_add_epi64(sums, _mm512_maskz_alignr_epi64(static_cast<__mmask8>(~begin), sums, zero, 7));
      sums = _mm512_add_epi64(sums, _mm512_maskz_alignr_epi64(static_cast<__mmask8>(~after_one), sums, zero, 6));
      sums = _mm512_add_epi64(sums, _mm512_maskz_alignr_epi64(static_cast<__mmask8>(~after_two), sums, zero, 4));
      const auto goes_on = static_cast<__mmask8>(~after_four);
      const __m512i whole = _mm512_maskz_permutexvar_epi64(kAll, last, sums);
      sums = _mm512_mask_add_epi64(sums, goes_on, sums, carry);
      // No customer begins among the eight: the sum so far goes on.
      carry = _mm512_mask_add_epi64(whole, static_cast<__mmask8>(begin == 0 ? kAll : 0), whole, carry);
      _mm512_storeu_si512(times.data() + i, _mm512_add_epi64(base, _mm512_mullo_epi64(sums, unit)));
    }
    at.event += 64;
  }
  at.byte = static_cast<size_t>(in - packed.values.data());
  std::array<uint64_t, 8> sums{};
  _mm512_storeu_si512(sums.data(), carry);
  at.sum = sums[0];
  return at;
}

#endif

}  // namespace

bool unpack_times(const PackedTimes& packed, std::span<const uint32_t> begins, std::span<int64_t> times,
                  CpuLevel level) {
  if (packed.values.size() < kPackedSpareBytes) return false;
  Progress at;
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) at = unpack_avx512(packed, begins, times);
  if (level == CpuLevel::kAvx2) at = unpack_avx2(packed, begins, times);
#endif
  static_cast<void>(level);
  return unpack_rest(packed, begins, times, at);
}

}  // namespace sojourn
