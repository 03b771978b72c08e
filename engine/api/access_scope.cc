#include "api/access_scope.h"

#include <algorithm>

#include "answers/asker.h"
#include "base/time.h"
#include "timelines/filter.h"
#include "timelines/filter_segments.h"
#include "timelines/small_snapshot.h"

namespace sojourn {
namespace {

constexpr size_t kPageEvents = 1000;

}  // namespace

Status check_scope(Timelines& timelines, const std::string& scope) {
  SOJOURN_CHECK(expand_segments(scope, {}).status());  // Whoever changes a segment would change what others may see.
  SOJOURN_TRY(const Filter filter, Filter::parse(scope));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  return bind_filter(filter, *snapshot, FilterContext{Zone(), now()}).status();
}

Result<ScopedCustomers::Numbers> ScopedCustomers::of(Timelines& timelines, const std::string& scope) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  {
    const std::lock_guard lock(mutex_);
    for (const Kept& each : kept_) {
      if (each.scope == scope && each.snapshot.lock() == snapshot) return each.numbers;
    }
  }
  Question question;
  question.measure = "customers";
  question.where = scope;
  SOJOURN_TRY(std::vector<uint32_t> found, who_in_snapshot(question, CellRef(), *snapshot));
  const auto numbers = std::make_shared<const std::vector<uint32_t>>(std::move(found));
  const std::lock_guard lock(mutex_);
  kept_.remove_if([&](const Kept& each) { return each.scope == scope || each.snapshot.expired(); });
  kept_.push_front({scope, snapshot, numbers});
  if (kept_.size() > kKept) kept_.pop_back();
  return numbers;
}

Result<bool> ScopedCustomers::has(Timelines& timelines, const std::string& scope, uint32_t customer) {
  if (scope.empty()) return true;
  SOJOURN_TRY(const Numbers numbers, of(timelines, scope));
  return std::ranges::binary_search(*numbers, customer);
}

Result<std::vector<Store::Customer>> ScopedCustomers::find(Store& store, Timelines& timelines, const std::string& scope,
                                                           const std::string& text, size_t limit) {
  if (scope.empty()) return store.find_customers(text, limit);
  SOJOURN_TRY(const Numbers numbers, of(timelines, scope));
  // More and more of those whom the text finds, until enough are in the scope or there are no more.
  for (size_t asked = std::max<size_t>(limit, 64);; asked *= 8) {
    SOJOURN_TRY(std::vector<Store::Customer> found, store.find_customers(text, asked));
    const bool all = found.size() < asked;
    std::erase_if(found, [&](const Store::Customer& each) {
      return !std::ranges::binary_search(*numbers, static_cast<uint32_t>(each.number));
    });
    if (!all && found.size() < limit) continue;
    if (found.size() > limit) found.resize(limit);
    return found;
  }
}

Result<std::vector<int64_t>> events_in_scope(Store& store, Timelines& timelines, const std::string& scope,
                                             uint32_t customer) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> all, timelines.current());
  SOJOURN_TRY(const Filter filter, Filter::parse(scope));
  SOJOURN_TRY(SmallSnapshot life, customer_snapshot(store, customer));
  life.snapshot = timelines.dressed(std::move(life.snapshot));
  return passing_sequences(life, filter, FilterContext{Zone(), std::min(all->time_span().to, now()), true});
}

Result<std::vector<StoredEvent>> timeline_in_scope(Store& store, Timelines& timelines, const std::string& scope,
                                                   uint32_t customer, TimeRange range, size_t limit, size_t offset) {
  if (scope.empty()) return store.timeline(customer, range, limit, offset);
  SOJOURN_TRY(const std::vector<int64_t> shown, events_in_scope(store, timelines, scope, customer));
  std::vector<StoredEvent> events;
  for (size_t passed = 0, page = 0; events.size() < limit; page += kPageEvents) {
    SOJOURN_TRY(std::vector<StoredEvent> some, store.timeline(customer, range, kPageEvents, page));
    for (StoredEvent& each : some) {
      if (events.size() == limit || !std::ranges::binary_search(shown, each.sequence)) continue;
      if (passed++ >= offset) events.push_back(std::move(each));
    }
    if (some.size() < kPageEvents) break;
  }
  return events;
}

}  // namespace sojourn
