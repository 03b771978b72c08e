// Maps that are saved under a name (documents of the record, kind "map"), so that the next file of a source needs none.
//
// Kept      as they were written, comments too: what is read again is what its owner knows.
// Threads   any number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "store/store.h"

namespace sojourn {

inline constexpr size_t kMapsMax = 1000;
inline constexpr size_t kMapBytesMax = 256 * 1024;

// Errors: kLimit.
Status check_map_bytes(uint64_t bytes);

struct SavedMap {
  std::string name;
  std::string source;  // The one that it names; "" : none.
  std::string toml;
  Micros changed_at = 0;
};

class MapBook {
 public:
  // `store` is borrowed.
  explicit MapBook(Store& store) : store_(store) {}

  // By name.
  Result<std::vector<SavedMap>> list() const;
  // Errors: kNotFound, with near names.
  Result<SavedMap> find(std::string_view name) const;
  // Makes or replaces. Errors: kInvalidArgument (`where` is "name", or the map and its line), kLimit.
  Result<SavedMap> put(std::string_view name, std::string_view toml);
  // What was read by it stays. Errors: kNotFound.
  Result<SavedMap> remove(std::string_view name);

 private:
  Store& store_;
};

}  // namespace sojourn
