// Printing for people: progress bars, tables and formats. Progress goes to stderr and only to a terminal.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "measure/answer.h"

namespace sojourn {

enum class Output : unsigned char { kTable, kJson, kCsv, kXlsx };  // kXlsx: of `ask` alone.

// A line that is drawn over itself a few times a second; silent when stderr is not a terminal.
class ProgressBar {
 public:
  explicit ProgressBar(std::string title);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  // done of total (in any unit; total 0: unknown), and a few words behind the bar.
  void update(double done, double total, std::string_view words = {});
  void finish();

 private:
  std::string title_;
  bool visible_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

// "1,234,567" with thin groups, for people.
std::string with_groups(int64_t count);

// A plain table in the format asked for: an answer without a measure. JSON is an array of objects.
void print_table(const std::vector<std::string>& columns, const std::vector<std::vector<Value>>& rows, Output format);
// The text as one word of a shell, in quotes where it needs them.
std::string shell_word(std::string_view text);
void print_line(std::string_view text);    // To stdout.
void print_notice(std::string_view text);  // To stderr.
// Prints the error with its code in words; returns the exit code.
int print_error(const Status& status);

}  // namespace sojourn
