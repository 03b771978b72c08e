#include "intake/import_sink.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace sojourn {
namespace {

// A slice may cost so much of a processor, so that live senders hardly notice its commit, however large its rows are.
constexpr double kSliceSeconds = 0.025;
constexpr size_t kSliceEventsMin = 250;
// Live intake goes before, but does not starve an import.
constexpr std::chrono::milliseconds kGiveWay{200};
constexpr std::chrono::milliseconds kGlance{2};
constexpr std::chrono::milliseconds kTryAgain{250};

// What falls to the events [from, to) of `all`, so that the slices together have all of it.
int64_t share_of(int64_t count, size_t from, size_t to, size_t all) {
  if (all == 0) return count;
  const auto up_to = [&](size_t events) { return count * static_cast<int64_t>(events) / static_cast<int64_t>(all); };
  return up_to(to) - up_to(from);
}

// What this thread has spent of a processor: of a commit that is what depends on its size. Waiting for others and for
// the disk does not.
double processor_seconds() {
  timespec spent{};
  return ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0
             ? static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9
             : 0;
}

// How many events the next slice may have, when so many took so long. A handful tells nothing: `now` stays.
size_t next_slice(size_t events, double seconds, size_t now) {
  if (events < kSliceEventsMin) return now;
  if (seconds <= 0) return ImportSink::kSliceEventsMax;
  const double fitting = static_cast<double>(events) * kSliceSeconds / seconds;
  return static_cast<size_t>(
      std::clamp(fitting, static_cast<double>(kSliceEventsMin), static_cast<double>(ImportSink::kSliceEventsMax)));
}

// Events from one place on, sharing their texts with the batch, and what was read for them: a slice that is stored has
// its rows counted, and no other's. Rejects go with the first.
EventBatch slice_of(const EventBatch& batch, size_t from, size_t to) {
  EventBatch slice;
  slice.source = batch.source;
  slice.input = batch.input;
  slice.import_run = batch.import_run;
  slice.replaces = batch.replaces;
  slice.events.assign(batch.events.begin() + static_cast<std::ptrdiff_t>(from),
                      batch.events.begin() + static_cast<std::ptrdiff_t>(to));
  const auto share = [&](int64_t count) { return share_of(count, from, to, batch.events.size()); };
  const int64_t rejected_rows = std::min(batch.counts.rejected, batch.counts.rows);
  slice.counts.rows = share(batch.counts.rows - rejected_rows);
  slice.counts.without_id = share(batch.counts.without_id);
  slice.counts.without_time = share(batch.counts.without_time);
  if (from == 0) {
    slice.rejects = batch.rejects;
    slice.counts.rows += rejected_rows;
    slice.counts.rejected = batch.counts.rejected;
  }
  return slice;
}

}  // namespace

void ImportSink::give_way() const {
  const auto until = std::chrono::steady_clock::now() + kGiveWay;
  while (options_.busy && options_.busy() && !cancelled() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kGlance);
  }
}

Result<AppendReceipt> ImportSink::store_slice(const EventBatch& slice) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(options_.patience);
  for (;;) {
    if (cancelled()) return Status(StatusCode::kCancelled, "it was stopped");
    const EventBatch* const one = &slice;
    const Result<std::vector<AppendReceipt>> receipts = store_.append_all({&one, 1}, {});
    if (receipts) return receipts->front();
    const bool passing = receipts.error().code() == StatusCode::kUnavailable;
    if (!passing || std::chrono::steady_clock::now() >= until) return receipts.error();
    std::this_thread::sleep_for(kTryAgain);
  }
}

Result<AppendReceipt> ImportSink::append(const EventBatch& batch) {
  if (cancelled()) return Status(StatusCode::kCancelled, "it was stopped");
  AppendReceipt all;
  if (options_.dry_run) {
    all.stored = static_cast<int64_t>(batch.events.size());
    if (options_.tell) options_.tell(batch, all);
    return all;
  }
  size_t from = 0;
  do {
    give_way();
    const size_t to = std::min(batch.events.size(), from + slice_events_);
    const EventBatch slice = slice_of(batch, from, to);
    const double before = processor_seconds();
    SOJOURN_TRY(const AppendReceipt receipt, store_slice(slice));
    slice_events_ = next_slice(to - from, processor_seconds() - before, slice_events_);
    all.stored += receipt.stored;
    all.repeats += receipt.repeats;
    all.replaced += receipt.replaced;
    if (options_.tell) options_.tell(slice, receipt);
    if (options_.stored) options_.stored();
    from = to;
  } while (from < batch.events.size());
  return all;
}

}  // namespace sojourn
