// A snapshot whose voice columns are filled: each block's texts are judged, or their verdicts looked up, as it is read.
//
// Comments  events in which a customer says something (customer_said in turns.h). Where an event has turns but no text, what
//           the customer said in them is its text.
// Cost      nothing where no voice column is read. Else a look-up by block where its texts have been judged before, and a few
//           nanoseconds an event with text to lay out each column. Languages, obstacles and rivals have vocabularies that grow:
//           whoever asks for their names waits until all texts are judged, and does so best by hear_words, which can be
//           cancelled. A block is heard once an edition.
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
  // Cost: hear().
  const std::shared_ptr<Names>& names(ColumnId column) const override;
  // Judges what is not yet; one caller at a time, the others wait. Errors: kCancelled.
  Status hear(const std::atomic<bool>* cancelled) const;
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
  std::shared_ptr<const Snapshot> below_;
  std::shared_ptr<const VoiceEdition> edition_;
  mutable std::timed_mutex hearing_;
  mutable std::atomic<bool> heard_ = false;
};

// Judges all texts of a snapshot that the edition has not heard yet. `done` is told of events that have been looked at, a few
// at a time, from several threads; it may be empty. Errors: kCancelled, those of the snapshot.
Status judge_all(const VoicedSnapshot& snapshot, const std::function<void(int64_t events)>& done,
                 const std::atomic<bool>* cancelled);

// VoicedSnapshot::hear for whoever does not know what a snapshot is; nothing for one without a voice.
Status hear_words(const Snapshot& snapshot, const std::atomic<bool>* cancelled);

}  // namespace sojourn
