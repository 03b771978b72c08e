#include "engine.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>

#include "base/bytes.h"
#include "must.h"

namespace sojourn::bench {
namespace {

constexpr int kRunsMost = 5;
constexpr double kSecondsMost = 10;
constexpr double kWaysSecondsMost = 30;
constexpr int kSilenceMost = 600'000;  // Milliseconds.

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Lets the kernel forget the highest resident size so far; where it does not let us, peaks are of the whole run.
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

int64_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoll(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

void write_all(int to, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t now = write(to, bytes.data() + done, bytes.size() - done);
    if (now <= 0) fail("the results found no reader");
    done += static_cast<size_t>(now);
  }
}

// False when nobody wrote anything for too long.
bool read_to_end(int from, std::string& all) {
  char room[65'536];
  while (true) {
    pollfd waiting{from, POLLIN, 0};
    const int ready = poll(&waiting, 1, kSilenceMost);
    if (ready == 0) return false;
    if (ready < 0) continue;  // A signal.
    const ssize_t now = read(from, room, sizeof room);
    if (now <= 0) return true;
    all.append(room, static_cast<size_t>(now));
  }
}

std::string pack(const std::string& work, const Outcome& outcome) {
  ByteWriter out;
  out.text(work);
  out.text(outcome.none);
  out.f64(outcome.seconds);
  out.i64(outcome.runs);
  out.i64(outcome.peak);
  out.i64(outcome.bytes);
  out.u64(outcome.rows.size());
  for (const std::vector<std::string>& row : outcome.rows) {
    out.u64(row.size());
    for (const std::string& cell : row) out.text(cell);
  }
  ByteWriter framed;
  framed.u64(out.bytes().size());
  framed.raw(out.bytes().data(), out.bytes().size());
  return framed.take();
}

Result<std::pair<std::string, Outcome>> unpack(ByteReader& all) {
  SOJOURN_TRY(const uint64_t size, all.u64());
  SOJOURN_TRY(const std::string_view bytes, all.raw(size));
  ByteReader in(bytes);
  Outcome outcome;
  SOJOURN_TRY(std::string work, in.text());
  SOJOURN_TRY(outcome.none, in.text());
  SOJOURN_TRY(outcome.seconds, in.f64());
  SOJOURN_TRY(const int64_t runs, in.i64());
  outcome.runs = static_cast<int>(runs);
  SOJOURN_TRY(outcome.peak, in.i64());
  SOJOURN_TRY(outcome.bytes, in.i64());
  SOJOURN_TRY(const uint64_t rows, in.u64());
  for (uint64_t i = 0; i < rows; ++i) {
    SOJOURN_TRY(const uint64_t cells, in.u64());
    std::vector<std::string>& row = outcome.rows.emplace_back();
    for (uint64_t j = 0; j < cells; ++j) {
      SOJOURN_TRY(row.emplace_back(), in.text());
    }
  }
  return std::pair(std::move(work), std::move(outcome));
}

}  // namespace

void Report::send(const std::string& work, Outcome outcome) const {
  std::sort(outcome.rows.begin(), outcome.rows.end());
  write_all(to_, pack(work, outcome));
}

void Report::once(const std::string& work, const std::function<Rows()>& run) {
  Outcome outcome;
  try {
    forget_peak();
    const double begin = now_seconds();
    outcome.rows = run();
    outcome.seconds = now_seconds() - begin;
    outcome.runs = 1;
    outcome.peak = peak_bytes();
  } catch (const std::exception& error) {
    outcome.none = error.what();
  }
  send(work, std::move(outcome));
}

void Report::best(const std::string& work, const std::vector<std::function<Rows()>>& ways) {
  Outcome best;
  size_t fastest = 0;
  double spent = 0;
  std::string failed;
  const auto run = [&](size_t way) {
    forget_peak();
    const double begin = now_seconds();
    try {
      Rows rows = ways[way]();
      const double took = now_seconds() - begin;
      if (best.runs++ == 0 || took < best.seconds) {
        fastest = way;
        best.seconds = took;
        best.rows = std::move(rows);
        best.peak = peak_bytes();
      }
    } catch (const std::exception& error) {
      failed = error.what();
    }
    spent += now_seconds() - begin;
  };
  for (size_t way = 0; way < ways.size() && spent < kWaysSecondsMost; ++way) run(way);
  for (int more = 1; best.runs > 0 && more < kRunsMost && spent < kSecondsMost; ++more) run(fastest);
  if (best.runs == 0) best.none = failed;
  send(work, std::move(best));
}

void Report::size(const std::string& work, int64_t bytes) {
  Outcome outcome;
  outcome.bytes = bytes;
  send(work, std::move(outcome));
}

void Report::none(const std::string& work, const std::string& why) {
  Outcome outcome;
  outcome.none = why;
  send(work, std::move(outcome));
}

Outcomes in_child(const std::function<void(Report&)>& body) {
  int ends[2];
  if (pipe(ends) != 0) fail("cannot make a pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) fail("cannot start a process");
  if (child == 0) {
    close(ends[0]);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // Whoever ends the benchmark ends its engines.
    Report report(ends[1]);
    body(report);
    std::fflush(nullptr);
    _exit(0);  // No destructors: an engine's threads may still be about.
  }
  close(ends[1]);
  std::string bytes;
  const bool ended = read_to_end(ends[0], bytes);
  if (!ended) kill(child, SIGKILL);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  Outcomes outcomes;
  ByteReader in(bytes);
  while (in.remaining() > 0) {
    Result<std::pair<std::string, Outcome>> each = unpack(in);
    if (!each.has_value()) break;
    outcomes.insert(std::move(each).value());
  }
  if (!ended) {
    outcomes[""].none = "was ended: it had nothing to report for ten minutes";
  } else if (WIFSIGNALED(status)) {
    outcomes[""].none = std::string("was ended by the system: ") + strsignal(WTERMSIG(status));
  } else if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    outcomes[""].none = "ended with an error, see above";
  }
  return outcomes;
}

}  // namespace sojourn::bench
