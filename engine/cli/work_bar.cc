#include "cli/work_bar.h"

#include <unistd.h>

namespace sojourn {
namespace {

constexpr std::chrono::milliseconds kLong{500};

}  // namespace

WorkBar::WorkBar() : seen_(isatty(STDERR_FILENO) == 1) {}

void WorkBar::update(const std::string& step, double done, double total) {
  bar_.update(done, total, step);
  const auto now = std::chrono::steady_clock::now();
  if (step != step_) {
    step_ = step;
    since_ = now;
    told_ = false;
  }
  if (seen_ || told_ || step.empty() || now - since_ < kLong) return;
  told_ = true;
  print_notice(step + " ...");
}

}  // namespace sojourn
