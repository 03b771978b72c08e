// A snapshot as a list of parts: what counts of each, how customers are cut into blocks, and how stages are named.
//
// Cuts      The largest part's chunks give the blocks, so that most are read where they lie; what grew too large by
//           later parts is cut again, customer by customer.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "timelines/columns.h"
#include "timelines/directory.h"
#include "timelines/part.h"
#include "timelines/snapshot.h"

namespace sojourn {

// The stage of events that name none, by the code of their touchpoint; 0: none. Shorter than the vocabulary: none.
using StageTable = std::vector<uint32_t>;
// Of rules (touchpoint, stage): a name as it stands, else without regard to capitals. Null: there are no rules.
std::shared_ptr<const StageTable> make_stage_table(const std::vector<std::pair<std::string, std::string>>& rules,
                                                   const Columns& columns);

struct LivePart {
  std::shared_ptr<const Part> part;
  std::vector<uint32_t> voids;  // Customers that a later part replaces, ascending.
  bool is_void(uint32_t customer) const;
};

struct MergedOptions {
  size_t block_events = limits::kBlockEvents;
  std::shared_ptr<const StageTable> stages;  // Null: stages as they stand on the events.
  std::shared_ptr<const Directory> directory;
};

// Customer numbers from `from` to before `to`.
struct CustomerRange {
  uint64_t from = 0;
  uint64_t to = 0;
};

class MergedSnapshot final : public Snapshot {
 public:
  // `parts` in order of sequence.
  MergedSnapshot(const Columns& columns, std::vector<std::shared_ptr<const Part>> parts, const MergedOptions& options);

  std::span<const ColumnInfo> columns() const override { return columns_; }
  const std::shared_ptr<Names>& names(ColumnId column) const override { return names_[column]; }
  bool property_left_out(std::string_view name) const override;
  size_t properties_left_out() const override { return refused_.size(); }
  size_t block_count() const override { return blocks_.size(); }
  int64_t event_count() const override { return events_; }
  int64_t customer_count() const override { return customers_; }
  TimeRange time_span() const override { return times_; }
  int64_t last_sequence() const override { return last_sequence_; }
  std::vector<BlockMark> block_marks() const override;
  std::shared_ptr<const Directory> directory() const override { return directory_; }
  std::unique_ptr<BlockReader> reader(std::span<const ColumnId> columns) const override;
  Status status() const override;

  const std::vector<LivePart>& parts() const { return parts_; }
  CustomerRange block(size_t index) const { return blocks_[index]; }
  const StageTable* stages() const { return stages_.get(); }

 private:
  void find_voids();
  void count();
  static TimeRange span_of(const LivePart& live);
  void cut(size_t block_events);
  void cut_range(CustomerRange range, size_t block_events);
  uint64_t events_in(const LivePart& live, CustomerRange range) const;
  size_t largest() const;

  std::vector<ColumnInfo> columns_;
  std::vector<std::shared_ptr<Names>> names_;
  std::set<std::string, std::less<>> refused_;  // Columns::refused().
  std::shared_ptr<const StageTable> stages_;
  std::shared_ptr<const Directory> directory_;
  std::vector<LivePart> parts_;
  std::vector<CustomerRange> blocks_;
  int64_t events_ = 0;
  int64_t customers_ = 0;
  int64_t last_sequence_ = 0;
  TimeRange times_{0, 0};
};

}  // namespace sojourn
