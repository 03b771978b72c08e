#include "api/access_scope.h"

#include <algorithm>

#include "answers/asker.h"
#include "base/time.h"
#include "timelines/filter.h"
#include "timelines/filter_segments.h"
#include "timelines/merged.h"
#include "timelines/part_build.h"
#include "timelines/store_scan.h"

namespace sojourn {
namespace {

constexpr size_t kPageEvents = 1000;

// One customer as a snapshot of its own, that still knows which event is which.
struct OneLife {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<int64_t> sequences;  // In the order of its block.
};

std::vector<int64_t> in_order_of_time(const Arrivals& arrivals) {
  std::vector<std::pair<Micros, uint64_t>> order;
  for (size_t i = 0; i < arrivals.size(); ++i) order.emplace_back(arrivals.times[i], arrivals.sequences[i]);
  std::ranges::sort(order);
  std::vector<int64_t> sequences;
  for (const auto& [time, sequence] : order) sequences.push_back(static_cast<int64_t>(sequence));
  return sequences;
}

Result<OneLife> read_life(Store& store, uint32_t customer) {
  SOJOURN_TRY(const IdentifierGroups groups, store.identifier_groups(1));
  ScanRequest request;
  uint8_t identified = 1;
  for (size_t i = 0; i < groups.customer.size(); ++i) {
    if (groups.customer[i] != customer) continue;
    request.only_who.push_back(groups.from + static_cast<uint32_t>(i));
    identified = groups.identified[i];
  }
  OneLife life;
  Columns columns;
  StoreScan scan(store, columns);
  Arrivals arrivals;
  if (!request.only_who.empty()) SOJOURN_CHECK(scan.run(request, true, arrivals, {}));
  for (size_t i = 0; i < arrivals.size(); ++i) {
    arrivals.customers[i] = customer;
    arrivals.identified[i] = identified;
  }
  life.sequences = in_order_of_time(arrivals);
  PartSummary summary;
  if (!life.sequences.empty()) summary.last_sequence = *std::ranges::max_element(life.sequences);
  summary.column_end = static_cast<uint32_t>(columns.size());
  std::vector<std::shared_ptr<const Part>> parts;
  if (arrivals.size() > 0) {
    SOJOURN_TRY(std::shared_ptr<const Part> part, build_part(std::move(arrivals), summary, {}, {}, {}));
    parts.push_back(std::move(part));
  }
  SOJOURN_TRY(const auto rules, store.touchpoint_stages());
  MergedOptions options;
  options.stages = make_stage_table(rules, columns);
  life.snapshot = std::make_shared<MergedSnapshot>(columns, std::move(parts), options);
  return life;
}

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
  SOJOURN_TRY(const OneLife life, read_life(store, customer));
  const FilterContext context{Zone(), std::min(all->time_span().to, now()), true};
  SOJOURN_TRY(const std::shared_ptr<const Predicate> predicate, bind_filter(filter, *life.snapshot, context));
  const std::unique_ptr<BlockReader> reader = life.snapshot->reader(predicate->columns());
  std::vector<int64_t> found;
  EventBits bits;
  size_t first = 0;
  for (size_t b = 0; b < life.snapshot->block_count(); ++b) {
    const Block& block = reader->read(b);
    bits.reset(block.event_count(), true);
    predicate->select(block, bits);
    for (size_t i = 0; i < block.event_count(); ++i) {
      if (bits.test(i)) found.push_back(life.sequences[first + i]);
    }
    first += block.event_count();
  }
  SOJOURN_CHECK(life.snapshot->status());
  if (first != life.sequences.size()) return Status::internal("the life of a customer lost events");
  std::ranges::sort(found);
  return found;
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
