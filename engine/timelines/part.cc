#include "timelines/part.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "base/hash.h"
#include "timelines/columns.h"
#include "timelines/times_codec.h"

namespace sojourn {
namespace {

constexpr uint64_t kMagic = 0x31'54'52'41'50'4A'4F'53;  // "SOJPART1".

constexpr size_t padding(size_t size) { return (8 - size % 8) % 8; }

void pad(ByteWriter& out) { out.raw("\0\0\0\0\0\0\0", padding(out.bytes().size())); }

template <class T>
void write_array(ByteWriter& out, std::span<const T> values) {
  out.u64(values.size());
  out.raw(values.data(), values.size_bytes());
  pad(out);
}

// A borrowed array; the bytes start at a multiple of eight and so do all arrays in them.
template <class T>
Result<std::span<const T>> read_array(ByteReader& in) {
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(T)));
  SOJOURN_TRY(const std::string_view raw, in.raw(count * sizeof(T)));
  SOJOURN_TRY(const std::string_view rest, in.raw(padding(raw.size())));
  static_cast<void>(rest);
  return std::span<const T>(reinterpret_cast<const T*>(raw.data()), count);
}

template <class T>
bool ascends(std::span<const T> values) {
  return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

}  // namespace

SharedBytes SharedBytes::own(std::string bytes) {
  auto kept = std::make_shared<const std::string>(std::move(bytes));
  const std::string_view view = *kept;
  return {view, std::move(kept)};
}

uint64_t Part::next_id() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

Result<std::shared_ptr<const Part>> Part::open(SharedBytes index, std::vector<SharedBytes> segments, bool trusted,
                                               const std::string& name) {
  const std::shared_ptr<Part> part(new Part);
  part->index_ = std::move(index);
  part->segments_ = std::move(segments);
  part->trusted_ = trusted;
  SOJOURN_CHECK(part->read_index(name));
  if (!trusted) {
    SOJOURN_CHECK(part->check_chunks(name));
    part->entries_max_ = size_t{part->summary_.column_end} + 2;
    part->checked_ = std::vector<std::atomic<uint8_t>>(part->chunks_.size() * part->entries_max_);
  }
  return std::shared_ptr<const Part>(part);
}

Status Part::read_index(const std::string& name) {
  ByteReader in(index_.view, name);
  if (index_.view.size() < 16) return in.corrupt("the index is cut off");
  uint64_t hash;
  std::memcpy(&hash, index_.view.data() + index_.view.size() - 8, 8);
  if (!trusted_ && hash != hash64(index_.view.substr(0, index_.view.size() - 8))) {
    return in.corrupt("the checksum does not fit");
  }
  SOJOURN_TRY(const uint64_t magic, in.u64());
  SOJOURN_TRY(const uint64_t layout, in.u64());
  if (magic != kMagic || layout != Columns::layout_hash()) return in.corrupt("another format version");
  SOJOURN_TRY(const std::string_view summary, in.raw(sizeof summary_));
  std::memcpy(&summary_, summary.data(), sizeof summary_);
  SOJOURN_TRY(const std::span<const ChunkPlace> chunks, read_array<ChunkPlace>(in));
  chunks_.assign(chunks.begin(), chunks.end());
  SOJOURN_TRY(customers_, read_array<uint32_t>(in));
  SOJOURN_TRY(identified_, read_array<uint8_t>(in));
  SOJOURN_TRY(begins_, read_array<uint32_t>(in));
  SOJOURN_TRY(const std::span<const uint32_t> replaces, read_array<uint32_t>(in));
  replaces_.assign(replaces.begin(), replaces.end());
  SOJOURN_TRY(const std::span<const Regrouping> regrouped, read_array<Regrouping>(in));
  regrouped_.assign(regrouped.begin(), regrouped.end());
  SOJOURN_TRY(hash, in.u64());
  return in.end();
}

Status Part::check_chunks(const std::string& name) const {
  const auto wrong = [&] { return Status::corruption("the list of chunks makes no sense", name); };
  uint64_t events = 0;
  uint64_t customers = 0;
  for (const ChunkPlace& chunk : chunks_) {
    if (chunk.event_begin != events || chunk.customer_begin != customers || chunk.customer_count == 0) return wrong();
    if (chunk.segment >= segments_.size()) return wrong();
    const size_t size = segments_[chunk.segment].view.size();
    if (chunk.offset > size || chunk.bytes > size - chunk.offset || chunk.head_bytes > chunk.bytes) return wrong();
    events += chunk.event_count;
    customers += chunk.customer_count;
  }
  if (customers != customers_.size() || identified_.size() != customers ||
      begins_.size() != customers + chunks_.size() || events != static_cast<uint64_t>(summary_.events)) {
    return wrong();
  }
  if (!ascends(customers_) || !ascends(std::span<const uint32_t>(replaces_))) return wrong();
  for (size_t i = 0; i < chunks_.size(); ++i) {
    const std::span<const uint32_t> starts = begins(i);
    if (starts.front() != 0 || starts.back() != chunks_[i].event_count || !ascends(starts)) return wrong();
  }
  return {};
}

std::span<const uint32_t> Part::begins(size_t chunk) const {
  const ChunkPlace& place = chunks_[chunk];
  return begins_.subspan(place.customer_begin + chunk, size_t{place.customer_count} + 1);
}

ChunkView Part::view(size_t chunk) const {
  const ChunkPlace& place = chunks_[chunk];
  return {segments_[place.segment].view.substr(place.offset, place.bytes), place.event_count};
}

size_t Part::chunk_of(size_t customer) const {
  const auto after = std::upper_bound(chunks_.begin(), chunks_.end(), customer,
                                      [](size_t c, const ChunkPlace& chunk) { return c < chunk.customer_begin; });
  return static_cast<size_t>(after - chunks_.begin()) - 1;
}

uint64_t Part::events_before(size_t customer) const {
  if (customer >= customers_.size()) return static_cast<uint64_t>(summary_.events);
  const size_t chunk = chunk_of(customer);
  return chunks_[chunk].event_begin + begins(chunk)[customer - chunks_[chunk].customer_begin];
}

size_t Part::lower_bound(uint64_t number) const {
  return static_cast<size_t>(std::lower_bound(customers_.begin(), customers_.end(), number) - customers_.begin());
}

bool Part::check(size_t chunk, size_t entry) const {
  if (trusted_) return true;
  const size_t slot = entry == kHead ? 0 : entry + 1;
  if (slot >= entries_max_) {
    mark_damaged();
    return false;
  }
  std::atomic<uint8_t>& known = checked_[chunk * entries_max_ + slot];
  const uint8_t before = known.load(std::memory_order_relaxed);
  if (before != 0) return before == 1;
  const ChunkView bytes = view(chunk);
  bool sound = false;
  if (entry == kHead) {
    const ChunkPlace& place = chunks_[chunk];
    const std::string_view head = segments_[place.segment].view.substr(place.offset, place.head_bytes);
    sound = hash64(head) == place.head_hash && bytes.sound();
  } else {
    const ChunkEntry place = bytes.entry(entry);
    sound = hash64(bytes.bytes_of(place)) == place.hash;
  }
  known.store(sound ? 1 : 2, std::memory_order_relaxed);
  if (!sound) mark_damaged();
  return sound;
}

bool Part::read_times(size_t chunk, std::vector<Micros>& times) const {
  const ChunkView bytes = view(chunk);
  times.resize(bytes.event_count());
  if (check(chunk, kHead) && check(chunk, 0) && decode_times(bytes.bytes_of(bytes.entry(0)), begins(chunk), times)) {
    return true;
  }
  mark_damaged();
  return false;
}

std::span<const TimeRange> Part::chunk_times() const {
  std::call_once(times_read_, [this] {
    std::vector<Micros> times;
    for (size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      TimeRange range{INT64_MAX, INT64_MIN};
      if (read_times(chunk, times)) {
        const auto [first, last] = std::minmax_element(times.begin(), times.end());
        range = {*first, *last};
      }
      chunk_times_.push_back(range);
    }
  });
  return chunk_times_;
}

int64_t Part::bytes() const {
  size_t total = index_.view.size();
  for (const SharedBytes& segment : segments_) total += segment.view.size();
  return static_cast<int64_t>(total);
}

PartWriter::PartWriter(SegmentSink sink) : sink_(std::move(sink)) {
  if (!sink_)
    sink_ = [](size_t, std::string bytes) -> Result<SharedBytes> { return SharedBytes::own(std::move(bytes)); };
}

Status PartWriter::add_chunk(std::string bytes, std::span<const uint32_t> customers,
                             std::span<const uint8_t> identified, std::span<const uint32_t> begins,
                             TimeRange first_and_last) {
  if (!segment_.empty() && segment_.size() + bytes.size() > kSegmentBytes) SOJOURN_CHECK(flush());
  ChunkPlace place;
  place.event_begin = events_;
  place.event_count = begins.back();
  place.customer_begin = static_cast<uint32_t>(customers_.size());
  place.customer_count = static_cast<uint32_t>(customers.size());
  place.segment = static_cast<uint32_t>(segments_.size());
  place.offset = segment_.size();
  place.bytes = bytes.size();
  const size_t entries = ChunkView(bytes, place.event_count).entry_count();
  place.head_bytes = static_cast<uint32_t>(8 + entries * sizeof(ChunkEntry));
  place.head_hash = hash64(std::string_view(bytes).substr(0, place.head_bytes));
  chunks_.push_back(place);
  segment_.append(bytes);
  segment_.resize((segment_.size() + 63) & ~size_t{63}, '\0');  // Chunks start on a cache line.
  customers_.insert(customers_.end(), customers.begin(), customers.end());
  identified_.insert(identified_.end(), identified.begin(), identified.end());
  begins_.insert(begins_.end(), begins.begin(), begins.end());
  times_.from = events_ == 0 ? first_and_last.from : std::min(times_.from, first_and_last.from);
  times_.to = events_ == 0 ? first_and_last.to : std::max(times_.to, first_and_last.to);
  events_ += place.event_count;
  return {};
}

Status PartWriter::flush() {
  segment_.shrink_to_fit();
  SOJOURN_TRY(SharedBytes kept, sink_(segments_.size(), std::move(segment_)));
  segments_.push_back(std::move(kept));
  segment_.clear();
  return {};
}

Result<std::shared_ptr<const Part>> PartWriter::finish(PartSummary summary, std::span<const uint32_t> replaces,
                                                       std::span<const Regrouping> regrouped) {
  if (!segment_.empty()) SOJOURN_CHECK(flush());
  summary.events = static_cast<int64_t>(events_);
  summary.first_time = times_.from;
  summary.last_time = times_.to;
  ByteWriter out;
  out.u64(kMagic);
  out.u64(Columns::layout_hash());
  out.raw(&summary, sizeof summary);
  write_array(out, std::span<const ChunkPlace>(chunks_));
  write_array(out, std::span<const uint32_t>(customers_));
  write_array(out, std::span<const uint8_t>(identified_));
  write_array(out, std::span<const uint32_t>(begins_));
  write_array(out, replaces);
  write_array(out, regrouped);
  out.u64(hash64(out.bytes()));
  return Part::open(SharedBytes::own(out.take()), std::move(segments_), true, "part");
}

}  // namespace sojourn
