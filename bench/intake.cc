#include "intake.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/decimal.h"
#include "intake_beside.h"
#include "intake_load.h"
#include "intake_server.h"
#include "must.h"

namespace sojourn::bench {
namespace {

constexpr int64_t kMebibyte = int64_t{1} << 20;
constexpr int64_t kMemoryBatch = 100;
constexpr int64_t kMemoryConnections = 100;

// The record must hold each acknowledged event, each once, and none else.
void check_record(const IntakeServer& server, int64_t acknowledged) {
  const std::vector<std::string> row = server.row("select count(*), count(distinct id) from events");
  const int64_t events = must(parse_integer(row.at(0)));
  const int64_t ids = must(parse_integer(row.at(1)));
  if (events == acknowledged && ids == acknowledged) return;
  fail(std::to_string(acknowledged) + " events were acknowledged, the record holds " + std::to_string(events) + " of " +
       std::to_string(ids) + " ids");
}

Load load_on(const IntakeServer& server, const IntakeWork& work) {
  Load load;
  load.port = server.port();
  load.key = server.key();
  load.segment = work.segment;
  load.seconds = work.seconds;
  return load;
}

void print_head() {
  std::printf(
      "| events a body | connections | events/s | requests/s | p50, ms | p99, ms | most, ms | 429/503 | server, s CPU "
      "a "
      "million events | memory at start, most, end, MiB | there = acknowledged |\n");
  std::printf("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
}

void bench_cell(const IntakeWork& work, int64_t batch, int64_t connections) {
  IntakeServer server(work.program);
  const int64_t at_start = server.memory().now;
  const double cpu = server.cpu_seconds();
  Load load = load_on(server, work);
  load.batch = batch;
  load.connections = connections;
  LoadOutcome outcome = run_load(load);
  const double spent = server.cpu_seconds() - cpu;
  const IntakeServer::Memory memory = server.memory();
  check_record(server, outcome.acknowledged);
  std::sort(outcome.latencies.begin(), outcome.latencies.end());
  std::printf("| %ld | %ld | %.0f | %.0f | %.1f | %.1f | %.1f | %ld | %.1f | %ld, %ld, %ld | %ld |\n", batch,
              connections, static_cast<double>(outcome.events) / outcome.seconds,
              static_cast<double>(outcome.requests) / outcome.seconds, quantile_ms(outcome.latencies, 0.5),
              quantile_ms(outcome.latencies, 0.99), quantile_ms(outcome.latencies, 1), outcome.refused,
              spent / static_cast<double>(std::max<int64_t>(outcome.acknowledged, 1)) * 1e6, at_start / kMebibyte,
              memory.most / kMebibyte, memory.now / kMebibyte, outcome.acknowledged);
  std::fflush(stdout);
  server.stop();
}

// One server for long: a line a minute.
void bench_memory(const IntakeWork& work) {
  std::printf("\nMemory over %.1f minutes, %ld events a body, %ld connections:\n\n", work.minutes, kMemoryBatch,
              kMemoryConnections);
  std::printf("| minute | events/s | p99, ms | events in the record | memory, MiB | most so far, MiB |\n");
  std::printf("| ---: | ---: | ---: | ---: | ---: | ---: |\n");
  IntakeServer server(work.program);
  std::printf("| 0 | | | 0 | %ld | %ld |\n", server.memory().now / kMebibyte, server.memory().most / kMebibyte);
  int64_t acknowledged = 0;
  int64_t next_id = 0;
  double left = work.minutes * 60;
  for (int minute = 1; left > 0.5; ++minute) {
    Load load = load_on(server, work);
    load.batch = kMemoryBatch;
    load.connections = kMemoryConnections;
    load.seconds = std::min(left, 60.0);
    load.first_id = next_id;
    LoadOutcome outcome = run_load(load);
    left -= outcome.seconds;
    next_id = outcome.next_id;
    acknowledged += outcome.acknowledged;
    std::sort(outcome.latencies.begin(), outcome.latencies.end());
    std::printf("| %d | %.0f | %.1f | %ld | %ld | %ld |\n", minute,
                static_cast<double>(outcome.events) / outcome.seconds, quantile_ms(outcome.latencies, 0.99),
                acknowledged, server.memory().now / kMebibyte, server.memory().most / kMebibyte);
    std::fflush(stdout);
  }
  check_record(server, acknowledged);
  std::printf("\nThe record holds each of the %ld acknowledged events once. SIGTERM took %.2f s.\n", acknowledged,
              server.stop());
}

Result<std::vector<int64_t>> read_numbers(const std::string& text) {
  std::vector<int64_t> numbers;
  for (size_t from = 0; from <= text.size();) {
    const size_t comma = std::min(text.find(',', from), text.size());
    SOJOURN_TRY(const int64_t number, parse_integer(text.substr(from, comma - from)));
    if (number < 1) return Status::invalid("numbers from 1 are wanted, with commas between them");
    numbers.push_back(number);
    from = comma + 1;
  }
  return numbers;
}

Result<double> read_amount(const std::string& text) {
  SOJOURN_TRY(const double amount, parse_number(text));
  if (!(amount >= 0 && amount < 1e6)) return Status::invalid("\"" + text + "\" is no length of time");
  return amount;
}

}  // namespace

Result<IntakeWork> read_intake_words(const std::vector<std::string>& words) {
  IntakeWork work;
  work.program = SOJOURN_PROGRAM;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--segment") {
      work.segment = true;
    } else if (!words[i].starts_with("--")) {
      SOJOURN_TRY(work.seconds, read_amount(words[i]));
    } else if (i + 1 == words.size()) {
      return Status::invalid(words[i] + " wants a value");
    } else if (words[i] == "--minutes") {
      SOJOURN_TRY(work.minutes, read_amount(words[++i]));
    } else if (words[i] == "--import") {
      SOJOURN_TRY(work.import_rows, parse_integer(words[++i]));
    } else if (words[i] == "--rate") {
      SOJOURN_TRY(work.rate, parse_integer(words[++i]));
    } else if (words[i] == "--batches") {
      SOJOURN_TRY(work.batches, read_numbers(words[++i]));
    } else if (words[i] == "--connections") {
      SOJOURN_TRY(work.connections, read_numbers(words[++i]));
    } else if (words[i] == "--program") {
      work.program = words[++i];
    } else {
      return Status::invalid(
          "usage: intake [SECONDS] [--minutes M] [--batches 1,100,1000] [--connections 1,10,100,500] [--segment] "
          "[--import ROWS] [--rate EVENTS] [--program FILE]");
    }
  }
  return work;
}

void bench_intake(const IntakeWork& work) {
  if (!std::filesystem::exists(work.program)) fail("there is no program at " + work.program);
  std::printf("%s, %.1f s a cell, a fresh record each, %u cores shared by server and senders\n\n",
              work.segment ? "Segment's batches at /v1/batch" : "plain events at /v1/events", work.seconds,
              std::thread::hardware_concurrency());
  if (work.seconds > 0) {
    print_head();
    for (const int64_t batch : work.batches) {
      for (const int64_t connections : work.connections) bench_cell(work, batch, connections);
    }
  }
  if (work.import_rows > 0) bench_beside(work);
  if (work.minutes > 0) bench_memory(work);
}

}  // namespace sojourn::bench
