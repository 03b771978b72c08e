// A snapshot: all timelines as they stood at one moment; later writes cannot change it.
//
// It is made of parts, each a set of column files sorted by (customer, time, sequence): a large base and a few small
// ones that came later. A later part may also replace customers (a link was made or undone): their events in older
// parts no longer count. Readers see none of this: blocks hold whole, merged timelines.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "event/fields.h"
#include "timelines/block.h"

namespace sojourn {

enum class ColumnType : uint8_t { kCode, kKey, kText, kNumber, kInteger };

struct ColumnInfo {
  std::string name;  // "channel", "source", "properties.plan".
  ColumnType type = ColumnType::kCode;
  FieldType field_type =
      FieldType::kTerm;  // What an integer means (money, duration, bool, time); kTerm for properties.
};

// The vocabulary of a code column: code 0 is "no value", codes run from 1.
class Names {
 public:
  virtual ~Names() = default;
  virtual uint32_t size() const = 0;  // Codes are < size().
  virtual std::string_view text(uint32_t code) const = 0;
  virtual std::optional<uint32_t> find(std::string_view text) const = 0;
  // The code of a text, added when it is new (for states that were saved elsewhere). Threads: safe.
  virtual uint32_t intern(std::string_view text) = 0;
};

// A vocabulary that stands alone: for merging saved states without a data folder.
std::shared_ptr<Names> make_names();

class BlockReader;

// What a block is made of: two snapshots of one Timelines show the same events in blocks with equal marks.
struct BlockMark {
  uint64_t first_customer = 0;  // Where its range of customers begins.
  uint64_t content = 0;         // Of the range, the parts and what of them counts, and how stages are named.
};
class Directory;  // directory.h

class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual std::span<const ColumnInfo> columns() const = 0;
  // By name, e.g. "channel" or "properties.plan". Empty when no event ever had it.
  std::optional<ColumnId> find_column(std::string_view name) const;
  // Is `name` ("properties.plan") a property that events have, but that found no room among limits::kPropertiesMax
  // columns? Whoever asks about it must say kLimit: it cannot be answered, and is not absent.
  virtual bool property_left_out(std::string_view name) const {
    static_cast<void>(name);
    return false;
  }
  // How many such properties are known; beyond limits::kPropertiesMax of them every unknown name counts as left out.
  virtual size_t properties_left_out() const { return 0; }
  // Vocabulary of a kCode column.
  virtual const std::shared_ptr<Names>& names(ColumnId column) const = 0;

  virtual size_t block_count() const = 0;
  virtual int64_t event_count() const = 0;
  virtual int64_t customer_count() const = 0;  // Those without identifier included.
  // Times of the first and the last event; empty range (0, 0) when there are none.
  virtual TimeRange time_span() const = 0;
  // Number of the newest event that is in.
  virtual int64_t last_sequence() const = 0;

  // Ok, or kCorruption when a block that was read turned out to be damaged on disk (what is damaged reads as absent).
  // Look after folding: the answer is void then, and the next Timelines::current() mends it from the record.
  virtual Status status() const { return {}; }

  // By block. Empty where nobody keeps count of it: then nothing of one snapshot may be used for another.
  virtual std::vector<BlockMark> block_marks() const { return {}; }

  // Who a name in an event is. Null where nobody can be looked up.
  virtual std::shared_ptr<const Directory> directory() const { return nullptr; }

  // A reader of the given columns. Must not outlive the snapshot.
  virtual std::unique_ptr<BlockReader> reader(std::span<const ColumnId> columns) const = 0;
};

class BlockReader {
 public:
  virtual ~BlockReader() = default;
  // Block `index`, valid until the next read.
  virtual const Block& read(size_t index) = 0;
};

}  // namespace sojourn
