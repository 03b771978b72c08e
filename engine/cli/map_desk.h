// Where saved maps are kept: in the data folder, or over HTTP at the server that holds it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "intake/map_book.h"

namespace sojourn {

class MapDesk {
 public:
  virtual ~MapDesk() = default;
  virtual Result<std::vector<SavedMap>> list() = 0;  // Without their text where a server has them.
  virtual Result<SavedMap> find(const std::string& name) = 0;
  virtual Status put(const std::string& name, const std::string& toml) = 0;
  virtual Status remove(const std::string& name) = 0;
};

// `create`: make the folder when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<MapDesk>> open_map_desk(const std::string& folder, const std::string& owner, bool create);

}  // namespace sojourn
