// A benchmark table: what others reach on our measures, from which source and of which day; and where we stand.
//
// Kept      as documents of the record, kind "benchmark".
// Standing  our own value among those of the table for that measure, the best first: higher, or lower where less is
//           better. Equal values share a rank, and the next comes after all of them.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/asker.h"
#include "boards/json_fields.h"

namespace sojourn {

inline constexpr size_t kBenchmarksMax = 200;
inline constexpr size_t kBenchmarkBytesMax = size_t{1} << 20;
inline constexpr size_t kBenchmarkRowsMax = 5000;

struct BenchmarkRow {
  std::string measure;
  std::string group;  // "rival", "industry": whose value it is.
  double value = 0;
  std::optional<int64_t> n;  // Answers behind it.
  bool operator==(const BenchmarkRow&) const = default;
};

struct Benchmark {
  std::string name;
  std::string title;   // "" : its name.
  std::string source;  // Who says so.
  std::string date;    // Of when it speaks: a day, "" : unknown.
  std::vector<BenchmarkRow> rows;
  bool operator==(const Benchmark&) const = default;
};

// Errors: kInvalidArgument, kLimit, kNotFound (the measure); `where` is the place.
Result<Benchmark> parse_benchmark(std::string_view json, std::string_view otherwise = {});
// The rows from CSV with the columns measure, group, value and, where known, n. Errors: as above; `where` is the line.
Result<std::vector<BenchmarkRow>> parse_benchmark_csv(std::string_view csv);
// What must hold of one, however it was read.
Status check_benchmark(const Benchmark& benchmark);
boards::Json benchmark_json(const Benchmark& benchmark);

struct StandingRow {
  std::string group;  // "" : our own.
  bool own = false;
  double value = 0;
  std::optional<int64_t> n;
  int rank = 0;
  std::string source;
  std::string date;
};
struct Standing {
  std::string measure;
  std::string unit;
  bool less_is_better = false;
  Answer answer;              // Our own.
  std::optional<double> own;  // Empty: there is no value, see the answer.
  std::optional<int> rank;
  std::vector<StandingRow> rows;  // By rank; ours first among equals.
};
// `question`: which of our own values is compared. Errors: kNotFound, when the table has nothing of that measure (where
// "measure"); those of asking.
Result<Standing> standing(const Benchmark& benchmark, const Question& question, const Asker& asker,
                          const std::atomic<bool>* cancelled = nullptr);

struct BenchmarkKind {
  using Value = Benchmark;
  static constexpr const char* kDocument = "benchmark";
  static constexpr const char* kNoun = "benchmark";
  static constexpr size_t kMost = kBenchmarksMax;
  static Result<Benchmark> parse(std::string_view text, std::string_view name) { return parse_benchmark(text, name); }
  static std::string text(const Benchmark& benchmark) { return boards::text_of(benchmark_json(benchmark)); }
};

}  // namespace sojourn
