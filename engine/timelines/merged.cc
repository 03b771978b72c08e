#include "timelines/merged.h"

#include <algorithm>
#include <iterator>

#include "base/hash.h"
#include "timelines/merged_reader.h"

namespace sojourn {
namespace {

constexpr uint64_t kCustomerEnd = uint64_t{1} << 32;

std::vector<uint32_t> united(const std::vector<uint32_t>& a, std::span<const uint32_t> b) {
  std::vector<uint32_t> result;
  result.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

// Customers of a part whose events there count.
std::vector<uint32_t> living(const LivePart& live) {
  const std::span<const uint32_t> all = live.part->customers();
  std::vector<uint32_t> result;
  result.reserve(all.size());
  std::set_difference(all.begin(), all.end(), live.voids.begin(), live.voids.end(), std::back_inserter(result));
  return result;
}

}  // namespace

bool LivePart::is_void(uint32_t customer) const { return std::binary_search(voids.begin(), voids.end(), customer); }

MergedSnapshot::MergedSnapshot(const Columns& columns, std::vector<std::shared_ptr<const Part>> parts,
                               const MergedOptions& options)
    : columns_(columns.all()),
      names_(columns.names()),
      refused_(columns.refused()),
      stages_(options.stages),
      directory_(options.directory) {
  for (std::shared_ptr<const Part>& part : parts) {
    last_sequence_ = std::max(last_sequence_, part->summary().last_sequence);
    parts_.push_back({std::move(part), {}});
  }
  find_voids();
  count();
  cut(std::max<size_t>(options.block_events, 1));
}

bool MergedSnapshot::property_left_out(std::string_view name) const {
  if (!name.starts_with("properties.") || find_column(name)) return false;
  return refused_.size() >= limits::kPropertiesMax || refused_.contains(name);
}

void MergedSnapshot::find_voids() {
  std::vector<uint32_t> replaced;
  for (auto live = parts_.rbegin(); live != parts_.rend(); ++live) {
    const std::span<const uint32_t> here = live->part->customers();
    std::set_intersection(replaced.begin(), replaced.end(), here.begin(), here.end(), std::back_inserter(live->voids));
    replaced = united(replaced, live->part->replaces());
  }
}

size_t MergedSnapshot::largest() const {
  size_t best = 0;
  for (size_t i = 1; i < parts_.size(); ++i) {
    if (parts_[i].part->summary().events > parts_[best].part->summary().events) best = i;
  }
  return best;
}

uint64_t MergedSnapshot::events_in(const LivePart& live, CustomerRange range) const {
  const Part& part = *live.part;
  uint64_t events = part.events_before(part.lower_bound(range.to)) - part.events_before(part.lower_bound(range.from));
  auto dead = std::lower_bound(live.voids.begin(), live.voids.end(), range.from);
  for (; dead != live.voids.end() && *dead < range.to; ++dead) {
    const size_t customer = part.lower_bound(*dead);
    events -= part.events_before(customer + 1) - part.events_before(customer);
  }
  return events;
}

// The first and the last time of a part's events that count; from > to when there are none.
TimeRange MergedSnapshot::span_of(const LivePart& live) {
  const Part& part = *live.part;
  const PartSummary& summary = part.summary();
  if (live.voids.empty() && summary.events > 0) return {summary.first_time, summary.last_time};
  TimeRange span{INT64_MAX, INT64_MIN};
  const auto widen = [&](Micros first, Micros last) { span = {std::min(span.from, first), std::max(span.to, last)}; };
  if (summary.events == 0) return span;
  const std::span<const TimeRange> times = part.chunk_times();
  std::vector<size_t> mixed;  // Chunks with void customers.
  for (size_t chunk = 0; chunk < part.chunk_count(); ++chunk) {
    const ChunkPlace& place = part.chunk(chunk);
    const std::span<const uint32_t> here = part.customers().subspan(place.customer_begin, place.customer_count);
    const auto dead = std::lower_bound(live.voids.begin(), live.voids.end(), here.front());
    if (dead != live.voids.end() && *dead <= here.back()) {
      mixed.push_back(chunk);
    } else {
      widen(times[chunk].from, times[chunk].to);
    }
  }
  std::vector<Micros> all;
  for (const size_t chunk : mixed) {
    if (times[chunk].from >= span.from && times[chunk].to <= span.to) continue;
    if (!part.read_times(chunk, all)) continue;
    const std::span<const uint32_t> begins = part.begins(chunk);
    for (size_t i = 0; i + 1 < begins.size(); ++i) {
      if (live.is_void(part.customers()[part.chunk(chunk).customer_begin + i])) continue;
      widen(all[begins[i]], all[begins[i + 1] - 1]);
    }
  }
  return span;
}

void MergedSnapshot::count() {
  if (parts_.empty()) return;
  bool any = false;
  for (const LivePart& live : parts_) {
    events_ += static_cast<int64_t>(events_in(live, {0, kCustomerEnd}));
    const TimeRange span = span_of(live);
    if (span.from > span.to) continue;
    times_.from = any ? std::min(times_.from, span.from) : span.from;
    times_.to = any ? std::max(times_.to, span.to) : span.to;
    any = true;
  }
  const size_t base = largest();
  std::vector<uint32_t> others;
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (i != base) others = united(others, living(parts_[i]));
  }
  const LivePart& large = parts_[base];
  customers_ = static_cast<int64_t>(large.part->customers().size() - large.voids.size());
  size_t from = 0;  // Both lists ascend, so each search starts where the last one ended.
  const std::span<const uint32_t> known = large.part->customers();
  for (const uint32_t customer : others) {
    size_t step = 1;
    while (from + step < known.size() && known[from + step] < customer) step *= 2;
    const auto begin = known.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = known.begin() + static_cast<std::ptrdiff_t>(std::min(from + step + 1, known.size()));
    const auto found = std::lower_bound(begin, end, customer);
    from = static_cast<size_t>(found - known.begin());
    const bool there = from < known.size() && known[from] == customer;
    if (!there || large.is_void(customer)) ++customers_;
  }
}

void MergedSnapshot::cut(size_t block_events) {
  if (events_ == 0) return;
  const Part& base = *parts_[largest()].part;
  CustomerRange range;
  for (size_t chunk = 0; chunk < base.chunk_count(); ++chunk) {
    const bool last = chunk + 1 == base.chunk_count();
    range.to = last ? kCustomerEnd : base.customers()[base.chunk(chunk + 1).customer_begin];
    uint64_t events = 0;
    for (const LivePart& live : parts_) events += events_in(live, range);
    if (events > block_events + block_events / 2) {
      cut_range(range, block_events);
    } else if (events > 0) {
      blocks_.push_back(range);
    }
    range.from = range.to;
  }
}

void MergedSnapshot::cut_range(CustomerRange range, size_t block_events) {
  struct Weight {
    uint32_t customer;
    uint64_t events;
  };
  std::vector<Weight> weights;
  for (const LivePart& live : parts_) {
    const Part& part = *live.part;
    const size_t end = part.lower_bound(range.to);
    for (size_t i = part.lower_bound(range.from); i < end; ++i) {
      const uint32_t customer = part.customers()[i];
      if (live.is_void(customer)) continue;
      weights.push_back({customer, part.events_before(i + 1) - part.events_before(i)});
    }
  }
  std::stable_sort(weights.begin(), weights.end(),
                   [](const Weight& a, const Weight& b) { return a.customer < b.customer; });
  CustomerRange block = range;
  uint64_t events = 0;
  for (size_t i = 0; i < weights.size();) {
    const uint32_t customer = weights[i].customer;
    uint64_t own = 0;
    for (; i < weights.size() && weights[i].customer == customer; ++i) own += weights[i].events;
    if (events > 0 && events + own > block_events) {
      block.to = customer;
      blocks_.push_back(block);
      block.from = customer;
      events = 0;
    }
    events += own;
  }
  block.to = range.to;
  if (events > 0) blocks_.push_back(block);
}

std::vector<BlockMark> MergedSnapshot::block_marks() const {
  std::vector<uint64_t> rules;  // Touchpoints that name a stage; those without one come and go.
  for (size_t code = 0; stages_ != nullptr && code < stages_->size(); ++code) {
    if ((*stages_)[code] != 0) rules.insert(rules.end(), {code, (*stages_)[code]});
  }
  const auto hash = [](const std::vector<uint64_t>& words) {
    return hash64({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t)});
  };
  const uint64_t named = hash(rules);
  std::vector<BlockMark> marks;
  marks.reserve(blocks_.size());
  std::vector<uint64_t> words;
  for (const CustomerRange& range : blocks_) {
    words.assign({range.from, range.to, named});
    for (const LivePart& live : parts_) {
      const size_t begin = live.part->lower_bound(range.from);
      if (begin == live.part->customers().size() || live.part->customers()[begin] >= range.to) continue;
      words.push_back(live.part->id());
      const auto dead = std::lower_bound(live.voids.begin(), live.voids.end(), range.from);
      const auto end = std::lower_bound(dead, live.voids.end(), range.to);
      words.push_back(static_cast<uint64_t>(end - dead));
      words.insert(words.end(), dead, end);
    }
    marks.push_back({range.from, hash(words)});
  }
  return marks;
}

std::unique_ptr<BlockReader> MergedSnapshot::reader(std::span<const ColumnId> columns) const {
  return std::make_unique<MergedReader>(*this, columns);
}

Status MergedSnapshot::status() const {
  for (const LivePart& live : parts_) {
    if (live.part->damaged()) {
      return Status::corruption("a column file is damaged; the timelines will be rebuilt from the record, ask again");
    }
  }
  return {};
}

std::optional<ColumnId> Snapshot::find_column(std::string_view name) const {
  const std::span<const ColumnInfo> all = columns();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].name == name) return static_cast<ColumnId>(i);
  }
  return std::nullopt;
}

}  // namespace sojourn
