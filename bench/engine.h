// What every engine of a benchmark does: loads the events, then answers each piece of work, in a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sojourn::bench {

// An answer as text, for comparing: sorted rows.
using Rows = std::vector<std::vector<std::string>>;

struct Outcome {
  std::string none;    // Why there is no result, or "".
  double seconds = 0;  // The best run.
  int runs = 0;
  int64_t peak = 0;   // Resident bytes at most while it ran, what was loaded included.
  int64_t bytes = 0;  // On disk or in memory, where it says something.
  Rows rows;
};
using Outcomes = std::map<std::string, Outcome>;  // By name of the work.

// Where an engine puts down what it found, or why it found nothing (a std::exception of the work). Written to the
// parent as it goes, so that a crash loses only what follows.
class Report {
 public:
  explicit Report(int to) : to_(to) {}
  // Runs once.
  void once(const std::string& work, const std::function<Rows()>& run);
  // Runs each way once, unless half a minute is over, then the fastest until five runs or ten seconds are over. There is
  // no result when all ways fail.
  void best(const std::string& work, const std::vector<std::function<Rows()>>& ways);
  void size(const std::string& work, int64_t bytes);
  void none(const std::string& work, const std::string& why);

 private:
  void send(const std::string& work, Outcome outcome) const;
  int to_;
};

// What a rival may take for one question, in seconds. Longer ones count as failed.
inline constexpr int kQuestionSecondsMost = 60;

// Runs `body` in a child process. A child that ends before its time leaves its last words under "", also one that is
// ended because it has not reported anything for ten minutes.
Outcomes in_child(const std::function<void(Report&)>& body);

}  // namespace sojourn::bench
