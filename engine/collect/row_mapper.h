// Turns rows into events: by the canonical names of their columns, or as a map says.
//
// Exported  files of `sojourn export` are told by their columns and read as collect/exported.h says.
// Settings  phone numbers become E.164 by the country, amounts that name none get the currency; exported rows, and
//           numbers that cannot be read, stay as they are written.
// Refused   an event that cannot be made becomes a Reject of the batch; the other events of its row are kept.
//           The same fault in several events of a row is told once. Two events of a row with one id are a fault:
//           the record would take the second for the first.
// Cost      columns are looked up once; a row costs what its cells cost.
// Threads   one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "collect/event_builder.h"
#include "collect/event_writer.h"
#include "collect/explode.h"
#include "collect/expression.h"
#include "collect/join.h"
#include "event/event.h"
#include "event/row_source.h"

namespace sojourn {

class RowMapper {
 public:
  // By canonical names.
  explicit RowMapper(const WriterOptions& settings);
  // By the map's entry; the settings hold where the entry says nothing else.
  RowMapper(const FileSpec& spec, std::vector<Join> joins, const WriterOptions& settings);

  RowMapper(const RowMapper&) = delete;  // Plans point into the map's entry.
  RowMapper& operator=(const RowMapper&) = delete;

  // REQUIRES: called before the first row, and again whenever columns() has grown.
  // Errors: kInvalidArgument when the map names a column that the file lacks.
  Status resolve(const std::vector<std::string>& columns, bool growing);
  // The source that the row itself names; "" when it names none.
  std::string_view source_of(const std::vector<Cell>& row) const;
  // Appends the row's events and rejects to the batch, and counts them. `row` is extended as joins say.
  // False when the batch is full before the row is done: hand it over, and call again with the same row.
  bool map(std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch);

 private:
  struct FieldPlan {
    Target target;
    size_t slot = 0;                         // Of a property.
    size_t column = ColumnNames::kNone;      // Read straight from the row ...
    std::unique_ptr<Expression> expression;  // ... or computed.
    bool own_times = false;
    bool round = false;
  };
  struct EventPlan {
    std::vector<Test> when;
    std::vector<FieldPlan> fields;
    size_t own_fields = 0;                // Those of the spec; the kept columns follow.
    std::unique_ptr<Expression> version;  // Null: none.
    const EventSpec* spec = nullptr;
  };

  void resolve_by_name();
  Status resolve_plan(EventPlan& plan, const ColumnNames& columns);
  void keep_columns(EventPlan& plan, const ColumnNames& columns);
  void start_row(std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch);
  Target kept(const std::string& column);
  void emit(const std::vector<Cell>& row, uint64_t row_number, const RowSource& rows, EventBatch& batch);
  Status fill(EventPlan& plan, const RowView& row, TextArena& arena);
  Status put(const FieldPlan& field, const Cell& cell, const CellReading& reading);
  Status take_version(EventPlan& plan, const RowView& row, Event& event, TextArena& arena);
  Status take_id(const Event& event);
  // False when the row was refused for this already.
  bool refuse(const Status& status, const RowSource& rows, EventBatch& batch);

  std::optional<FileSpec> spec_;
  std::string country_, currency_;
  std::vector<Join> joins_;
  std::optional<Explode> explode_;
  EventBuilder builder_;
  std::vector<std::string> names_;  // Of the row's columns, with those of joins and explode.
  std::vector<EventPlan> plans_;
  bool exported_ = false;
  size_t source_column_ = ColumnNames::kNone;

  // Of the row:
  bool mid_row_ = false;
  bool without_id_ = false;
  Status told_;                          // The last fault.
  std::unordered_set<std::string> ids_;  // Of its events.
};

// The reject for a row that could not be read or made into an event.
Reject make_reject(const Status& status, const RowSource& rows, const std::string& file);

}  // namespace sojourn
