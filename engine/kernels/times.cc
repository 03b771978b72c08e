#include "kernels/times.h"

#include <bit>
#include <cstring>

#if SOJOURN_X86_KERNELS
#include <immintrin.h>
#endif

namespace sojourn {
namespace {

// Wraps around, as the vector instructions do.
int64_t less(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b)); }

// --- plain; from event `i` on, which begins a word

void gaps_plain(const int64_t* times, size_t i, size_t count, int64_t gap, uint64_t* bits) {
  for (; i < count; ++i) {
    if (i % 64 == 0) bits[i / 64] = 0;
    if (i > 0) bits[i / 64] |= uint64_t{less(times[i], times[i - 1]) > gap} << (i % 64);
  }
}

void times_plain(const int64_t* times, size_t i, size_t count, int64_t from, int64_t to, uint64_t* bits) {
  for (; i < count; ++i) {
    if (i % 64 == 0) bits[i / 64] = 0;
    bits[i / 64] |= uint64_t{times[i] >= from && times[i] < to} << (i % 64);
  }
}

size_t compress_plain(const int64_t* words, size_t count, const uint64_t* bits, int64_t* out) {
  int64_t* to = out;
  for (size_t base = 0; base < count; base += 64) {
    const uint64_t wanted = bits[base / 64];
    if (wanted == ~uint64_t{0}) {
      std::memmove(to, words + base, 64 * sizeof *to);
      to += 64;
      continue;
    }
    for (uint64_t left = wanted; left != 0; left &= left - 1) {
      *to++ = words[base + static_cast<size_t>(std::countr_zero(left))];
    }
  }
  return static_cast<size_t>(to - out);
}

#if SOJOURN_X86_KERNELS

SOJOURN_AVX2 inline __m256i load_4(const int64_t* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}

SOJOURN_AVX2 inline uint64_t bits_of_4(__m256i truths) {
  return static_cast<uint64_t>(_mm256_movemask_pd(_mm256_castsi256_pd(truths)));
}

SOJOURN_AVX2 void gaps_avx2(const int64_t* times, size_t count, int64_t gap, uint64_t* bits) {
  const __m256i longest = _mm256_set1_epi64x(gap);
  size_t i = 64;  // The first word has an event without one before it.
  gaps_plain(times, 0, count < 64 ? count : 64, gap, bits);
  for (; i + 64 <= count; i += 64) {
    uint64_t word = 0;
    for (size_t lane = 0; lane < 64; lane += 4) {
      const __m256i pause = _mm256_sub_epi64(load_4(times + i + lane), load_4(times + i + lane - 1));
      word |= bits_of_4(_mm256_cmpgt_epi64(pause, longest)) << lane;
    }
    bits[i / 64] = word;
  }
  gaps_plain(times, i, count, gap, bits);
}

SOJOURN_AVX2 void times_avx2(const int64_t* times, size_t count, int64_t from, int64_t to, uint64_t* bits) {
  const __m256i low = _mm256_set1_epi64x(from);
  const __m256i high = _mm256_set1_epi64x(to);
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    uint64_t word = 0;
    for (size_t lane = 0; lane < 64; lane += 4) {
      const __m256i time = load_4(times + i + lane);
      const __m256i early = _mm256_cmpgt_epi64(low, time);
      word |= bits_of_4(_mm256_andnot_si256(early, _mm256_cmpgt_epi64(high, time))) << lane;
    }
    bits[i / 64] = word;
  }
  times_plain(times, i, count, from, to, bits);
}

SOJOURN_AVX512 void gaps_avx512(const int64_t* times, size_t count, int64_t gap, uint64_t* bits) {
  const __m512i longest = _mm512_set1_epi64(gap);
  size_t i = 64;
  gaps_plain(times, 0, count < 64 ? count : 64, gap, bits);
  for (; i + 64 <= count; i += 64) {
    uint64_t word = 0;
    for (size_t lane = 0; lane < 64; lane += 8) {
      const __m512i pause =
          _mm512_sub_epi64(_mm512_loadu_si512(times + i + lane), _mm512_loadu_si512(times + i + lane - 1));
      word |= static_cast<uint64_t>(_mm512_cmpgt_epi64_mask(pause, longest)) << lane;
    }
    bits[i / 64] = word;
  }
  gaps_plain(times, i, count, gap, bits);
}

SOJOURN_AVX512 void times_avx512(const int64_t* times, size_t count, int64_t from, int64_t to, uint64_t* bits) {
  const __m512i low = _mm512_set1_epi64(from);
  const __m512i high = _mm512_set1_epi64(to);
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    uint64_t word = 0;
    for (size_t lane = 0; lane < 64; lane += 8) {
      const __m512i time = _mm512_loadu_si512(times + i + lane);
      const __mmask8 in = _mm512_cmpge_epi64_mask(time, low) & _mm512_cmplt_epi64_mask(time, high);
      word |= static_cast<uint64_t>(in) << lane;
    }
    bits[i / 64] = word;
  }
  times_plain(times, i, count, from, to, bits);
}

SOJOURN_AVX512 size_t compress_avx512(const int64_t* words, size_t count, const uint64_t* bits, int64_t* out) {
  int64_t* to = out;
  for (size_t base = 0; base < count; base += 64) {
    uint64_t wanted = bits[base / 64];
    for (size_t lane = 0; wanted != 0; lane += 8, wanted >>= 8) {
      const auto mask = static_cast<__mmask8>(wanted);
      // Only what is wanted is read, so nothing beyond the end.
      const __m512i found = _mm512_maskz_compress_epi64(mask, _mm512_maskz_loadu_epi64(mask, words + base + lane));
      _mm512_storeu_si512(to, found);
      to += _mm_popcnt_u32(mask);
    }
  }
  return static_cast<size_t>(to - out);
}

#endif

}  // namespace

void match_gaps(const int64_t* times, size_t count, int64_t gap, uint64_t* bits, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return gaps_avx512(times, count, gap, bits);
  if (level == CpuLevel::kAvx2) return gaps_avx2(times, count, gap, bits);
#endif
  static_cast<void>(level);
  gaps_plain(times, 0, count, gap, bits);
}

void match_times(const int64_t* times, size_t count, int64_t from, int64_t to, uint64_t* bits, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return times_avx512(times, count, from, to, bits);
  if (level == CpuLevel::kAvx2) return times_avx2(times, count, from, to, bits);
#endif
  static_cast<void>(level);
  times_plain(times, 0, count, from, to, bits);
}

size_t compress_words(const int64_t* words, size_t count, const uint64_t* bits, int64_t* out, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return compress_avx512(words, count, bits, out);
#endif
  static_cast<void>(level);
  return compress_plain(words, count, bits, out);
}

}  // namespace sojourn
