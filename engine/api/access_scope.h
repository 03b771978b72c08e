// Customers and events within a row scope. A customer is in it with at least one event that passes; of a customer, those
// events are shown and no others.
//
// Meaning   The scope is the same filter as in a question: what asks about the customer's life (did(...), customer.*)
//           sees the whole life, as everywhere.
// Cost      ScopedCustomers asks one question over all events and keeps its answer until something new comes;
//           events_in_scope() reads one customer's events, and the identifiers of all.
// Threads   any.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/status.h"
#include "store/store.h"
#include "timelines/timelines.h"

namespace sojourn {

class ScopedCustomers {
 public:
  using Numbers = std::shared_ptr<const std::vector<uint32_t>>;  // Ascending.
  // Those in a scope that is not empty. Errors: those of the question.
  Result<Numbers> of(Timelines& timelines, const std::string& scope);
  // "" : everybody is.
  Result<bool> has(Timelines& timelines, const std::string& scope, uint32_t customer);
  // As Store::find_customers, of those in the scope only.
  Result<std::vector<Store::Customer>> find(Store& store, Timelines& timelines, const std::string& scope,
                                            const std::string& text, size_t limit);

 private:
  static constexpr size_t kKept = 16;
  struct Kept {
    std::string scope;
    std::weak_ptr<const Snapshot> snapshot;
    Numbers numbers;
  };
  std::mutex mutex_;
  std::list<Kept> kept_;  // The one asked for last is first.
};

// Errors: kInvalidArgument when it is no filter, or asks about fields that there are not.
Status check_scope(Timelines& timelines, const std::string& scope);

// Their numbers in the record (StoredEvent::sequence), ascending.
Result<std::vector<int64_t>> events_in_scope(Store& store, Timelines& timelines, const std::string& scope,
                                             uint32_t customer);
// As Store::timeline, of the events in the scope only; "" : all.
Result<std::vector<StoredEvent>> timeline_in_scope(Store& store, Timelines& timelines, const std::string& scope,
                                                   uint32_t customer, TimeRange range, size_t limit, size_t offset);

}  // namespace sojourn
