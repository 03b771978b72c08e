// How far background work of the voice is: a bar, or where nobody looks at a terminal, a line for each step that takes long.
#pragma once

#include <chrono>
#include <string>

#include "cli/terminal.h"

namespace sojourn {

class WorkBar {
 public:
  WorkBar();
  // `step`: what it is at, for people; "" : not told yet.
  void update(const std::string& step, double done, double total);
  void finish() { bar_.finish(); }

 private:
  ProgressBar bar_{"What customers say"};
  const bool seen_;
  std::string step_;
  bool told_ = false;
  std::chrono::steady_clock::time_point since_{};
};

}  // namespace sojourn
