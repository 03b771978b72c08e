#include "cli/workplace.h"

#include <sys/stat.h>

#include "boards/board_shelf.h"
#include "cli/terminal.h"

namespace sojourn {

Result<Workplace> open_workplace(const std::string& folder, const std::string& owner, bool create) {
  ::umask(077);  // What the process makes from now on holds customers, and is its owner's alone.
  Workplace place;
  place.folder = folder;
  StoreOptions options;
  options.create = create;
  options.owner = owner;
  options.tell = [](const std::string& text) { print_notice(text); };
  SOJOURN_TRY(place.store, Store::open(folder, options));
  SOJOURN_TRY(place.timelines, VoicedTimelines::open(folder, *place.store));
  place.asker = std::make_unique<Asker>(*place.store, *place.timelines);
  place.asker->set_segments(segments_of_store(*place.store));
  return place;
}

}  // namespace sojourn
