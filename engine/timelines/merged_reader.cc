#include "timelines/merged_reader.h"

#include <algorithm>
#include <cstring>

#include "base/assert.h"

namespace sojourn {
namespace {

BlockColumn slice(const BlockColumn& whole, ColumnType type, size_t begin, size_t events) {
  BlockColumn column;
  switch (type) {
    case ColumnType::kCode: {
      const uint8_t width = whole.codes.width();
      column.codes = CodeColumn(static_cast<const char*>(whole.codes.raw()) + begin * width, width);
      break;
    }
    case ColumnType::kNumber: column.numbers = whole.numbers.subspan(begin, events); break;
    case ColumnType::kInteger: column.integers = whole.integers.subspan(begin, events); break;
    case ColumnType::kKey: column.keys = whole.keys.subspan(begin, events); break;
    case ColumnType::kText: column.texts = {whole.texts.offsets + begin, whole.texts.bytes}; break;
  }
  return column;
}

const void* raw_words(const BlockColumn& column, ColumnType type) {
  if (type == ColumnType::kNumber) return column.numbers.data();
  if (type == ColumnType::kInteger) return column.integers.data();
  return column.keys.data();
}

// Copies codes into wider or equally wide ones.
template <class Out>
void copy_codes(const CodeColumn& from, size_t begin, size_t count, Out* out) {
  if (from.width() == sizeof(Out)) {
    std::memcpy(out, static_cast<const char*>(from.raw()) + begin * sizeof(Out), count * sizeof(Out));
    return;
  }
  for (size_t i = 0; i < count; ++i) out[i] = static_cast<Out>(from[begin + i]);
}

template <class Out>
void resolve(const CodeColumn& own, const CodeColumn& touchpoints, const StageTable& table, size_t events, Out* out) {
  for (size_t i = 0; i < events; ++i) {
    const uint32_t stage = own[i];
    const uint32_t touchpoint = touchpoints[i];
    out[i] = static_cast<Out>(stage != 0 || touchpoint >= table.size() ? stage : table[touchpoint]);
  }
}

}  // namespace

MergedReader::MergedReader(const MergedSnapshot& snapshot, std::span<const ColumnId> columns)
    : snapshot_(snapshot), wanted_(columns.begin(), columns.end()) {
  times_wanted_ = std::erase(wanted_, kWithoutTimes) == 0;
  const auto wants = [&](Field field) {
    return std::find(wanted_.begin(), wanted_.end(), column_of(field)) != wanted_.end();
  };
  stages_wanted_ = wants(Field::kStage) && snapshot.stages() != nullptr;
  if (stages_wanted_ && !wants(Field::kTouchpoint)) wanted_.push_back(column_of(Field::kTouchpoint));
  for (const ColumnId column : wanted_) {
    SOJOURN_ASSERT(column < snapshot.columns().size(), "a reader is asked for a column that there is not");
  }
  columns_.resize(snapshot.columns().size());
  rooms_.resize(columns_.size());
  has_values_.resize(columns_.size());
  block_.columns = columns_;
}

const Block& MergedReader::read(size_t index) {
  range_ = snapshot_.block(index);
  find_sources(range_);
  if (!read_in_place()) read_merged();
  if (stages_wanted_) resolve_stages();
  return block_;
}

void MergedReader::find_sources(CustomerRange range) {
  source_count_ = 0;
  for (const LivePart& live : snapshot_.parts()) {
    const Part& part = *live.part;
    const size_t end = part.lower_bound(range.to);
    for (size_t customer = part.lower_bound(range.from); customer < end;) {
      const size_t chunk = part.chunk_of(customer);
      const ChunkPlace& place = part.chunk(chunk);
      const size_t chunk_end = std::min(end, size_t{place.customer_begin} + place.customer_count);
      if (source_count_ == sources_.size()) sources_.push_back(std::make_unique<SourceChunk>());
      // What an earlier read decoded of the same chunk is found again, whichever place it had.
      for (size_t i = source_count_; i < sources_.size(); ++i) {
        if (sources_[i]->is(live.part, chunk)) std::swap(sources_[i], sources_[source_count_]);
      }
      SourceChunk& source = *sources_[source_count_++];
      source.turn_to(live.part, chunk);
      source.customer_begin = customer;
      source.customer_end = chunk_end;
      customer = chunk_end;
    }
  }
}

bool MergedReader::read_in_place() {
  if (source_count_ != 1) return false;
  SourceChunk& source = *sources_[0];
  for (const LivePart& live : snapshot_.parts()) {
    if (live.part.get() != &source.part()) continue;
    const auto dead = std::lower_bound(live.voids.begin(), live.voids.end(), range_.from);
    if (dead != live.voids.end() && *dead < range_.to) return false;
  }
  const size_t count = source.customer_end - source.customer_begin;
  const std::span<const uint32_t> begins =
      source.begins().subspan(source.customer_begin - source.chunk_customer(), count + 1);
  const size_t first = begins.front();
  const size_t events = begins.back() - first;
  block_.customers = source.part().customers().subspan(source.customer_begin, count);
  block_.identified = source.part().identified().subspan(source.customer_begin, count);
  if (first == 0) {
    block_.begins = begins;
  } else {
    begins_.resize(begins.size());
    for (size_t i = 0; i < begins.size(); ++i) begins_[i] = static_cast<uint32_t>(begins[i] - first);
    block_.begins = begins_;
  }
  if (times_wanted_) {
    block_.times = source.times().subspan(first, events);
  } else {
    if (no_times_.size() < events) no_times_.resize(events, 0);
    block_.times = {no_times_.data(), events};
  }
  for (const ColumnId column : wanted_) {
    const ColumnType type = snapshot_.columns()[column].type;
    const BlockColumn* whole = source.column(column, type);
    has_values_[column] = whole != nullptr;
    columns_[column] = whole != nullptr ? slice(*whole, type, first, events) : absent_.get(type, events);
  }
  return true;
}

void MergedReader::read_merged() {
  order_stretches();
  runs_.clear();
  customers_.clear();
  identified_.clear();
  begins_.assign(1, 0);
  for (size_t i = 0; i < stretches_.size();) {
    size_t end = i + 1;
    while (end < stretches_.size() && stretches_[end].customer == stretches_[i].customer) ++end;
    add_customer({stretches_.data() + i, end - i});
    i = end;
  }
  block_.customers = customers_;
  block_.identified = identified_;
  block_.begins = begins_;
  gather_times();
  for (const ColumnId column : wanted_) gather_column(column);
}

void MergedReader::order_stretches() {
  stretches_.clear();
  const auto earlier = [](const Stretch& a, const Stretch& b) { return a.customer < b.customer; };
  size_t next = 0;
  for (const LivePart& live : snapshot_.parts()) {
    const auto old_end = static_cast<std::ptrdiff_t>(stretches_.size());
    for (; next < source_count_ && &sources_[next]->part() == live.part.get(); ++next) {
      const SourceChunk& source = *sources_[next];
      const std::span<const uint32_t> begins = source.begins();
      for (size_t i = source.customer_begin; i < source.customer_end; ++i) {
        const uint32_t customer = live.part->customers()[i];
        if (!live.voids.empty() && live.is_void(customer)) continue;
        const size_t local = i - source.chunk_customer();
        stretches_.push_back(
            {customer, static_cast<uint32_t>(next), begins[local], begins[local + 1], live.part->identified()[i]});
      }
    }
    // Stable: of one customer, the stretch of the older part stays first.
    std::inplace_merge(stretches_.begin(), stretches_.begin() + old_end, stretches_.end(), earlier);
  }
}

void MergedReader::add_run(uint32_t source, uint32_t begin, uint32_t end) {
  if (!runs_.empty() && runs_.back().source == source && runs_.back().end == begin) {
    runs_.back().end = end;
  } else {
    runs_.push_back({source, begin, end});
  }
}

void MergedReader::add_customer(std::span<const Stretch> stretches) {
  uint32_t events = begins_.back();
  bool in_order = true;
  for (size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& stretch = stretches[i];
    events += stretch.end - stretch.begin;
    if (i == 0) continue;
    const Stretch& before = stretches[i - 1];
    in_order = in_order &&
               sources_[before.source]->times()[before.end - 1] <= sources_[stretch.source]->times()[stretch.begin];
  }
  customers_.push_back(stretches.front().customer);
  identified_.push_back(stretches.front().identified);
  begins_.push_back(events);
  if (in_order) {
    for (const Stretch& stretch : stretches) add_run(stretch.source, stretch.begin, stretch.end);
    return;
  }
  // Late events: take the earliest head again and again; of equal times the older part's.
  heads_.assign(stretches.begin(), stretches.end());
  while (true) {
    Stretch* best = nullptr;
    Micros best_time = 0;
    for (Stretch& head : heads_) {
      if (head.begin == head.end) continue;
      const Micros time = sources_[head.source]->times()[head.begin];
      if (best == nullptr || time < best_time) {
        best = &head;
        best_time = time;
      }
    }
    if (best == nullptr) return;
    add_run(best->source, best->begin, best->begin + 1);
    ++best->begin;
  }
}

void MergedReader::gather_times() {
  times_.resize(begins_.back());
  Micros* out = times_.data();
  for (const Run& run : runs_) {
    const std::span<const Micros> from = sources_[run.source]->times();
    out = std::copy(from.begin() + run.begin, from.begin() + run.end, out);
  }
  block_.times = times_;
}

void MergedReader::gather_column(ColumnId column) {
  const ColumnType type = snapshot_.columns()[column].type;
  pieces_.assign(source_count_, nullptr);
  bool any = false;
  for (size_t i = 0; i < source_count_; ++i) {
    pieces_[i] = sources_[i]->column(column, type);
    any = any || pieces_[i] != nullptr;
  }
  has_values_[column] = any;
  if (!any) {
    columns_[column] = absent_.get(type, times_.size());
  } else if (type == ColumnType::kCode) {
    gather_codes(rooms_[column], columns_[column]);
  } else if (type == ColumnType::kText) {
    gather_texts(rooms_[column], columns_[column]);
  } else {
    gather_words(type, rooms_[column], columns_[column]);
  }
}

void MergedReader::gather_codes(ColumnRoom& room, BlockColumn& column) {
  uint8_t width = 1;
  for (const BlockColumn* piece : pieces_) {
    if (piece != nullptr) width = std::max(width, piece->codes.width());
  }
  const auto gather = [&]<class T>(T* out) {
    for (const Run& run : runs_) {
      const size_t count = run.end - run.begin;
      if (const BlockColumn* piece = pieces_[run.source]; piece != nullptr) {
        copy_codes(piece->codes, run.begin, count, out);
      } else {
        std::fill_n(out, count, T{0});
      }
      out += count;
    }
  };
  room.values.resize((times_.size() * width + 7) / 8);
  uint64_t* out = room.values.data();
  if (width == 1) gather(reinterpret_cast<uint8_t*>(out));
  if (width == 2) gather(reinterpret_cast<uint16_t*>(out));
  if (width == 4) gather(reinterpret_cast<uint32_t*>(out));
  column.codes = CodeColumn(out, width);
}

void MergedReader::gather_words(ColumnType type, ColumnRoom& room, BlockColumn& column) {
  const size_t events = times_.size();
  room.values.resize(events);
  uint64_t* out = room.values.data();
  for (const Run& run : runs_) {
    const size_t count = run.end - run.begin;
    if (const BlockColumn* piece = pieces_[run.source]; piece != nullptr) {
      std::memcpy(out, static_cast<const char*>(raw_words(*piece, type)) + size_t{run.begin} * 8, count * 8);
    } else {
      std::fill_n(out, count, absent_word(type));
    }
    out += count;
  }
  const void* words = room.values.data();
  if (type == ColumnType::kNumber) column.numbers = {static_cast<const double*>(words), events};
  if (type == ColumnType::kInteger) column.integers = {static_cast<const int64_t*>(words), events};
  if (type == ColumnType::kKey) column.keys = {static_cast<const uint64_t*>(words), events};
}

void MergedReader::gather_texts(ColumnRoom& room, BlockColumn& column) {
  room.offsets.clear();
  room.texts.clear();
  for (const Run& run : runs_) {
    for (size_t i = run.begin; i < run.end; ++i) {
      room.offsets.push_back(room.texts.size());
      if (const BlockColumn* piece = pieces_[run.source]; piece != nullptr) room.texts.append(piece->texts[i]);
    }
  }
  room.offsets.push_back(room.texts.size());
  column.texts = {room.offsets.data(), room.texts.data()};
}

void MergedReader::resolve_stages() {
  const StageTable& table = *snapshot_.stages();
  BlockColumn& stage = columns_[column_of(Field::kStage)];
  const CodeColumn own = stage.codes;
  const CodeColumn touchpoints = columns_[column_of(Field::kTouchpoint)].codes;
  const size_t events = block_.times.size();
  const uint32_t largest = table.empty() ? 0 : *std::max_element(table.begin(), table.end());
  const uint8_t width = std::max(own.width(), code_width(largest));
  stage_room_.values.resize((events * width + 7) / 8);
  uint64_t* out = stage_room_.values.data();
  if (width == 1) resolve(own, touchpoints, table, events, reinterpret_cast<uint8_t*>(out));
  if (width == 2) resolve(own, touchpoints, table, events, reinterpret_cast<uint16_t*>(out));
  if (width == 4) resolve(own, touchpoints, table, events, reinterpret_cast<uint32_t*>(out));
  stage.codes = CodeColumn(out, width);
}

}  // namespace sojourn
