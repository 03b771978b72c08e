#include "boards/benchmark.h"

#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "base/suggest.h"
#include "boards/board.h"
#include "boards/goal.h"
#include "collect/csv_reader.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr double kCountMax = 1e15;

Status check_row(const BenchmarkRow& row) {
  if (row.group.empty()) return Status::invalid("is needed: whose value it is", "group");
  if (row.measure.empty()) return Status::invalid("is needed: a measure such as nps", "measure");
  const Result<const MeasureDefinition*> known = find_measure(row.measure);
  if (!known) return Status::invalid(known.error().message(), "measure");
  return {};
}

Result<BenchmarkRow> read_row(const Json& json, const std::string& path) {
  const JsonFields fields(json, path);
  SOJOURN_CHECK(fields.only({"measure", "group", "value", "n"}));
  BenchmarkRow row;
  SOJOURN_CHECK(fields.text("measure", kBoardTitleMax, row.measure));
  SOJOURN_CHECK(fields.text("group", kBoardTitleMax, row.group));
  std::optional<double> value;
  std::optional<double> n;
  SOJOURN_CHECK(fields.number("value", value));
  SOJOURN_CHECK(fields.number("n", n));
  if (!value) return fields.missing("value");
  if (n && (*n < 0 || *n > kCountMax || *n != std::floor(*n))) {
    return Status::invalid("a whole number was expected", fields.at("n"));
  }
  row.value = *value;
  if (n) row.n = static_cast<int64_t>(*n);
  if (const Status fault = check_row(row); !fault.ok()) {
    return Status(fault.code(), fault.message(), fields.at(fault.where()));
  }
  return row;
}

// Where the columns stand in the file.
struct Columns {
  size_t measure = 0, group = 0, value = 0;
  std::optional<size_t> n;
};

Result<Columns> find_columns(const std::vector<std::string>& names) {
  Columns columns;
  const auto place = [&names](const char* name) -> std::optional<size_t> {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<size_t>(found - names.begin());
  };
  for (const auto& [name, into] :
       {std::pair("measure", &columns.measure), {"group", &columns.group}, {"value", &columns.value}}) {
    const std::optional<size_t> at = place(name);
    if (!at) {
      return Status::invalid("there is no column \"" + std::string(name) +
                                 "\": measure, group, value and n were expected." + did_you_mean(name, names),
                             "line 1");
    }
    *into = *at;
  }
  columns.n = place("n");
  return columns;
}

Result<BenchmarkRow> row_of(const std::vector<Cell>& cells, const Columns& columns) {
  const auto text = [&cells](size_t at) { return at < cells.size() ? std::string(cells[at].text) : std::string(); };
  BenchmarkRow row{text(columns.measure), text(columns.group), 0, std::nullopt};
  SOJOURN_CHECK(check_row(row));
  const Result<double> value = parse_number(text(columns.value));
  if (!value) return Status::invalid("a number was expected, written as 38 or 4.25", "value");
  row.value = *value;
  if (columns.n && !text(*columns.n).empty()) {
    const Result<int64_t> n = parse_integer(text(*columns.n));
    if (!n || *n < 0) return Status::invalid("a whole number was expected", "n");
    row.n = *n;
  }
  return row;
}

Status one_of_a_kind(const std::vector<BenchmarkRow>& rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (rows[i].measure == rows[j].measure && rows[i].group == rows[j].group) {
        return Status::invalid("\"" + rows[i].group + "\" has a value of " + rows[i].measure + " already",
                               "rows[" + std::to_string(i) + "]");
      }
    }
  }
  return {};
}

std::optional<int64_t> count_of(const Answer& answer, size_t row) {
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name != "n") continue;
    if (const auto* n = std::get_if<int64_t>(&answer.rows[row][i])) return *n;
  }
  return std::nullopt;
}

}  // namespace

Status check_benchmark(const Benchmark& benchmark) {
  SOJOURN_CHECK(boards::check_board_name(benchmark.name, "name"));
  if (benchmark.source.empty()) return Status::invalid("is needed: who says so", "source");
  if (!benchmark.date.empty() && (benchmark.date.size() != 10 || !parse_time(benchmark.date, Zone()))) {
    return Status::invalid("a day was expected, such as 2026-06-30", "date");
  }
  if (benchmark.rows.empty()) return Status::invalid("at least one was expected", "rows");
  if (benchmark.rows.size() > kBenchmarkRowsMax) {
    return Status::limit("has more than " + std::to_string(kBenchmarkRowsMax) + " entries", "rows");
  }
  return one_of_a_kind(benchmark.rows);
}

Result<Benchmark> parse_benchmark(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a benchmark", kBenchmarkBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"name", "title", "source", "date", "rows"}));
  Benchmark benchmark;
  benchmark.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kBoardTitleMax, benchmark.name));
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, benchmark.title));
  SOJOURN_CHECK(fields.text("source", kBoardTextMax, benchmark.source));
  SOJOURN_CHECK(fields.text("date", kBoardTitleMax, benchmark.date));
  SOJOURN_TRY(const Json* const rows, fields.list("rows", kBenchmarkRowsMax));
  for (size_t i = 0; rows != nullptr && i < rows->size(); ++i) {
    SOJOURN_TRY(BenchmarkRow row, read_row((*rows)[i], fields.at("rows", i)));
    benchmark.rows.push_back(std::move(row));
  }
  SOJOURN_CHECK(check_benchmark(benchmark));
  return benchmark;
}

Result<std::vector<BenchmarkRow>> parse_benchmark_csv(std::string_view csv) {
  SOJOURN_TRY(auto bytes, ByteStream::over(std::string(csv), "body"));
  SOJOURN_TRY(const std::unique_ptr<CsvReader> reader, CsvReader::open(TextStream(std::move(bytes), {}), {}));
  SOJOURN_TRY(const Columns columns, find_columns(reader->columns()));
  std::vector<BenchmarkRow> rows;
  std::vector<Cell> cells;
  while (true) {
    SOJOURN_TRY(const bool more, reader->next(cells));
    if (!more) return rows;
    if (rows.size() == kBenchmarkRowsMax) {
      return Status::limit("has more than " + std::to_string(kBenchmarkRowsMax) + " rows", "body");
    }
    Result<BenchmarkRow> row = row_of(cells, columns);
    if (!row) return std::move(row).error().within("line " + std::to_string(reader->line()));
    rows.push_back(*std::move(row));
  }
}

Json benchmark_json(const Benchmark& benchmark) {
  Json json{
      {"name", benchmark.name}, {"title", benchmark.title}, {"source", benchmark.source}, {"date", benchmark.date}};
  json["rows"] = Json::array();
  for (const BenchmarkRow& each : benchmark.rows) {
    Json row{{"measure", each.measure}, {"group", each.group}, {"value", boards::number_json(each.value)}};
    if (each.n) row["n"] = *each.n;
    json["rows"].push_back(std::move(row));
  }
  return json;
}

Result<Standing> standing(const Benchmark& benchmark, const Question& question, const Asker& asker,
                          const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(question.measure));
  Standing told;
  told.measure = definition->id;
  told.unit = definition->unit;
  told.less_is_better = definition->better == Better::kDown;
  for (const BenchmarkRow& each : benchmark.rows) {
    if (each.measure != definition->id) continue;
    told.rows.push_back({each.group, false, each.value, each.n, 0, benchmark.source, benchmark.date});
  }
  if (told.rows.empty()) {
    return Status::not_found("the benchmark \"" + benchmark.name + "\" has no value of \"" + definition->id + "\"",
                             "measure");
  }
  SOJOURN_TRY(told.answer, asker.ask(question, cancelled));
  for (size_t row = 0; row < told.answer.rows.size() && !told.own; ++row) {
    told.own = value_of_row(told.answer, row);
    if (told.own) {
      told.rows.insert(told.rows.begin(),
                       {"", true, *told.own, count_of(told.answer, row), 0, "", format_time(told.answer.as_of)});
    }
  }
  std::stable_sort(told.rows.begin(), told.rows.end(), [&told](const StandingRow& a, const StandingRow& b) {
    return told.less_is_better ? a.value < b.value : a.value > b.value;
  });
  for (size_t i = 0; i < told.rows.size(); ++i) {
    const bool ties = i > 0 && told.rows[i].value == told.rows[i - 1].value;
    told.rows[i].rank = ties ? told.rows[i - 1].rank : static_cast<int>(i) + 1;
    if (told.rows[i].own) told.rank = told.rows[i].rank;
  }
  return told;
}

}  // namespace sojourn
