#include "intake_beside.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/decimal.h"
#include "intake_load.h"
#include "intake_server.h"
#include "must.h"

namespace sojourn::bench {
namespace {

constexpr int64_t kBatch = 100;
constexpr int64_t kConnections = 100;
constexpr double kSecondsMost = 3600;
constexpr std::chrono::milliseconds kGlance{200};

// A file of events by their names, of customers that live senders name, too.
class EventFile {
 public:
  explicit EventFile(int64_t rows);
  ~EventFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  EventFile(const EventFile&) = delete;
  EventFile& operator=(const EventFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "sojourn-beside-XXXXXX.csv").string();
};

EventFile::EventFile(int64_t rows) {
  constexpr int64_t kCustomers = 200'000;
  const int made = mkstemps(path_.data(), 4);  // The ending.
  if (made < 0) fail("no file can be made at " + path_);
  close(made);
  std::ofstream file(path_, std::ios::binary);
  file << "id,customer,channel,touchpoint,time,revenue\n";
  for (int64_t row = 0; row < rows; ++row) {
    const std::string two = std::to_string(10 + row % 50);
    file << "f-" << row << ",customer-" << std::to_string(10'000'000 + row * 7919 % kCustomers).substr(1)
         << ",store,purchase,2026-10-" << std::to_string(10 + row % 20) << "T10:" << two << ':' << two << "Z,"
         << row % 90 << ".50\n";
  }
  if (!file.flush()) fail(path_ + " cannot be written");
}

LoadOutcome run_beside(const IntakeServer& server, const IntakeWork& work, int64_t first_id, double seconds,
                       const std::atomic<bool>* over) {
  Load load;
  load.port = server.port();
  load.key = server.key();
  load.segment = work.segment;
  load.batch = kBatch;
  load.connections = kConnections;
  load.rate = work.rate;
  load.seconds = seconds;
  load.over = over;
  load.first_id = first_id;
  LoadOutcome outcome = run_load(load);
  std::sort(outcome.latencies.begin(), outcome.latencies.end());
  return outcome;
}

void print_line(const char* what, const LoadOutcome& live, const std::string& rows) {
  std::printf("| %s | %.0f | %.1f | %.1f | %.1f | %ld | %s |\n", what, static_cast<double>(live.events) / live.seconds,
              quantile_ms(live.latencies, 0.5), quantile_ms(live.latencies, 0.99), quantile_ms(live.latencies, 1),
              live.refused, rows.c_str());
  std::fflush(stdout);
}

// Seconds from the last byte of the file to the end of its import.
double bring_in(const IntakeServer& server, const std::string& path) {
  const std::string import = server.bring("beside.csv", path);
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    const std::string state = server.state_of(import);
    if (state == "done") break;
    if (state != "queued" && state != "running") fail("the import is " + state);
    std::this_thread::sleep_for(kGlance);
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void bench_beside(const IntakeWork& work) {
  std::printf("\nLive events, %ld a body on %ld connections, %ld/s, and a file of %ld rows:\n\n", kBatch, kConnections,
              work.rate, work.import_rows);
  std::printf("| | live events/s | p50, ms | p99, ms | most, ms | 429/503 | rows/s of the file |\n");
  std::printf("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  const EventFile file(work.import_rows);
  IntakeServer server(work.program);
  const LoadOutcome alone = run_beside(server, work, 0, std::max(work.seconds, 5.0), nullptr);
  print_line("alone", alone, "");
  std::atomic<bool> over = false;
  double seconds = 0;
  std::thread importing([&] {
    seconds = bring_in(server, file.path());
    over = true;
  });
  const LoadOutcome beside = run_beside(server, work, alone.next_id, kSecondsMost, &over);
  importing.join();
  print_line("beside the file", beside,
             std::to_string(static_cast<int64_t>(static_cast<double>(work.import_rows) / seconds)));
  const int64_t wanted = alone.acknowledged + beside.acknowledged + work.import_rows;
  const int64_t events = must(parse_integer(server.row("select count(distinct id) from events").at(0)));
  if (events != wanted) fail(std::to_string(wanted) + " events were sent, the record holds " + std::to_string(events));
  server.stop();
}

}  // namespace sojourn::bench
