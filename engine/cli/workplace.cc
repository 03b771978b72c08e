#include "cli/workplace.h"

namespace sojourn {

Result<Workplace> open_workplace(const std::string& folder, const std::string& owner, bool create) {
  Workplace place;
  place.folder = folder;
  StoreOptions options;
  options.create = create;
  options.owner = owner;
  SOJOURN_TRY(place.store, Store::open(folder, options));
  SOJOURN_TRY(place.timelines, Timelines::open(folder, *place.store));
  place.asker = std::make_unique<Asker>(*place.store, *place.timelines);
  return place;
}

}  // namespace sojourn
