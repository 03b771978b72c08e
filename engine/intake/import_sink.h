// What a background import writes to: the record, in slices between which live intake has its turn, or nothing at all
// in a dry run.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

#include "base/time.h"
#include "event/sink.h"
#include "store/store.h"

namespace sojourn {

struct ImportSinkOptions {
  bool dry_run = false;
  std::function<void()> stored{};                // After each commit.
  std::function<bool()> busy{};                  // Does live intake wait for a commit?
  Micros patience = 0;                           // How long a record that cannot be written is tried again.
  const std::atomic<bool>* cancelled = nullptr;  // Ends it with kCancelled.
  // After each commit, with its slice of a batch and what became of it, so that what was told is what is stored,
  // wherever it ends. In a dry run all events of a batch count as stored.
  std::function<void(const EventBatch&, const AppendReceipt&)> tell{};
};

class ImportSink final : public EventSink {
 public:
  // Slices have that many events, and fewer where their commits cost much. What is stored does not depend on it.
  static constexpr size_t kSliceEventsMax = 5'000;

  // `store` is borrowed.
  ImportSink(Store& store, ImportSinkOptions options) : store_(store), options_(std::move(options)) {}
  // Its slices are each stored whole or not at all. Errors: those of the store, kCancelled.
  Result<AppendReceipt> append(const EventBatch& batch) override;

 private:
  bool cancelled() const { return options_.cancelled != nullptr && *options_.cancelled; }
  void give_way() const;
  Result<AppendReceipt> store_slice(const EventBatch& slice) const;

  Store& store_;
  const ImportSinkOptions options_;
  size_t slice_events_ = kSliceEventsMax;
};

}  // namespace sojourn
