#include "timelines/part_build.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/parallel.h"

namespace sojourn {
namespace {

// A column that fewer than one event in this many has is kept as positions while it is sorted.
constexpr size_t kSparseShare = 8;
constexpr size_t kChunksAtOnce = 8;  // Bounds what is packed but not yet written.

// Some customers in order, cut so that none is split.
struct Cut {
  size_t customer_begin = 0;  // Indexes into SortedEvents::customers.
  size_t customer_end = 0;
};

// Values of a column in their final order: all events', or those at `positions`.
struct SortedColumn {
  ColumnType type = ColumnType::kCode;
  const ArrivalColumn* full = nullptr;                // Every event has one: look up by arrival.
  std::vector<uint32_t> index;                        // Dense: by arrival, 1 + where its value is; 0: it has none.
  std::vector<std::pair<uint32_t, uint32_t>> sparse;  // (final position, where its value is), ascending.
  const ArrivalColumn* values = nullptr;
};

class Sorter {
 public:
  Sorter(Arrivals&& arrivals, const PartBuildOptions& options) : in_(std::move(arrivals)), options_(options) {}

  Result<std::shared_ptr<const Part>> run(const PartSummary& summary, std::span<const uint32_t> replaces,
                                          std::span<const Regrouping> regrouped) {
    order_by_customer();
    cut();
    order_by_time();
    sort_columns();
    PartWriter writer(options_.sink);
    for (size_t first = 0; first < cuts_.size(); first += kChunksAtOnce) {
      const size_t count = std::min(kChunksAtOnce, cuts_.size() - first);
      std::vector<std::string> packed(count);
      parallel_for(count, thread_count(), [&](size_t, size_t i) { packed[i] = pack(cuts_[first + i]); });
      for (size_t i = 0; i < count; ++i) SOJOURN_CHECK(write(writer, cuts_[first + i], std::move(packed[i])));
    }
    return writer.finish(summary, replaces, regrouped);
  }

 private:
  void order_by_customer();
  void cut();
  void order_by_time();
  void sort_columns();
  SortedColumn sort_column(ArrivalColumn& from, const std::vector<uint32_t>& place) const;
  std::string pack(const Cut& cut) const;
  void pack_column(const Cut& cut, ColumnId column, ChunkWriter& writer) const;
  Status write(PartWriter& writer, const Cut& cut, std::string packed) const;
  size_t first_event(const Cut& cut) const { return starts_[cut.customer_begin]; }
  std::vector<uint32_t> local_begins(const Cut& cut) const;

  Arrivals in_;
  const PartBuildOptions& options_;
  std::vector<uint32_t> order_;      // Final position -> arrival.
  std::vector<Micros> times_;        // In final order.
  std::vector<uint32_t> customers_;  // Ascending, each once.
  std::vector<uint8_t> identified_;
  std::vector<size_t> starts_;  // First event of each customer, and at last the number of events.
  std::vector<Cut> cuts_;
  std::vector<SortedColumn> columns_;
};

void Sorter::order_by_customer() {
  const size_t count = in_.size();
  order_.resize(count);
  const auto begin_customer = [&](uint32_t customer, size_t first) {
    customers_.push_back(customer);
    identified_.push_back(in_.identified[order_[first]]);
    starts_.push_back(first);
  };
  const uint32_t largest = count == 0 ? 0 : *std::max_element(in_.customers.begin(), in_.customers.end());
  if (count < largest / 4) {
    // Few events of many customers: counting would cost more than sorting.
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(),
              [&](uint32_t a, uint32_t b) { return std::pair(in_.customers[a], a) < std::pair(in_.customers[b], b); });
    for (size_t i = 0; i < count; ++i) {
      const uint32_t customer = in_.customers[order_[i]];
      if (i == 0 || in_.customers[order_[i - 1]] != customer) begin_customer(customer, i);
    }
  } else {
    std::vector<uint32_t> ends(size_t{largest} + 2, 0);  // While sorting: where the customer's next event goes.
    for (const uint32_t customer : in_.customers) ++ends[customer + 1];
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    for (uint32_t event = 0; event < count; ++event) order_[ends[in_.customers[event]]++] = event;
    for (uint32_t customer = 0, first = 0; first < count; first = ends[customer++]) {
      if (ends[customer] > first) begin_customer(customer, first);
    }
  }
  starts_.push_back(count);
  in_.customers = {};
  in_.identified = {};
}

void Sorter::cut() {
  const size_t target = std::max<size_t>(options_.chunk_events, 1);
  Cut current;
  for (size_t customer = 0; customer < customers_.size(); ++customer) {
    const size_t events = starts_[customer + 1] - starts_[current.customer_begin];
    if (customer > current.customer_begin && events > target) {
      current.customer_end = customer;
      cuts_.push_back(current);
      current.customer_begin = customer;
    }
  }
  if (current.customer_begin < customers_.size()) {
    current.customer_end = customers_.size();
    cuts_.push_back(current);
  }
}

void Sorter::order_by_time() {
  times_.resize(in_.size());
  parallel_for(cuts_.size(), thread_count(), [&](size_t, size_t index) {
    std::vector<std::pair<std::pair<Micros, uint64_t>, uint32_t>> keyed;
    for (size_t customer = cuts_[index].customer_begin; customer < cuts_[index].customer_end; ++customer) {
      const size_t begin = starts_[customer];
      const size_t end = starts_[customer + 1];
      bool sorted = true;
      for (size_t i = begin; i < end; ++i) {
        times_[i] = in_.times[order_[i]];
        if (i == begin) continue;
        const bool in_turn = in_.sequences.empty() || in_.sequences[order_[i - 1]] < in_.sequences[order_[i]];
        sorted = sorted && (times_[i - 1] < times_[i] || (times_[i - 1] == times_[i] && in_turn));
      }
      if (sorted) continue;
      keyed.clear();
      for (size_t i = begin; i < end; ++i) {
        const uint64_t sequence = in_.sequences.empty() ? order_[i] : in_.sequences[order_[i]];
        keyed.push_back({{times_[i], sequence}, order_[i]});
      }
      std::sort(keyed.begin(), keyed.end());
      for (size_t i = begin; i < end; ++i) {
        times_[i] = keyed[i - begin].first.first;
        order_[i] = keyed[i - begin].second;
      }
    }
  });
  in_.times = {};
  in_.sequences = {};
}

void Sorter::sort_columns() {
  columns_.resize(in_.columns.size());
  std::vector<uint32_t> place(order_.size());  // Arrival -> final position.
  for (uint32_t i = 0; i < order_.size(); ++i) place[order_[i]] = i;
  parallel_for(columns_.size(), thread_count(),
               [&](size_t, size_t column) { columns_[column] = sort_column(in_.columns[column], place); });
}

SortedColumn Sorter::sort_column(ArrivalColumn& from, const std::vector<uint32_t>& place) const {
  SortedColumn to;
  to.type = from.type;
  to.values = &from;
  const size_t count = from.count();
  if (count == 0) return to;
  if (from.full && count == order_.size()) {
    to.full = &from;
    return to;
  }
  if (from.full) {  // The first events have it, the last ones do not.
    from.positions.resize(count);
    std::iota(from.positions.begin(), from.positions.end(), 0U);
  }
  if (count * kSparseShare >= order_.size()) {
    to.index.assign(order_.size(), 0);
    for (uint32_t i = 0; i < count; ++i) to.index[from.positions[i]] = i + 1;
  } else {
    to.sparse.reserve(count);
    for (uint32_t i = 0; i < count; ++i) to.sparse.emplace_back(place[from.positions[i]], i);
    std::sort(to.sparse.begin(), to.sparse.end());
  }
  from.positions = {};
  return to;
}

std::vector<uint32_t> Sorter::local_begins(const Cut& cut) const {
  std::vector<uint32_t> begins;
  begins.reserve(cut.customer_end - cut.customer_begin + 1);
  for (size_t customer = cut.customer_begin; customer <= cut.customer_end; ++customer) {
    begins.push_back(static_cast<uint32_t>(starts_[customer] - first_event(cut)));
  }
  return begins;
}

// Values that a chunk needs of one column, side by side.
struct Picked {
  std::vector<uint32_t> positions;
  std::vector<uint32_t> where;  // In the arrival column.
};

template <class T>
std::vector<uint64_t> pick_codes(const GrowingCodes& from, const std::vector<uint32_t>& where) {
  std::vector<uint64_t> room((where.size() * sizeof(T) + 7) / 8);
  auto* out = reinterpret_cast<T*>(room.data());
  const auto* codes = static_cast<const T*>(from.column().raw());
  for (size_t i = 0; i < where.size(); ++i) out[i] = codes[where[i]];
  return room;
}

void Sorter::pack_column(const Cut& cut, ColumnId column, ChunkWriter& writer) const {
  const SortedColumn& sorted = columns_[column];
  const size_t begin = first_event(cut);
  const size_t end = starts_[cut.customer_end];
  Picked picked;
  ColumnValues values;
  values.type = sorted.type;
  if (sorted.full != nullptr) {
    picked.where.assign(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                        order_.begin() + static_cast<std::ptrdiff_t>(end));
  } else if (!sorted.index.empty()) {
    for (size_t i = begin; i < end; ++i) {
      const uint32_t where = sorted.index[order_[i]];
      if (where == 0) continue;
      picked.positions.push_back(static_cast<uint32_t>(i - begin));
      picked.where.push_back(where - 1);
    }
  } else {
    auto at = std::lower_bound(sorted.sparse.begin(), sorted.sparse.end(), std::pair<uint32_t, uint32_t>(begin, 0));
    for (; at != sorted.sparse.end() && at->first < end; ++at) {
      picked.positions.push_back(static_cast<uint32_t>(at->first - begin));
      picked.where.push_back(at->second);
    }
  }
  values.sparse = sorted.full == nullptr;
  values.positions = picked.positions;
  values.count = picked.where.size();
  if (values.count == 0) return;

  std::vector<uint64_t> room;
  std::string texts;
  if (sorted.type == ColumnType::kCode) {
    const GrowingCodes& codes = sorted.values->codes;
    if (codes.width() == 1) room = pick_codes<uint8_t>(codes, picked.where);
    if (codes.width() == 2) room = pick_codes<uint16_t>(codes, picked.where);
    if (codes.width() == 4) room = pick_codes<uint32_t>(codes, picked.where);
    values.codes = CodeColumn(room.data(), codes.width());
  } else if (sorted.type == ColumnType::kText) {
    for (const uint32_t where : picked.where) {
      room.push_back(texts.size());
      texts.append(sorted.values->text(where));
    }
    room.push_back(texts.size());
    values.texts = {room.data(), texts.data()};
  } else {
    room.reserve(picked.where.size());
    for (const uint32_t where : picked.where) room.push_back(sorted.values->words[where]);
    values.words = room.data();
  }
  writer.add_column(column, values);
}

std::string Sorter::pack(const Cut& cut) const {
  ChunkWriter writer;
  const size_t begin = first_event(cut);
  writer.add_times(std::span(times_).subspan(begin, starts_[cut.customer_end] - begin), local_begins(cut));
  for (ColumnId column = 0; column < columns_.size(); ++column) {
    if (columns_[column].values->count() > 0) pack_column(cut, column, writer);
  }
  return writer.finish();
}

Status Sorter::write(PartWriter& writer, const Cut& cut, std::string packed) const {
  const size_t customers = cut.customer_end - cut.customer_begin;
  const std::span<const Micros> times =
      std::span(times_).subspan(first_event(cut), starts_[cut.customer_end] - first_event(cut));
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  return writer.add_chunk(std::move(packed), std::span(customers_).subspan(cut.customer_begin, customers),
                          std::span(identified_).subspan(cut.customer_begin, customers), local_begins(cut),
                          {*first, *last});
}

}  // namespace

Result<std::shared_ptr<const Part>> build_part(Arrivals&& arrivals, PartSummary summary,
                                               std::span<const uint32_t> replaces,
                                               std::span<const Regrouping> regrouped, const PartBuildOptions& options) {
  if (arrivals.size() >= UINT32_MAX) return Status::limit("a part holds at most 4,294,967,294 events");
  return Sorter(std::move(arrivals), options).run(summary, replaces, regrouped);
}

}  // namespace sojourn
