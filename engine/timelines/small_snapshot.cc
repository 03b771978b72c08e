#include "timelines/small_snapshot.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "timelines/merged.h"
#include "timelines/part_build.h"
#include "timelines/store_scan.h"

namespace sojourn {
namespace {

// Whose events came in (after, up_to].
Result<std::unordered_set<IdentifierCode>> touched(Store& store, const IdentifierGroups& groups, int64_t after,
                                                   int64_t up_to) {
  std::unordered_set<IdentifierCode> customers;
  ScanRequest request;
  request.after_sequence = after;
  request.up_to_sequence = request.as_of_sequence = up_to;
  SOJOURN_CHECK(store.scan(request, [&](const EventColumns& events) -> Status {
    for (const IdentifierCode who : events.who) {
      if (who < groups.customer.size() + groups.from) customers.insert(groups.customer[who - groups.from]);
    }
    return {};
  }));
  return customers;
}

// Adds the events, and who they belong to by the groups.
Status add_lives(Store& store, StoreScan& scan, int64_t after, int64_t up_to, Arrivals& arrivals) {
  SOJOURN_TRY(const IdentifierGroups groups, store.identifier_groups(1));
  SOJOURN_TRY(const std::unordered_set<IdentifierCode> customers, touched(store, groups, after, up_to));
  ScanRequest request;
  request.up_to_sequence = request.as_of_sequence = up_to;
  for (size_t i = 0; i < groups.customer.size(); ++i) {
    if (customers.contains(groups.customer[i])) request.only_who.push_back(groups.from + static_cast<uint32_t>(i));
  }
  if (request.only_who.empty()) return {};
  SOJOURN_CHECK(scan.run(request, true, arrivals, {}));
  for (size_t i = 0; i < arrivals.size(); ++i) {
    const size_t index = arrivals.customers[i] - groups.from;
    arrivals.customers[i] = groups.customer[index];
    arrivals.identified[i] = groups.identified[index];
  }
  return {};
}

// By (customer, time, sequence), as a part sorts them.
std::vector<int64_t> sorted_sequences(const Arrivals& arrivals) {
  std::vector<size_t> order(arrivals.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&arrivals](size_t a, size_t b) {
    return std::tuple(arrivals.customers[a], arrivals.times[a], arrivals.sequences[a]) <
           std::tuple(arrivals.customers[b], arrivals.times[b], arrivals.sequences[b]);
  });
  std::vector<int64_t> sequences;
  sequences.reserve(order.size());
  for (const size_t index : order) sequences.push_back(static_cast<int64_t>(arrivals.sequences[index]));
  return sequences;
}

// The part and the snapshot of what has arrived.
Result<SmallSnapshot> settle(Store& store, Columns columns, Arrivals&& arrivals, int64_t last_sequence) {
  SmallSnapshot small;
  small.sequences = sorted_sequences(arrivals);
  PartSummary summary;
  summary.last_sequence = last_sequence;
  summary.column_end = static_cast<uint32_t>(columns.size());
  std::vector<std::shared_ptr<const Part>> parts;
  if (arrivals.size() > 0) {
    SOJOURN_TRY(std::shared_ptr<const Part> part, build_part(std::move(arrivals), summary, {}, {}, {}));
    parts.push_back(std::move(part));
  }
  SOJOURN_TRY(const auto rules, store.touchpoint_stages());
  MergedOptions options;
  options.stages = make_stage_table(rules, columns);
  small.snapshot = std::make_shared<MergedSnapshot>(columns, std::move(parts), options);
  return small;
}

}  // namespace

Result<SmallSnapshot> small_snapshot(Store& store, int64_t after, int64_t up_to, bool whole_lives) {
  Columns columns;
  StoreScan scan(store, columns);
  Arrivals arrivals;
  if (whole_lives) {
    SOJOURN_CHECK(add_lives(store, scan, after, up_to, arrivals));
  } else {
    ScanRequest request;
    request.after_sequence = after;
    request.up_to_sequence = request.as_of_sequence = up_to;
    SOJOURN_CHECK(scan.run(request, true, arrivals, {}));
  }
  return settle(store, std::move(columns), std::move(arrivals), up_to);
}

Result<SmallSnapshot> customer_snapshot(Store& store, IdentifierCode customer) {
  SOJOURN_TRY(const IdentifierGroups groups, store.identifier_groups(1));
  ScanRequest request;
  uint8_t identified = 1;
  for (size_t i = 0; i < groups.customer.size(); ++i) {
    if (groups.customer[i] != customer) continue;
    request.only_who.push_back(groups.from + static_cast<IdentifierCode>(i));
    identified = groups.identified[i];
  }
  Columns columns;
  StoreScan scan(store, columns);
  Arrivals arrivals;
  if (!request.only_who.empty()) SOJOURN_CHECK(scan.run(request, true, arrivals, {}));
  for (size_t i = 0; i < arrivals.size(); ++i) {
    arrivals.customers[i] = customer;
    arrivals.identified[i] = identified;
  }
  const auto newest = std::ranges::max_element(arrivals.sequences);
  const int64_t last = newest == arrivals.sequences.end() ? 0 : static_cast<int64_t>(*newest);
  return settle(store, std::move(columns), std::move(arrivals), last);
}

Result<std::vector<int64_t>> passing_sequences(const SmallSnapshot& small, const Filter& filter,
                                               const FilterContext& context) {
  const Snapshot& snapshot = *small.snapshot;
  SOJOURN_TRY(const std::shared_ptr<const Predicate> predicate, bind_filter(filter, snapshot, context));
  const std::unique_ptr<BlockReader> reader = snapshot.reader(predicate->columns());
  std::vector<int64_t> found;
  EventBits bits;
  size_t first = 0;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    const size_t events = block.event_count();
    if (first + events > small.sequences.size()) break;
    bits.reset(events, true);
    predicate->select(block, bits);
    for (size_t i = 0; i < events; ++i) {
      if (bits.test(i)) found.push_back(small.sequences[first + i]);
    }
    first += events;
  }
  SOJOURN_CHECK(snapshot.status());
  if (first != small.sequences.size()) return Status::internal("a small snapshot lost events");
  std::ranges::sort(found);
  return found;
}

}  // namespace sojourn
