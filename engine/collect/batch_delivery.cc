#include "collect/batch_delivery.h"

#include <algorithm>

namespace sojourn {
namespace {

constexpr size_t kSamplesMax = 5;

void empty_batch(EventBatch& batch) {
  batch.events.clear();
  batch.rejects.clear();
  batch.counts = {};
  batch.arena.clear();
}

}  // namespace

BatchDelivery::~BatchDelivery() {
  if (pending_.valid()) pending_.wait();
}

size_t BatchDelivery::report_of(const std::string& source, const std::string& file) {
  const auto known = std::find_if(report_.sources.begin(), report_.sources.end(),
                                  [&](const SourceReport& one) { return one.source == source; });
  const auto place = static_cast<size_t>(known - report_.sources.begin());
  if (known == report_.sources.end()) report_.sources.push_back({source, {}, {}, {}});
  std::vector<std::string>& files = report_.sources[place].files;
  if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  return place;
}

void BatchDelivery::note(const EventBatch& batch, SourceReport& report) {
  for (const Reject& reject : batch.rejects) {
    if (report.rejects.size() < rejects_shown_max_) report.rejects.push_back(reject);
  }
  for (const Event& event : batch.events) {
    if (!dry_run_ || report_.samples.size() >= kSamplesMax) break;
    report_.samples.push_back(describe_event(event));
  }
  report.counts += batch.counts;
}

Status BatchDelivery::hand_over(EventBatch& batch, const std::string& file) {
  SOJOURN_CHECK(settle());
  delivered_to_ = report_of(batch.source, file);
  SourceReport& report = report_.sources[delivered_to_];
  note(batch, report);
  std::swap(batch, stored_);
  empty_batch(batch);
  batch.source = stored_.source;
  batch.input = stored_.input;
  batch.import_run = stored_.import_run;
  batch.replaces = stored_.replaces;
  if (dry_run_) {
    report.counts.events += static_cast<int64_t>(stored_.events.size());
  } else {
    pending_ = std::async(std::launch::async, [this] { return sink_.append(stored_); });
  }
  return {};
}

Status BatchDelivery::settle() {
  if (!pending_.valid()) return {};
  const Result<AppendReceipt> receipt = pending_.get();
  if (!receipt) return receipt.error();
  SourceReport& report = report_.sources[delivered_to_];
  report.counts.events += receipt->stored;
  report.counts.repeats += receipt->repeats;
  report.replaced += receipt->replaced;
  return {};
}

}  // namespace sojourn
