// A part: an immutable run of events, sorted by (customer, time, sequence) and cut into chunks of whole customers.
//
// Parts of one Timelines come in order of sequence: of the events of a customer that count, those of a later part came
// later. So no part keeps sequence numbers: ties in time go by the order of the parts. A part may replace customers:
// all their events stand in it anew, and what older parts hold of them is void.
//
// Owner     Its bytes: strings in memory, or mapped files; both are the same bytes, those of docs/formats/timelines.md.
// Threads   immutable but for the flags of what was checked already.
// Errors    Damage of the index is found when it is opened; that of a column at its first use (see check()).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "event/identity.h"
#include "timelines/chunk.h"

namespace sojourn {

// Bytes and what keeps them alive.
struct SharedBytes {
  std::string_view view;
  std::shared_ptr<const void> owner;
  static SharedBytes own(std::string bytes);
};

// From now on the events of `identifier` are those of `customer`.
struct Regrouping {
  IdentifierCode identifier = 0;
  IdentifierCode customer = 0;
  bool operator==(const Regrouping&) const = default;
};

// What a part is, apart from its events.
struct PartSummary {
  int64_t after_sequence = 0;         // It brings the events with a larger number than this ...
  int64_t last_sequence = 0;          // ... up to this one, and the replaced customers' older ones.
  int64_t identity_version = 0;       // Of the store when it was made.
  IdentifierCode identifier_end = 1;  // Identifiers below this were known then.
  uint32_t column_end = 0;            // Columns below this were known then.
  int64_t events = 0;
  Micros first_time = 0;  // Of its events; 0 when it has none.
  Micros last_time = 0;
};

struct ChunkPlace {
  uint64_t event_begin = 0;  // Events of the part before this chunk.
  uint64_t offset = 0;       // Within its segment.
  uint64_t bytes = 0;
  uint64_t head_hash = 0;  // Of the list of entries, so that it can be trusted before anything else is read.
  uint32_t head_bytes = 0;
  uint32_t event_count = 0;
  uint32_t customer_begin = 0;  // Customers of the part before this chunk.
  uint32_t customer_count = 0;
  uint32_t segment = 0;
  uint32_t zero = 0;
};

class Part {
 public:
  // Reads an index as PartWriter makes it. `trusted` bytes (just made, in memory) need no checks at their first use.
  // Errors: kCorruption, which names `name` and what is wrong.
  static Result<std::shared_ptr<const Part>> open(SharedBytes index, std::vector<SharedBytes> segments, bool trusted,
                                                  const std::string& name);

  // Different for all parts that this process ever opened.
  uint64_t id() const { return id_; }
  const PartSummary& summary() const { return summary_; }
  std::span<const uint32_t> customers() const { return customers_; }  // Ascending.
  std::span<const uint8_t> identified() const { return identified_; }
  std::span<const uint32_t> replaces() const { return replaces_; }  // Ascending.
  // Identifiers that belong to another customer than before this part; new ones that are their own customer are left
  // out.
  std::span<const Regrouping> regrouped() const { return regrouped_; }

  size_t chunk_count() const { return chunks_.size(); }
  const ChunkPlace& chunk(size_t index) const { return chunks_[index]; }
  // The first event of each customer of a chunk, within it, and at last the number of its events.
  std::span<const uint32_t> begins(size_t chunk) const;
  ChunkView view(size_t chunk) const;
  // The chunk that holds a customer, both by index. REQUIRES: customer < customers().size().
  size_t chunk_of(size_t customer) const;
  // Events of the part before a customer; of all when customer == customers().size().
  uint64_t events_before(size_t customer) const;
  // Index of the first customer whose number is not below.
  size_t lower_bound(uint64_t number) const;

  // The first and the last time of each chunk; of a damaged one, a range that holds nothing (from > to).
  // Cost: decodes all times when asked first.
  std::span<const TimeRange> chunk_times() const;
  // The times of a chunk. False when they are damaged (the part is marked then).
  bool read_times(size_t chunk, std::vector<Micros>& times) const;

  // Is the entry of a chunk as it was written? Looks at the bytes the first time only; a false answer marks the part as
  // damaged. `entry` kHead asks for the list of entries.
  static constexpr size_t kHead = SIZE_MAX;
  bool check(size_t chunk, size_t entry) const;
  void mark_damaged() const { damaged_.store(true, std::memory_order_relaxed); }
  bool damaged() const { return damaged_.load(std::memory_order_relaxed); }

  int64_t bytes() const;
  const SharedBytes& index() const { return index_; }
  const std::vector<SharedBytes>& segments() const { return segments_; }

 private:
  Part() = default;
  static uint64_t next_id();
  Status read_index(const std::string& name);
  Status check_chunks(const std::string& name) const;

  const uint64_t id_ = next_id();
  PartSummary summary_;
  SharedBytes index_;
  std::vector<SharedBytes> segments_;
  std::vector<ChunkPlace> chunks_;
  std::span<const uint32_t> customers_;
  std::span<const uint8_t> identified_;
  std::span<const uint32_t> begins_;
  std::vector<uint32_t> replaces_;
  std::vector<Regrouping> regrouped_;
  bool trusted_ = false;
  size_t entries_max_ = 0;
  mutable std::vector<std::atomic<uint8_t>>
      checked_;  // By chunk and entry (head first): 0 not yet, 1 sound, 2 damaged.
  mutable std::atomic<bool> damaged_{false};
  mutable std::once_flag times_read_;
  mutable std::vector<TimeRange> chunk_times_;
};

// Where a full segment goes: memory, or a file that is mapped back.
using SegmentSink = std::function<Result<SharedBytes>(size_t number, std::string bytes)>;

// Puts chunks together into a part. REQUIRES: chunks come in order of their customers.
class PartWriter {
 public:
  static constexpr size_t kSegmentBytes = size_t{128} << 20;  // What a build holds of its output at a time.

  explicit PartWriter(SegmentSink sink = {});
  Status add_chunk(std::string bytes, std::span<const uint32_t> customers, std::span<const uint8_t> identified,
                   std::span<const uint32_t> begins, TimeRange first_and_last);
  Result<std::shared_ptr<const Part>> finish(PartSummary summary, std::span<const uint32_t> replaces,
                                             std::span<const Regrouping> regrouped);

 private:
  Status flush();
  SegmentSink sink_;
  std::string segment_;
  std::vector<SharedBytes> segments_;
  std::vector<ChunkPlace> chunks_;
  std::vector<uint32_t> customers_;
  std::vector<uint8_t> identified_;
  std::vector<uint32_t> begins_;
  uint64_t events_ = 0;
  TimeRange times_{0, 0};
};

}  // namespace sojourn
