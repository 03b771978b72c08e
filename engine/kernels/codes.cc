#include "kernels/codes.h"

#include <array>
#include <bit>
#include <cstring>

#if SOJOURN_X86_KERNELS
#include <immintrin.h>
#endif

namespace sojourn {
namespace {

// --- plain

uint64_t match_word(const uint8_t* codes, size_t count, const uint8_t* table) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) word |= uint64_t{table[codes[i]] != 0} << i;
  return word;
}

void match_plain(const uint8_t* codes, size_t count, const uint8_t* table, uint64_t* bits) {
  for (; count >= 64; codes += 64, count -= 64) *bits++ = match_word(codes, 64, table);
  if (count > 0) *bits = match_word(codes, count, table);
}

void map_plain(const uint8_t* codes, size_t count, const uint8_t* table, uint8_t* out) {
  for (size_t i = 0; i < count; ++i) out[i] = table[codes[i]];
}

size_t compress_plain(const uint8_t* codes, size_t count, const uint64_t* bits, uint8_t* out) {
  uint8_t* to = out;
  for (size_t base = 0; base < count; base += 64) {
    const uint64_t word = bits[base / 64];
    if (word == ~uint64_t{0}) {
      std::memmove(to, codes + base, 64);
      to += 64;
      continue;
    }
    for (uint64_t left = word; left != 0; left &= left - 1)
      *to++ = codes[base + static_cast<size_t>(std::countr_zero(left))];
  }
  return static_cast<size_t>(to - out);
}

#if SOJOURN_X86_KERNELS

// --- AVX2: a code is two nibbles. For matching, the low nibble finds a byte whose bit h says whether (h, low) passes;
// one table for the high nibbles 0 to 7, one for 8 to 15.

struct NibbleBits {
  alignas(16) std::array<uint8_t, 16> low{};
  alignas(16) std::array<uint8_t, 16> high{};
};

NibbleBits nibble_bits(const uint8_t* table) {
  NibbleBits bits;
  for (unsigned code = 0; code < 256; ++code) {
    const unsigned high = code >> 4;
    uint8_t& byte = (high < 8 ? bits.low : bits.high)[code & 15];
    byte = static_cast<uint8_t>(byte | (unsigned{table[code] != 0} << (high % 8)));
  }
  return bits;
}

SOJOURN_AVX2 inline __m256i both_lanes(const uint8_t* sixteen) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen)));
}

SOJOURN_AVX2 inline uint32_t match_32(__m256i codes, __m256i low, __m256i high, __m256i bit_of) {
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i lower = _mm256_and_si256(codes, nibble);
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(codes, 4), nibble);
  // The highest bit of the code chooses the table.
  const __m256i row = _mm256_blendv_epi8(_mm256_shuffle_epi8(low, lower), _mm256_shuffle_epi8(high, lower), codes);
  const __m256i bit = _mm256_shuffle_epi8(bit_of, upper);
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(row, bit), bit)));
}

SOJOURN_AVX2 void match_avx2(const uint8_t* codes, size_t count, const uint8_t* table, uint64_t* bits) {
  const NibbleBits nibbles = nibble_bits(table);
  constexpr std::array<uint8_t, 16> kBits{1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const __m256i low = both_lanes(nibbles.low.data());
  const __m256i high = both_lanes(nibbles.high.data());
  const __m256i bit_of = both_lanes(kBits.data());
  for (; count >= 64; codes += 64, count -= 64) {
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + 32));
    *bits++ = match_32(first, low, high, bit_of) | (static_cast<uint64_t>(match_32(second, low, high, bit_of)) << 32);
  }
  if (count > 0) *bits = match_word(codes, count, table);
}

// For mapping, one table of sixteen per high nibble that maps to anything: the code less its high nibble is an index
// into it, and whatever is not below 16 then is made to index nothing.
struct MapTables {
  std::array<uint8_t, 16> high{};
  size_t count = 0;
};

MapTables tables_in_use(const uint8_t* table) {
  MapTables used;
  constexpr std::array<uint8_t, 16> kNothing{};
  for (unsigned high = 0; high < 16; ++high) {
    if (std::memcmp(table + 16 * high, kNothing.data(), 16) != 0) used.high[used.count++] = static_cast<uint8_t>(high);
  }
  return used;
}

SOJOURN_AVX2 void map_avx2(const uint8_t* codes, size_t count, const uint8_t* table, uint8_t* out) {
  const MapTables used = tables_in_use(table);
  const __m256i beyond = _mm256_set1_epi8(0x70);  // From 16 on, adding it sets the highest bit: the shuffle gives 0.
  for (; count >= 32; codes += 32, out += 32, count -= 32) {
    const __m256i code = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes));
    __m256i mapped = _mm256_setzero_si256();
    for (size_t i = 0; i < used.count; ++i) {
      const __m256i high = _mm256_set1_epi8(static_cast<char>(used.high[i] << 4));
      const __m256i index = _mm256_adds_epu8(_mm256_xor_si256(code, high), beyond);
      mapped = _mm256_or_si256(mapped, _mm256_shuffle_epi8(both_lanes(table + 16 * used.high[i]), index));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), mapped);
  }
  map_plain(codes, count, table, out);
}

// --- AVX-512 VBMI: two permutes look up in 128 entries each, the code's highest bit chooses between them.

struct WideTable {
  __m512i a, b, c, d;
};

SOJOURN_AVX512 inline WideTable wide_table(const uint8_t* table) {
  return {_mm512_loadu_si512(table), _mm512_loadu_si512(table + 64), _mm512_loadu_si512(table + 128),
          _mm512_loadu_si512(table + 192)};
}

SOJOURN_AVX512 inline __m512i look_up(const WideTable& table, __m512i codes) {
  const __m512i low = _mm512_permutex2var_epi8(table.a, codes, table.b);
  const __m512i high = _mm512_permutex2var_epi8(table.c, codes, table.d);
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(codes), low, high);
}

SOJOURN_AVX512 void match_avx512(const uint8_t* codes, size_t count, const uint8_t* table, uint64_t* bits) {
  const WideTable wide = wide_table(table);
  for (; count >= 64; codes += 64, count -= 64) {
    const __m512i found = look_up(wide, _mm512_loadu_si512(codes));
    *bits++ = _mm512_test_epi8_mask(found, found);
  }
  if (count == 0) return;
  const __mmask64 there = (uint64_t{1} << count) - 1;
  const __m512i found = look_up(wide, _mm512_maskz_loadu_epi8(there, codes));
  *bits = _mm512_mask_test_epi8_mask(there, found, found);
}

SOJOURN_AVX512 void map_avx512(const uint8_t* codes, size_t count, const uint8_t* table, uint8_t* out) {
  const WideTable wide = wide_table(table);
  for (; count >= 64; codes += 64, out += 64, count -= 64) {
    _mm512_storeu_si512(out, look_up(wide, _mm512_loadu_si512(codes)));
  }
  if (count == 0) return;
  const __mmask64 there = (uint64_t{1} << count) - 1;
  _mm512_mask_storeu_epi8(out, there, look_up(wide, _mm512_maskz_loadu_epi8(there, codes)));
}

SOJOURN_AVX512 size_t compress_avx512(const uint8_t* codes, size_t count, const uint64_t* bits, uint8_t* out) {
  uint8_t* to = out;
  for (size_t base = 0; base < count; base += 64) {
    const size_t left = count - base;
    const __mmask64 there = left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
    const __mmask64 wanted = bits[base / 64] & there;
    if (wanted == 0) continue;
    // Through a register: compressing straight into memory is slow on some machines.
    const __m512i found = _mm512_maskz_compress_epi8(wanted, _mm512_maskz_loadu_epi8(there, codes + base));
    _mm512_storeu_si512(to, found);
    to += _mm_popcnt_u64(wanted);
  }
  return static_cast<size_t>(to - out);
}

#endif

}  // namespace

void match_codes(const uint8_t* codes, size_t count, const uint8_t* table256, uint64_t* bits, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return match_avx512(codes, count, table256, bits);
  if (level == CpuLevel::kAvx2) return match_avx2(codes, count, table256, bits);
#endif
  static_cast<void>(level);
  match_plain(codes, count, table256, bits);
}

void map_codes(const uint8_t* codes, size_t count, const uint8_t* table256, uint8_t* out, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return map_avx512(codes, count, table256, out);
  if (level == CpuLevel::kAvx2) return map_avx2(codes, count, table256, out);
#endif
  static_cast<void>(level);
  map_plain(codes, count, table256, out);
}

size_t compress_codes(const uint8_t* codes, size_t count, const uint64_t* bits, uint8_t* out, CpuLevel level) {
#if SOJOURN_X86_KERNELS
  if (level == CpuLevel::kAvx512) return compress_avx512(codes, count, bits, out);
#endif
  static_cast<void>(level);
  return compress_plain(codes, count, bits, out);
}

}  // namespace sojourn
