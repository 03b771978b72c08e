// The timelines of a data folder together with the voice of its customers: snapshots have their voice columns filled. What
// everybody who asks works with.
//
// Threads   as Timelines.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "enrich/voice.h"
#include "timelines/timelines.h"

namespace sojourn {

class VoicedTimelines final : public Timelines {
 public:
  // `folder` is the data folder: timelines in DIR/timelines/, models and verdicts in DIR/voice/. `store` is borrowed and must
  // outlive this. Errors: those of Timelines::open and Voice::open.
  static Result<std::unique_ptr<VoicedTimelines>> open(const std::string& folder, Store& store);

  Voice& voice() { return *voice_; }

  // The same object as long as neither the events nor the edition change: caches go by it.
  Result<std::shared_ptr<const Snapshot>> current(const Progress& progress = {}) override;
  std::shared_ptr<const Snapshot> dressed(std::shared_ptr<const Snapshot> snapshot) const override {
    return voice_->voiced(std::move(snapshot));
  }
  uint64_t dress_version() const override { return voice_->edition()->version(); }
  Status rebuild(const Progress& progress = {}) override { return below_->rebuild(progress); }
  TimelineStats stats() const override { return below_->stats(); }

 private:
  VoicedTimelines() = default;

  std::unique_ptr<Timelines> below_;
  std::unique_ptr<Voice> voice_;  // Ends before what it borrows.
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> seen_below_;
  std::shared_ptr<const VoiceEdition> seen_edition_;
  std::shared_ptr<const Snapshot> voiced_;
};

}  // namespace sojourn
