// A snapshot whose voice columns are filled: each block's texts are judged, or their verdicts looked up, as it is read.
//
// Comments  events with a text of the customer's: those with direction "out" are ours, and say nothing. Where an event has
//           turns but no text, what the customer said in them is its text.
// Cost      nothing where no voice column is read. Else a look-up by block where its texts have been judged before, and a few
//           nanoseconds an event with text to lay out each column.
// Owner     holds the snapshot beneath and the edition. Threads: as Snapshot.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "enrich/voice_edition.h"
#include "timelines/snapshot.h"

namespace sojourn {

class VoicedSnapshot final : public Snapshot {
 public:
  VoicedSnapshot(std::shared_ptr<const Snapshot> below, std::shared_ptr<const VoiceEdition> edition);

  std::span<const ColumnInfo> columns() const override { return below_->columns(); }
  bool property_left_out(std::string_view name) const override { return below_->property_left_out(name); }
  size_t properties_left_out() const override { return below_->properties_left_out(); }
  // Of languages, obstacles and rivals: once all texts are judged, so that no code of a block is beyond what is known now.
  const std::shared_ptr<Names>& names(ColumnId column) const override;
  size_t block_count() const override { return below_->block_count(); }
  int64_t event_count() const override { return below_->event_count(); }
  int64_t customer_count() const override { return below_->customer_count(); }
  TimeRange time_span() const override { return below_->time_span(); }
  int64_t last_sequence() const override { return below_->last_sequence(); }
  Status status() const override { return below_->status(); }
  // Other ones for another edition: what it says may be another.
  std::vector<BlockMark> block_marks() const override;
  std::shared_ptr<const Directory> directory() const override { return below_->directory(); }
  std::unique_ptr<BlockReader> reader(std::span<const ColumnId> columns) const override;

  const Snapshot& below() const { return *below_; }
  const std::shared_ptr<const VoiceEdition>& edition() const { return edition_; }

 private:
  void hear_all() const;

  std::shared_ptr<const Snapshot> below_;
  std::shared_ptr<const VoiceEdition> edition_;
  mutable std::once_flag heard_;
};

// Judges all texts of a snapshot that the edition's book does not know. `done` is told the events of each block that has
// been looked at, from several threads. Errors: kCancelled.
Status judge_all(const VoicedSnapshot& snapshot, const std::function<void(int64_t events)>& done,
                 const std::atomic<bool>* cancelled);

}  // namespace sojourn
