#include "timelines/times_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "kernels/packed_times.h"

namespace sojourn {
namespace {

constexpr size_t kHeadBytes = 24;

// Byte lengths that the four control codes may stand for. All end in a length that the chunk's largest value fits.
constexpr std::array<std::array<uint8_t, 4>, 10> kLengthSets{{
    {0, 1, 2, 3},
    {0, 1, 2, 4},
    {1, 2, 3, 4},
    {0, 1, 3, 4},
    {1, 2, 4, 5},
    {1, 3, 4, 5},
    {2, 3, 4, 5},
    {1, 2, 4, 8},
    {2, 4, 6, 8},
    {3, 4, 5, 8},
}};

uint64_t length_mask(uint8_t length) { return length >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * length)) - 1; }

// Distances in microseconds, modulo 2^64, so that even the widest span of times survives.
std::vector<uint64_t> distances(std::span<const Micros> times, std::span<const uint32_t> begins, Micros base) {
  std::vector<uint64_t> result(times.size());
  for (size_t customer = 0; customer + 1 < begins.size(); ++customer) {
    auto previous = static_cast<uint64_t>(base);
    for (size_t i = begins[customer]; i < begins[customer + 1]; ++i) {
      const auto time = static_cast<uint64_t>(times[i]);
      result[i] = time - previous;
      previous = time;
    }
  }
  return result;
}

template <uint64_t kUnit>
bool divide_all(std::vector<uint64_t>& values) {
  for (const uint64_t value : values) {
    if (value % kUnit != 0) return false;
  }
  for (uint64_t& value : values) value /= kUnit;
  return true;
}

// Divides by the largest unit that divides them all, and answers it.
uint64_t reduce(std::vector<uint64_t>& values) {
  if (divide_all<kDay>(values)) return kDay;
  if (divide_all<kHour>(values)) return kHour;
  if (divide_all<kMinute>(values)) return kMinute;
  if (divide_all<kSecond>(values)) return kSecond;
  if (divide_all<1000>(values)) return 1000;
  return 1;
}

std::array<uint8_t, 4> choose_lengths(const std::vector<uint64_t>& values) {
  std::array<size_t, 9> by_bytes{};
  for (const uint64_t value : values) ++by_bytes[(static_cast<size_t>(std::bit_width(value)) + 7) / 8];
  std::array<uint8_t, 4> best{1, 2, 4, 8};
  size_t best_bytes = SIZE_MAX;
  for (const auto& set : kLengthSets) {
    size_t total = 0;
    bool fits = true;
    for (size_t bytes = 0; bytes <= 8; ++bytes) {
      if (by_bytes[bytes] == 0) continue;
      const auto* length = std::find_if(set.begin(), set.end(), [&](uint8_t l) { return l >= bytes; });
      if (length == set.end()) {
        fits = false;
        break;
      }
      total += by_bytes[bytes] * *length;
    }
    if (fits && total < best_bytes) {
      best_bytes = total;
      best = set;
    }
  }
  return best;
}

template <class T>
T read_at(std::string_view bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

}  // namespace

std::string encode_times(std::span<const Micros> times, std::span<const uint32_t> begins) {
  const Micros base = times.empty() ? 0 : *std::min_element(times.begin(), times.end());
  std::vector<uint64_t> values = distances(times, begins, base);
  const uint64_t unit = reduce(values);
  const std::array<uint8_t, 4> lengths = choose_lengths(values);

  const size_t controls = (values.size() + 3) / 4;
  std::string bytes(kHeadBytes + controls + values.size() * 8 + kPackedSpareBytes, '\0');
  std::memcpy(bytes.data(), &base, 8);
  std::memcpy(bytes.data() + 8, &unit, 8);
  std::memcpy(bytes.data() + 16, lengths.data(), 4);
  char* control = bytes.data() + kHeadBytes;
  char* out = control + controls;
  for (size_t i = 0; i < values.size(); ++i) {
    unsigned code = 0;
    while ((values[i] & ~length_mask(lengths[code])) != 0) ++code;
    control[i / 4] = static_cast<char>(static_cast<unsigned char>(control[i / 4]) | (code << (2 * (i % 4))));
    std::memcpy(out, &values[i], 8);
    out += lengths[code];
  }
  std::memset(out, 0, kPackedSpareBytes);
  bytes.resize(static_cast<size_t>(out - bytes.data()) + kPackedSpareBytes);
  return bytes;
}

bool decode_times(std::string_view bytes, std::span<const uint32_t> begins, std::span<Micros> times, CpuLevel level) {
  const size_t controls = (times.size() + 3) / 4;
  if (bytes.size() < kHeadBytes + controls + kPackedSpareBytes) return false;
  PackedTimes packed;
  packed.base = read_at<uint64_t>(bytes, 0);
  packed.unit = read_at<uint64_t>(bytes, 8);
  packed.lengths = read_at<std::array<uint8_t, 4>>(bytes, 16);
  if (*std::max_element(packed.lengths.begin(), packed.lengths.end()) > 8) return false;
  packed.controls = reinterpret_cast<const uint8_t*>(bytes.data() + kHeadBytes);
  packed.values = {packed.controls + controls, bytes.size() - kHeadBytes - controls};
  return unpack_times(packed, begins, times, level);
}

}  // namespace sojourn
