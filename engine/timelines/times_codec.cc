#include "timelines/times_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

namespace sojourn {
namespace {

constexpr size_t kHeadBytes = 24;
constexpr size_t kSpareBytes = 8;

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

// Where the four values of a control byte begin, and how long they are together.
struct Quad {
  uint8_t second = 0;
  uint8_t third = 0;
  uint8_t fourth = 0;
  uint8_t total = 0;
};

std::array<Quad, 256> quads_of(const std::array<uint8_t, 4>& lengths) {
  std::array<Quad, 256> quads;
  for (size_t control = 0; control < 256; ++control) {
    const int first = lengths[control & 3];
    const int second = first + lengths[(control >> 2) & 3];
    const int third = second + lengths[(control >> 4) & 3];
    const int total = third + lengths[control >> 6];
    quads[control] = {static_cast<uint8_t>(first), static_cast<uint8_t>(second), static_cast<uint8_t>(third),
                      static_cast<uint8_t>(total)};
  }
  return quads;
}

uint64_t load(const char* at) {
  uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
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
  std::string bytes(kHeadBytes + controls + values.size() * 8 + kSpareBytes, '\0');
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
  std::memset(out, 0, kSpareBytes);
  bytes.resize(static_cast<size_t>(out - bytes.data()) + kSpareBytes);
  return bytes;
}

bool decode_times(std::string_view bytes, std::span<const uint32_t> begins, std::span<Micros> times) {
  const size_t count = times.size();
  const size_t controls = (count + 3) / 4;
  if (bytes.size() < kHeadBytes + controls + kSpareBytes) return false;
  const auto base = read_at<uint64_t>(bytes, 0);
  const auto unit = read_at<uint64_t>(bytes, 8);
  const auto lengths = read_at<std::array<uint8_t, 4>>(bytes, 16);
  if (*std::max_element(lengths.begin(), lengths.end()) > 8) return false;
  const std::array<Quad, 256> quads = quads_of(lengths);
  std::array<uint64_t, 4> masks{};
  for (size_t i = 0; i < 4; ++i) masks[i] = length_mask(lengths[i]);

  const auto* control = reinterpret_cast<const unsigned char*>(bytes.data() + kHeadBytes);
  const char* in = bytes.data() + kHeadBytes + controls;
  const char* const end = bytes.data() + bytes.size() - kSpareBytes;
  size_t total = 0;
  for (size_t i = 0; i < controls; ++i) total += quads[control[i]].total;
  // The unused codes of the last control byte are zero and stand for the shortest length.
  total -= (controls * 4 - count) * lengths[0];
  if (total != static_cast<size_t>(end - in)) return false;

  // First the distances, four at a time; then their running sums, customer by customer.
  Micros* out = times.data();
  for (size_t i = 0; i < count / 4; ++i) {
    const unsigned c = control[i];
    const Quad quad = quads[c];
    out[4 * i] = static_cast<Micros>((load(in) & masks[c & 3]) * unit);
    out[4 * i + 1] = static_cast<Micros>((load(in + quad.second) & masks[(c >> 2) & 3]) * unit);
    out[4 * i + 2] = static_cast<Micros>((load(in + quad.third) & masks[(c >> 4) & 3]) * unit);
    out[4 * i + 3] = static_cast<Micros>((load(in + quad.fourth) & masks[c >> 6]) * unit);
    in += quad.total;
  }
  for (size_t i = count / 4 * 4; i < count; ++i) {
    const unsigned code = (control[i / 4] >> (2 * (i % 4))) & 3U;
    out[i] = static_cast<Micros>((load(in) & masks[code]) * unit);
    in += lengths[code];
  }
  for (size_t customer = 0; customer + 1 < begins.size(); ++customer) {
    uint64_t time = base;
    for (size_t i = begins[customer]; i < begins[customer + 1]; ++i) {
      time += static_cast<uint64_t>(out[i]);
      out[i] = static_cast<Micros>(time);
    }
  }
  return true;
}

}  // namespace sojourn
