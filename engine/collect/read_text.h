// Reads JSON or CSV in memory into one batch, for tests and fuzzers: an import without files and sink.
#pragma once

#include <string>
#include <vector>

#include "collect/open_rows.h"
#include "collect/row_mapper.h"

namespace sojourn {

inline Result<EventBatch> read_events(std::string body, const Zone& zone) {
  SOJOURN_TRY(OpenedRows opened, open_rows_over(std::move(body), "body", TextFormat{}));
  EventBatch batch;
  batch.source = "test";
  batch.input = "body";
  RowMapper mapper(WriterOptions{zone, {}, {}});
  std::vector<Cell> row;
  size_t known = static_cast<size_t>(-1);
  for (uint64_t number = 1;; ++number) {
    RowSource& rows = *opened.rows;
    const Result<bool> more = rows.next(row);
    if (rows.columns().size() != known) {
      known = rows.columns().size();
      SOJOURN_CHECK(mapper.resolve(rows.columns(), opened.growing));
    }
    if (more && !*more) return batch;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return more.error();
    ++batch.counts.rows;
    if (more) {
      mapper.map(row, number, rows, batch);
    } else {
      ++batch.counts.rejected;
      batch.rejects.push_back(make_reject(more.error(), rows, batch.input));
    }
  }
}

}  // namespace sojourn
