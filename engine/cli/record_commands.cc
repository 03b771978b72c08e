#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/decimal.h"
#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/record_desk.h"
#include "cli/remote.h"

namespace sojourn {

Status run_rejects(const std::string& folder, const std::string& source, size_t limit, Output format) {
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn rejects", false));
  SOJOURN_TRY(const RecordDesk::Rejects rejects, desk->rejects(source, limit));
  std::vector<std::vector<Value>> rows;
  for (const RejectRow& row : rejects.rows) {
    const Value at = row.at == 0 ? Value(std::monostate{}) : Value(TimeValue{row.at});
    rows.push_back({at, row.source, row.reject.file, static_cast<int64_t>(row.reject.line), row.reject.field,
                    row.reject.reason, row.reject.raw});
  }
  print_table({"refused at", "source", "file", "line", "field", "reason", "row"}, rows, format);
  if (format == Output::kTable) {
    print_line(with_groups(rejects.total) + (rejects.total == 1 ? " row was" : " rows were") + " refused");
  }
  return {};
}

namespace {

constexpr size_t kSqlRowsShown = 100;

// Numbers stay numbers for programs; all else is text as DuckDB writes it.
Value sql_value(const std::optional<std::string>& cell, const std::string& type) {
  if (!cell) return std::monostate{};
  if (type.find("INT") != std::string::npos) {
    if (Result<int64_t> whole = parse_integer(*cell); whole.has_value()) return *whole;
  }
  if (type == "DOUBLE" || type == "FLOAT" || type.starts_with("DECIMAL")) {
    if (Result<double> number = parse_number(*cell); number.has_value()) return *number;
  }
  return *cell;
}

// Names of their own, since JSON objects cannot hold one twice: a, a_2, a_3.
std::vector<std::string> distinct_names(const SqlTable& table) {
  std::vector<std::string> names;
  for (const SqlTable::Column& column : table.columns) {
    std::string name = column.name;
    for (int n = 2; std::find(names.begin(), names.end(), name) != names.end(); ++n) {
      name = column.name + "_" + std::to_string(n);
    }
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

Status run_sql(const std::string& folder, const std::string& text, size_t limit, Output format) {
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn sql", false));
  const size_t most = desk->sql_rows_max();
  const size_t wanted = limit != 0 ? limit : format == Output::kTable ? kSqlRowsShown : most + 1;
  SOJOURN_TRY(const SqlTable table, desk->sql(text, std::min(wanted, most)));
  // Who wanted more must not take the part for the whole.
  if (table.cut && wanted > most) {
    return Status::limit("there are more than " + with_groups(static_cast<int64_t>(most)) +
                             " rows; --limit gives the first (a server gives fewer than a folder that none holds)",
                         "limit");
  }
  std::vector<std::vector<Value>> rows;
  for (const auto& cells : table.rows) {
    std::vector<Value> row;
    for (size_t i = 0; i < cells.size(); ++i) row.push_back(sql_value(cells[i], table.columns[i].type));
    rows.push_back(std::move(row));
  }
  print_table(distinct_names(table), rows, format);
  if (table.cut) print_notice("more rows than " + std::to_string(wanted) + "; see --limit");
  return {};
}

namespace {

// At the server that holds the folder.
Result<int64_t> export_there(const std::string& server, const std::string& path, const std::string& query) {
  const bool parquet = path.ends_with(".parquet");
  if (!parquet && !path.ends_with(".csv")) {
    return Status::invalid("the file's name must end in .parquet or .csv", path);
  }
  const nlohmann::json wish{{"format", parquet ? "parquet" : "csv"}, {"query", query}};
  return fetch_file(server, "/v1/export", wish.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), path);
}

}  // namespace

Status run_export(const std::string& folder, const std::string& path, const std::string& query) {
  Result<Workplace> place = open_workplace(folder, "sojourn export", false);
  Result<int64_t> rows = place ? place->store->export_to(path, query) : Result<int64_t>(place.error());
  if (const std::optional<std::string> server = place ? std::nullopt : server_of(place.error())) {
    rows = export_there(*server, path, query);
  }
  if (!rows) return rows.error();
  print_line(with_groups(*rows) + " rows written to " + path);
  return {};
}

Status run_stages(const std::string& folder, const std::vector<std::string>& set, Output format) {
  SOJOURN_TRY(const Workplace place, open_workplace(folder, "sojourn stages", !set.empty()));
  using Rules = std::vector<std::pair<std::string, std::string>>;
  SOJOURN_TRY(Rules rules, place.store->touchpoint_stages());
  for (const std::string& word : set) {
    const size_t equals = word.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      return Status::invalid("a rule is written touchpoint=stage, this is \"" + word + "\"", "set");
    }
    const std::string touchpoint = word.substr(0, equals);
    const std::string stage = word.substr(equals + 1);
    std::erase_if(rules, [&touchpoint](const auto& rule) { return rule.first == touchpoint; });
    if (stage.empty()) continue;
    if (stage_rank(stage) < 0) {
      std::vector<std::string> names(stage_names().begin(), stage_names().end());
      return Status::invalid("\"" + stage +
                                 "\" is not a stage; they are consider, evaluate, buy, enjoy, advocate, bond." +
                                 did_you_mean(stage, names),
                             "set");
    }
    rules.emplace_back(touchpoint, stage);
  }
  if (!set.empty()) SOJOURN_CHECK(place.store->set_touchpoint_stages(rules));
  std::vector<std::vector<Value>> rows;
  for (const auto& [touchpoint, stage] : rules) rows.push_back({touchpoint, stage});
  print_table({"touchpoint", "stage"}, rows, format);
  return {};
}

Status run_status(const std::string& folder, Output format) {
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn status", false));
  SOJOURN_TRY(const RecordDesk::Size size, desk->size());
  const Value first = size.span ? Value(TimeValue{size.span->from}) : Value(std::monostate{});
  const Value last = size.span ? Value(TimeValue{size.span->to}) : Value(std::monostate{});
  print_table({"events", "customers", "first event", "last event", "timeline parts", "timeline bytes"},
              {{size.events, size.customers, first, last, size.parts, size.bytes}}, format);
  return {};
}

Status run_rebuild(const std::string& folder) {
  SOJOURN_TRY(const Workplace place, open_workplace(folder, "sojourn rebuild", false));
  ProgressBar bar("Timelines");
  SOJOURN_CHECK(place.timelines->rebuild(
      [&bar](int64_t done, int64_t total) { bar.update(static_cast<double>(done), static_cast<double>(total)); }));
  bar.finish();
  print_line("timelines of " + with_groups(place.timelines->stats().events) + " events rebuilt");
  return {};
}

}  // namespace sojourn
