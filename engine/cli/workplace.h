// An open data folder: the record, its timelines, and the asker on top of them.
#pragma once

#include <memory>
#include <string>

#include "answers/asker.h"
#include "base/status.h"
#include "enrich/voiced_timelines.h"
#include "store/store.h"

namespace sojourn {

struct Workplace {
  std::string folder;
  std::unique_ptr<Store> store;
  std::unique_ptr<VoicedTimelines> timelines;
  std::unique_ptr<Asker> asker;
};

// Opens the data folder. `create`: make it when it is missing. `owner` stands in the error that others get meanwhile.
// Errors: kConflict (another process holds it), kNotFound.
Result<Workplace> open_workplace(const std::string& folder, const std::string& owner, bool create);

}  // namespace sojourn
