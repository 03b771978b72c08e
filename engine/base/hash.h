// Hashes (xxHash). Stable for ever: ids derived from them are stored.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace sojourn {

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  auto operator<=>(const Hash128&) const = default;
};

uint64_t hash64(std::string_view bytes);
Hash128 hash128(std::string_view bytes);

}  // namespace sojourn
