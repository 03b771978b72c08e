// A sink that keeps what it is given, for tests: it knows repeats by their key, as the store does.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "event/sink.h"

namespace sojourn {

class MemorySink final : public EventSink {
 public:
  Result<AppendReceipt> append(const EventBatch& batch) override {
    AppendReceipt receipt;
    ++batches;
    runs.insert(batch.import_run);
    counts_of_batches.rows += batch.counts.rows;
    largest_batch = std::max(largest_batch, batch.events.size());
    for (const Event& event : batch.events) {
      const EventKey key = event_key(batch.source, event);
      if (!keys_.insert({key.low, key.high}).second) {
        ++receipt.repeats;
        continue;
      }
      ++receipt.stored;
      note(event);
    }
    rejects.insert(rejects.end(), batch.rejects.begin(), batch.rejects.end());
    return receipt;
  }

  // How many events have this text in a field; "" : none.
  int64_t count(Field field, const std::string& value) const {
    const auto found = counts_.find({field, value});
    return found == counts_.end() ? 0 : found->second;
  }
  // The sum of an integer field, e.g. money in minor units.
  int64_t sum(Field field) const {
    const auto found = sums_.find(field);
    return found == sums_.end() ? 0 : found->second;
  }
  int64_t stored() const { return stored_; }
  size_t customers() const { return customers_.size(); }

  int batches = 0;
  std::set<int64_t> runs;
  IntakeCounts counts_of_batches;
  size_t largest_batch = 0;
  std::vector<Reject> rejects;
  std::vector<std::string> properties;  // Of every event, in order.

 private:
  void note(const Event& event) {
    ++stored_;
    for (const FieldInfo& info : all_fields()) {
      const bool has = event.has(info.field);
      if (is_text(info.type)) ++counts_[{info.field, has ? std::string(event.text(info.field)) : ""}];
      const bool adds_up =
          info.type == FieldType::kMoney || info.type == FieldType::kDuration || info.type == FieldType::kBool;
      if (has && adds_up) sums_[info.field] += event.integer(info.field);
    }
    if (event.who_count > 0) customers_.emplace(event.who[0].value);
    properties.emplace_back(event.properties);
  }

  std::set<std::pair<uint64_t, uint64_t>> keys_;
  std::map<std::pair<Field, std::string>, int64_t> counts_;
  std::map<Field, int64_t> sums_;
  std::set<std::string> customers_;
  int64_t stored_ = 0;
};

}  // namespace sojourn
