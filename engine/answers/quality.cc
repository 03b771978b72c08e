#include "answers/quality.h"

#include <algorithm>
#include <optional>

#include "measure/cells.h"

namespace sojourn {
namespace {

Value share(int64_t part, int64_t rows) { return rows > 0 ? Value(percent(part, rows)) : Value(None{"no rows"}); }

}  // namespace

MeasureDefinition quality_definition() {
  MeasureDefinition definition;
  definition.id = "quality";
  definition.title = "Data quality";
  definition.question = "Can we trust what each source sends us?";
  definition.definition =
      "For every source the rows that were read, and of these the ones that brought new events, that were known "
      "already (repeats), that name no customer, that have no time that can be read, and that were rejected. The value "
      "is the share of rows that were not rejected: 100 * (rows - rejected) / rows. Rows without a customer are kept; "
      "rows without a time are among the rejected.";
  definition.unit = "%";
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.interval = "none: a full count";
  definition.inputs = "The record's own counts of every import.";
  definition.source = "The four checks every import makes; see docs/formats/store.md.";
  definition.since = "0.1";
  definition.splits = false;
  return definition;
}

Status answer_quality(Store& store, Answer& answer) {
  SOJOURN_TRY(std::vector<SourceQuality> sources, store.quality());
  std::sort(sources.begin(), sources.end(),
            [](const SourceQuality& a, const SourceQuality& b) { return a.source < b.source; });
  answer.columns = {{"source", ColumnRole::kKey, ""},
                    {"value", ColumnRole::kValue, "%"},
                    {"n", ColumnRole::kDetail, "rows"},
                    {"events", ColumnRole::kDetail, "events"},
                    {"repeats", ColumnRole::kDetail, "rows"},
                    {"repeat_rate", ColumnRole::kDetail, "%"},
                    {"without_id", ColumnRole::kDetail, "rows"},
                    {"without_id_rate", ColumnRole::kDetail, "%"},
                    {"without_time", ColumnRole::kDetail, "rows"},
                    {"rejected", ColumnRole::kDetail, "rows"},
                    {"rejected_rate", ColumnRole::kDetail, "%"},
                    {"last_event", ColumnRole::kDetail, ""}};
  std::optional<Micros> newest;
  for (const SourceQuality& source : sources) {
    const IntakeCounts& counts = source.counts;
    answer.events += counts.events;
    if (counts.events > 0) newest = std::max(newest.value_or(source.last_event), source.last_event);
    const int64_t rows = counts.rows;
    std::vector<Value> row{source.source, share(std::max<int64_t>(0, rows - counts.rejected), rows), rows};
    row.insert(row.end(),
               {counts.events, counts.repeats, share(counts.repeats, rows), counts.without_id,
                share(counts.without_id, rows), counts.without_time, counts.rejected, share(counts.rejected, rows)});
    row.emplace_back();  // Nothing, while the source has no events.
    if (counts.events > 0) row.back() = TimeValue{source.last_event};
    answer.rows.push_back(std::move(row));
  }
  answer.as_of = std::min(now(), newest.value_or(now()));  // As of other measures: the clock stands in for the future.
  if (answer.rows.empty()) answer.none = "nothing was imported yet";
  return {};
}

}  // namespace sojourn
