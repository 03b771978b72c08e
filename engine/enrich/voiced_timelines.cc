#include "enrich/voiced_timelines.h"

#include "enrich/voiced_snapshot.h"

namespace sojourn {

Result<std::unique_ptr<VoicedTimelines>> VoicedTimelines::open(const std::string& folder, Store& store) {
  std::unique_ptr<VoicedTimelines> voiced(new VoicedTimelines());
  SOJOURN_TRY(voiced->below_, Timelines::open(folder, store));
  SOJOURN_TRY(voiced->voice_, Voice::open(folder + "/voice", store, *voiced->below_));
  return voiced;
}

Result<std::shared_ptr<const Snapshot>> VoicedTimelines::current(const Progress& progress) {
  SOJOURN_TRY(std::shared_ptr<const Snapshot> below, below_->current(progress));
  std::shared_ptr<const VoiceEdition> edition = voice_->edition();
  const std::lock_guard lock(mutex_);
  if (below != seen_below_ || edition != seen_edition_) {
    voiced_ = std::make_shared<VoicedSnapshot>(below, edition);
    seen_below_ = std::move(below);
    seen_edition_ = std::move(edition);
  }
  return voiced_;
}

}  // namespace sojourn
