// Reads the rows of one file into batches, for the importer.
//
// Again     several entries of a map may read one file: its rows are counted once, and the same fault is told once.
// Threads   one.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "collect/open_rows.h"
#include "collect/row_mapper.h"

namespace sojourn {

bool has_matter(const EventBatch& batch);

// What the entries of a map that read one file know together.
struct Reread {
  bool several = false;               // Entries; then
  std::unordered_set<uint64_t> told;  // ... its faults, by hash.
  std::vector<bool> spoken;           // Of each row: an event or a fault came of it.

  int64_t silent() const { return std::count(spoken.begin(), spoken.end(), false); }
};

struct SourceNames {
  std::string asked;      // By the user or the map; goes before what rows say.
  std::string otherwise;  // Where nobody says.
};

enum class Fed : unsigned char {
  kRow,
  kHandOver,  // The batch can take no more, or the next row is of another source.
  kEnd,
};

class RowFeed {
 public:
  // `mapper` and `known` are borrowed. `again`: an entry before this one has counted the rows.
  RowFeed(OpenedRows opened, RowMapper& mapper, SourceNames source, Reread& known, bool again)
      : opened_(std::move(opened)), mapper_(mapper), source_(std::move(source)), known_(known), again_(again) {}

  // Errors: those that end the file, and maps that do not fit.
  Result<Fed> next(EventBatch& batch);
  const OpenedRows& opened() const { return opened_; }
  // Of rows that name none.
  const std::string& usual_source() const { return source_.asked.empty() ? source_.otherwise : source_.asked; }

 private:
  Result<Fed> feed(EventBatch& batch);
  std::string_view source_of_row() const;
  void drop_told(EventBatch& batch, size_t from);

  OpenedRows opened_;
  RowMapper& mapper_;
  SourceNames source_;
  Reread& known_;
  bool again_;
  std::vector<Cell> row_;
  size_t known_columns_ = static_cast<size_t>(-1);
  uint64_t number_ = 0;
  bool waiting_ = false;  // The row is read, and not mapped to its end.
  bool counted_ = false;
};

}  // namespace sojourn
