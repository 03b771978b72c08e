// How good the data are: counts by source, rejects; and the stages that rules give to touchpoints.
#include <algorithm>

#include "store/record.h"

namespace sojourn {

Result<std::vector<Record::SourceTimes>> Record::source_times() {
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT source, min(time), max(time) FROM event"
                                              " ANTI JOIN superseded USING (sequence) GROUP BY source"));
  std::vector<SourceTimes> found;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return found;
    for (size_t i = 0; i < rows.size(); ++i) {
      found.push_back({rows.values<uint32_t>(0)[i], rows.values<int64_t>(1)[i], rows.values<int64_t>(2)[i]});
    }
  }
}

Result<std::vector<SourceQuality>> Record::quality() {
  // The lines know the times of all tellings, also of those that were replaced.
  std::vector<SourceTimes> times;
  if (superseded_count_ > 0) {
    SOJOURN_TRY(times, source_times());
  }
  const Reading reading(knowing_);
  std::map<std::string, SourceQuality> sources;
  for (const auto& [key, line] : ledger_.lines()) {
    const std::string name(vocabulary_->text(key.first));
    const auto [place, made] = sources.try_emplace(name);
    SourceQuality& source = place->second;
    source.source = name;
    source.counts += line.total;
    if (line.first_event) {
      const bool first = source.first_event == 0 && source.last_event == 0;
      source.first_event = first ? *line.first_event : std::min(source.first_event, *line.first_event);
      source.last_event = first ? *line.last_event : std::max(source.last_event, *line.last_event);
    }
    source.last_import = std::max(source.last_import, line.last_import);
  }
  for (const SourceTimes& each : times) {
    const auto place = sources.find(std::string(vocabulary_->text(each.source)));
    if (place == sources.end()) continue;
    place->second.first_event = each.first;
    place->second.last_event = each.last;
  }
  std::vector<SourceQuality> out;
  for (auto& [name, source] : sources) out.push_back(std::move(source));
  return out;
}

Result<std::vector<RejectRow>> Record::rejects(const RejectFilter& filter) {
  std::string sql =
      "SELECT t.text, r.file, r.line, r.field, r.reason, r.raw, r.rejected_at FROM reject r JOIN term t ON t.code = "
      "r.source";
  std::vector<SqlValue> values;
  if (!filter.source.empty()) {
    sql += " WHERE t.text = ?";
    values.emplace_back(std::string_view(filter.source));
  }
  sql += " ORDER BY r.rowid DESC LIMIT " + sql_count(filter.limit) + " OFFSET " + sql_count(filter.offset);
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query(sql, values));
  std::vector<RejectRow> found;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return found;
    for (size_t i = 0; i < rows.size(); ++i) {
      RejectRow row;
      row.source = rows.text(0, i);
      row.reject = {rows.text_or_blank(1, i), static_cast<uint64_t>(rows.values<int64_t>(2)[i]),
                    rows.text_or_blank(3, i), rows.text_or_blank(4, i), rows.text_or_blank(5, i)};
      row.at = rows.values<int64_t>(6)[i];
      found.push_back(std::move(row));
    }
  }
}

Result<int64_t> Record::reject_count(const std::string& source) {
  SOJOURN_TRY(DuckConnection connection, reader());
  if (source.empty()) return connection.number("SELECT count(*) FROM reject");
  uint32_t code = 0;
  {
    const Reading reading(knowing_);
    code = vocabulary_->find(source);
  }
  return connection.number("SELECT count(*) FROM reject WHERE source = " + std::to_string(code));
}

Result<std::vector<std::pair<std::string, std::string>>> Record::touchpoint_stages() {
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT touchpoint, stage FROM touchpoint_stage ORDER BY rowid"));
  std::vector<std::pair<std::string, std::string>> rules;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return rules;
    for (size_t i = 0; i < rows.size(); ++i) rules.emplace_back(rows.text_or_blank(0, i), rows.text_or_blank(1, i));
  }
}

Status Record::set_touchpoint_stages(std::span<const std::pair<std::string, std::string>> rules) {
  for (const auto& [touchpoint, stage] : rules) {
    if (stage_rank(stage) < 0) {
      return Status::invalid("\"" + stage + "\" is no stage of the journey", "stage of " + touchpoint);
    }
  }
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
  SOJOURN_CHECK(writer_.run("DELETE FROM touchpoint_stage"));
  for (const auto& [touchpoint, stage] : rules) {
    const SqlValue values[] = {std::string_view(touchpoint), std::string_view(stage)};
    SOJOURN_CHECK(writer_.change("INSERT INTO touchpoint_stage VALUES (?, ?)", values).status());
  }
  SOJOURN_CHECK(transaction.commit());
  ++touchpoint_stages_version_;
  return {};
}

}  // namespace sojourn
