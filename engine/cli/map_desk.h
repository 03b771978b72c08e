// Saved maps, asked over the API (api_desk.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/api_desk.h"
#include "intake/map_book.h"

namespace sojourn {

class MapDesk {
 public:
  // Errors: those of open_api_desk().
  static Result<MapDesk> open(const std::string& folder, const std::string& owner, bool create);
  Result<std::vector<SavedMap>> list();  // Without their text.
  Result<SavedMap> find(const std::string& name);
  Status put(const std::string& name, const std::string& toml);
  Status remove(const std::string& name);

 private:
  explicit MapDesk(std::unique_ptr<ApiDesk> api) : api_(std::move(api)) {}
  std::unique_ptr<ApiDesk> api_;
};

}  // namespace sojourn
