// The timelines of a data folder: derived from the store, kept in DIR/timelines/, brought up to date by small parts,
// rebuilt when they are missing, damaged or of another version. Deleting the folder loses nothing.
//
// Format    docs/formats/timelines.md
// Threads   current() from any thread; one refresh runs at a time, readers of older snapshots are not disturbed.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/status.h"
#include "store/store.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct TimelineStats {
  size_t parts = 0;
  int64_t events = 0;
  int64_t customers = 0;
  int64_t bytes = 0;               // Of all column files.
  size_t properties_left_out = 0;  // Property names beyond limits::kPropertiesMax: not columns.
};

class Timelines {
 public:
  using Progress = std::function<void(int64_t events_done, int64_t events_total)>;

  // `store` is borrowed and must outlive this. Cost: maps the files; the first current() brings them up to date.
  static Result<std::unique_ptr<Timelines>> open(const std::string& folder, Store& store);
  virtual ~Timelines() = default;

  // The newest snapshot, with every event that the store had acknowledged when the call began.
  // Cost: nothing when up to date; else in proportion to what is new (a rebuild when there is no base yet, or when the
  // small parts have grown to a fifth of it).
  virtual Result<std::shared_ptr<const Snapshot>> current(const Progress& progress = {}) = 0;
  // Another snapshot of this record (small_snapshot.h), with what snapshots of current() have besides their events.
  virtual std::shared_ptr<const Snapshot> dressed(std::shared_ptr<const Snapshot> snapshot) const { return snapshot; }
  // Another number when what they have besides may be another for the same events.
  virtual uint64_t dress_version() const { return 0; }
  virtual Status rebuild(const Progress& progress = {}) = 0;
  virtual TimelineStats stats() const = 0;
};

}  // namespace sojourn
