// Hands batches of an import to the sink on a second thread, one at a time, and keeps the report.
//
// Threads   append() of the sink runs on a thread of its own while the caller fills the next batch; all else is the
//           caller's thread. The last batch is waited for when the object goes.
#pragma once

#include <future>
#include <string>

#include "collect/importer.h"

namespace sojourn {

class BatchDelivery {
 public:
  // `dry_run`: nothing is stored; the first events are kept as samples.
  BatchDelivery(EventSink& sink, bool dry_run, size_t rejects_shown_max)
      : sink_(sink), dry_run_(dry_run), rejects_shown_max_(rejects_shown_max) {}
  ~BatchDelivery();
  BatchDelivery(const BatchDelivery&) = delete;
  BatchDelivery& operator=(const BatchDelivery&) = delete;

  // The place in the report of a source, which has read from this file.
  size_t report_of(const std::string& source, const std::string& file);
  // Waits for the batch before, and takes this one over; it comes back empty, with its labels, and its memory is used
  // again. Errors: those of the sink, for the batch before.
  Status hand_over(EventBatch& batch, const std::string& file);
  // Waits for the batch on its way. Errors: those of the sink.
  Status settle();

  ImportReport& report() { return report_; }

 private:
  void note(const EventBatch& batch, SourceReport& report);

  EventSink& sink_;
  bool dry_run_;
  size_t rejects_shown_max_;
  ImportReport report_;
  size_t delivered_to_ = 0;
  EventBatch stored_;
  std::future<Result<AppendReceipt>> pending_;
};

}  // namespace sojourn
