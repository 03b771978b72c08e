// A snapshot that notes whether a measure, while it is bound, asks for what changes with every event, or for who is
// who: then its states are not those of another snapshot. Passes everything on: every call of Snapshot must stand here.
//
// Owner     the snapshot is borrowed. Threads: safe.
#pragma once

#include <atomic>

#include "timelines/snapshot.h"

namespace sojourn {

class WatchedSnapshot final : public Snapshot {
 public:
  explicit WatchedSnapshot(const Snapshot& snapshot) : snapshot_(snapshot) {}

  bool moment_asked() const { return moment_asked_; }
  bool people_asked() const { return people_asked_; }

  std::span<const ColumnInfo> columns() const override { return snapshot_.columns(); }
  bool property_left_out(std::string_view name) const override { return snapshot_.property_left_out(name); }
  size_t properties_left_out() const override { return snapshot_.properties_left_out(); }
  const std::shared_ptr<Names>& names(ColumnId column) const override { return snapshot_.names(column); }
  size_t block_count() const override { return moment(snapshot_.block_count()); }
  int64_t event_count() const override { return moment(snapshot_.event_count()); }
  int64_t customer_count() const override { return moment(snapshot_.customer_count()); }
  TimeRange time_span() const override { return moment(snapshot_.time_span()); }
  int64_t last_sequence() const override { return moment(snapshot_.last_sequence()); }
  Status status() const override { return snapshot_.status(); }
  std::vector<BlockMark> block_marks() const override { return snapshot_.block_marks(); }
  std::shared_ptr<const Directory> directory() const override {
    people_asked_ = true;
    return snapshot_.directory();
  }
  std::unique_ptr<BlockReader> reader(std::span<const ColumnId> columns) const override {
    moment_asked_ = true;  // Who reads while binding may find anything.
    return snapshot_.reader(columns);
  }

 private:
  template <class T>
  T moment(T value) const {
    moment_asked_ = true;
    return value;
  }

  const Snapshot& snapshot_;
  mutable std::atomic<bool> moment_asked_{false};
  mutable std::atomic<bool> people_asked_{false};
};

}  // namespace sojourn
