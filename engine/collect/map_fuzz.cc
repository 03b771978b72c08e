// Any bytes, read as a map; one that is accepted is applied to a small table. Neither ever fails but with a Status.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "collect/map.h"
#include "collect/row_mapper.h"

namespace sojourn {
namespace {

void apply(const FileSpec& spec) {
  auto opened = open_rows_over("a,b,time,n\n1,x > y,2026-01-01,2\n,,2026-01-02 03:04:05,\n-7,\"z\",never,1e9\n", "t",
                               spec.format);
  if (!opened) return;
  RowMapper mapper(spec, {}, WriterOptions());
  if (!mapper.resolve(opened->rows->columns(), opened->growing).ok()) return;
  EventBatch batch;
  std::vector<Cell> row;
  for (uint64_t number = 1;; ++number) {
    const Result<bool> more = opened->rows->next(row);
    if (more && !*more) break;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) break;
    if (!more) continue;
    while (!mapper.map(row, number, *opened->rows, batch)) {
      SOJOURN_ASSERT(!batch.events.empty() || !batch.rejects.empty(), "a full batch has something in it");
      batch.events.clear();
      batch.rejects.clear();
      batch.arena.clear();
    }
  }
  for (Event& event : batch.events) SOJOURN_ASSERT(validate_event(event).ok(), "a mapped event is valid");
}

void try_bytes(const std::string& text) {
  const auto map = parse_map(text, "fuzz.toml");
  if (!map) {
    SOJOURN_ASSERT(map.error().code() == StatusCode::kInvalidArgument, "a bad map is an invalid argument");
    return;
  }
  for (const FileSpec& spec : map->files) {
    if (spec.joins.empty()) apply(spec);
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
