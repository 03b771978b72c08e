#include "timelines/part_merge.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "timelines/merged.h"
#include "timelines/merged_reader.h"

namespace sojourn {
namespace {

constexpr size_t kChunksAtOnce = 8;  // Bounds what is packed but not yet written.

struct Packed {
  std::string bytes;
  std::vector<uint32_t> customers;
  std::vector<uint8_t> identified;
  std::vector<uint32_t> begins;
  TimeRange times{0, 0};
};

ColumnValues values_of(const BlockColumn& column, ColumnType type, size_t events) {
  ColumnValues values;
  values.type = type;
  values.count = events;
  values.codes = column.codes;
  values.texts = column.texts;
  const void* words = column.keys.data();
  if (type == ColumnType::kNumber) words = column.numbers.data();
  if (type == ColumnType::kInteger) words = column.integers.data();
  values.words = static_cast<const uint64_t*>(words);
  return values;
}

Packed pack(MergedReader& reader, size_t index, std::span<const ColumnInfo> columns) {
  const Block& block = reader.read(index);
  Packed packed;
  packed.customers.assign(block.customers.begin(), block.customers.end());
  packed.identified.assign(block.identified.begin(), block.identified.end());
  packed.begins.assign(block.begins.begin(), block.begins.end());
  const auto [first, last] = std::minmax_element(block.times.begin(), block.times.end());
  packed.times = {*first, *last};
  ChunkWriter writer;
  writer.add_times(block.times, block.begins);
  for (ColumnId column = 0; column < columns.size(); ++column) {
    if (!reader.has_values(column)) continue;
    writer.add_column(column, values_of(block.column(column), columns[column].type, block.event_count()));
  }
  packed.bytes = writer.finish();
  return packed;
}

}  // namespace

Result<std::shared_ptr<const Part>> merge_parts(const Columns& columns,
                                                std::span<const std::shared_ptr<const Part>> parts,
                                                const PartBuildOptions& options) {
  MergedOptions merged;
  merged.block_events = options.chunk_events;
  const MergedSnapshot snapshot(columns, {parts.begin(), parts.end()}, merged);
  std::vector<ColumnId> all(columns.size());
  std::iota(all.begin(), all.end(), 0U);
  std::vector<std::unique_ptr<MergedReader>> readers;
  for (size_t thread = 0; thread < thread_count(); ++thread) {
    readers.push_back(std::make_unique<MergedReader>(snapshot, all));
  }
  PartWriter writer(options.sink);
  for (size_t from = 0; from < snapshot.block_count(); from += kChunksAtOnce) {
    std::vector<Packed> packed(std::min(kChunksAtOnce, snapshot.block_count() - from));
    parallel_for(packed.size(), readers.size(),
                 [&](size_t thread, size_t i) { packed[i] = pack(*readers[thread], from + i, columns.all()); });
    for (Packed& chunk : packed) {
      SOJOURN_CHECK(
          writer.add_chunk(std::move(chunk.bytes), chunk.customers, chunk.identified, chunk.begins, chunk.times));
    }
  }
  SOJOURN_CHECK(snapshot.status());

  PartSummary summary = parts.back()->summary();
  summary.after_sequence = parts.front()->summary().after_sequence;
  std::vector<uint32_t> replaces;
  std::vector<Regrouping> regrouped;
  for (const std::shared_ptr<const Part>& part : parts) {
    replaces.insert(replaces.end(), part->replaces().begin(), part->replaces().end());
    regrouped.insert(regrouped.end(), part->regrouped().begin(), part->regrouped().end());
  }
  std::sort(replaces.begin(), replaces.end());
  replaces.erase(std::unique(replaces.begin(), replaces.end()), replaces.end());
  // Nothing stands before the first part of all, so it replaces nothing.
  if (summary.after_sequence == 0) replaces.clear();
  return writer.finish(summary, replaces, regrouped);
}

}  // namespace sojourn
