// The directory of a record.
#pragma once

#include "store/store.h"
#include "timelines/directory.h"

namespace sojourn {

class StoreDirectory final : public Directory {
 public:
  explicit StoreDirectory(Store& store) : store_(store) {}  // Borrowed.
  std::optional<uint32_t> find(std::string_view identifier) const override;
  std::string name(uint32_t customer) const override;

 private:
  Store& store_;
};

}  // namespace sojourn
