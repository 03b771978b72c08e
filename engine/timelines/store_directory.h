// The directory of a record.
#pragma once

#include "store/store.h"
#include "timelines/directory.h"

namespace sojourn {

class StoreDirectory final : public Directory {
 public:
  explicit StoreDirectory(Store& store) : store_(store) {}  // Borrowed.
  Result<std::vector<std::optional<uint32_t>>> find_all(std::span<const std::string_view> names) const override;
  Result<std::vector<std::string>> names(std::span<const uint32_t> customers) const override;

 private:
  Store& store_;
};

}  // namespace sojourn
