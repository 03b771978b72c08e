// Timelines over a store: when to scan, sort, merge, keep and throw away parts.
//
//   check_origin -> bring_up_to -> build_base                     everything anew, from the record
//                               -> add_part -> merge_small        what is new, who became somebody else, and whose
//                                                                 events were told anew
//                               -> keep                           files
//                -> show                                          the snapshot
//
// Threads   current() and rebuild() one at a time; stats() waits for neither.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "timelines/customer_map.h"
#include "timelines/merged.h"
#include "timelines/store_scan.h"
#include "timelines/timeline_files.h"
#include "timelines/timelines.h"

namespace sojourn {

// When parts are kept, merged and built anew. The answers do not depend on it.
struct RefreshLimits {
  int64_t keep_events = 16'384;       // Smaller parts stay in memory: scanning them again is cheaper than a sync.
  int64_t stream_events = 1'000'000;  // Larger parts go to disk while they are built.
  size_t small_parts = 8;             // Every part is one more place to look for each block.
  int64_t rebuild_share = 5;          // Small parts may grow to one in this many of the base's events.
  size_t block_events = limits::kBlockEvents;
  int64_t check_at_once_bytes = int64_t{64} << 20;  // Files up to this size together are checked whole when opened.
};

class TimelinesOfStore final : public Timelines {
 public:
  // `folder` is the data folder. Files that are missing, damaged or of another version are as good as none.
  TimelinesOfStore(const std::string& folder, Store& store, const RefreshLimits& limits = {});

  Result<std::shared_ptr<const Snapshot>> current(const Progress& progress) override;
  Status rebuild(const Progress& progress) override;
  TimelineStats stats() const override;

 private:
  using StageRules = std::vector<std::pair<std::string, std::string>>;
  std::vector<std::shared_ptr<const Part>> parts() const;
  int64_t known_sequence() const { return parts_.empty() ? 0 : parts_.back().part->summary().last_sequence; }
  int64_t known_version() const { return parts_.empty() ? -1 : parts_.back().part->summary().identity_version; }
  int64_t events_of(size_t part) const { return parts_[part].part->summary().events; }

  bool damaged() const;

  Status check_origin();
  // Of the record's events up to `last` and its links up to those that `mark` counts.
  Result<uint64_t> fingerprint(int64_t last, const RecordMark& mark);
  void forget_parts();
  void forget_map();
  Status bring_up_to(int64_t last, const Progress& progress);
  Status build_base(int64_t last, const Progress& progress);
  Status add_part(int64_t last, const Progress& progress);
  Result<std::vector<IdentifierCode>> told_anew(int64_t after, int64_t last);
  void name_customers(Arrivals& arrivals) const;
  PartSummary summary(int64_t after, int64_t last, int64_t version) const;
  Status merge_small();
  Status merge_from(size_t first);
  Status keep();
  Status show();

  Store& store_;
  const RefreshLimits limits_;
  std::mutex refreshing_;
  TimelineFiles files_;
  Columns columns_;
  std::vector<KeptPart> parts_;
  std::optional<StoreScan> scan_;
  std::optional<CustomerMap> map_;      // Made from the parts when it is first needed.
  std::vector<Regrouping> pending_;     // What changed in the map since the last part.
  int64_t version_ = -1;                // Of the identities that map_ and parts_ show.
  RecordMark mark_;                     // Of the record when the parts were kept.
  std::vector<uint64_t> kept_numbers_;  // What the manifest names.
  bool origin_checked_ = true;

  std::shared_ptr<const MergedSnapshot> snapshot_;
  std::vector<std::shared_ptr<const Part>> shown_parts_;
  int64_t shown_rules_ = 0;  // Store::touchpoint_stages_version().
  mutable std::mutex showing_;
  TimelineStats stats_;
};

}  // namespace sojourn
