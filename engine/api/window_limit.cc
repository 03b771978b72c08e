#include "api/window_limit.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sojourn {
namespace {

constexpr size_t kForgottenPart = 8;

// An eighth of them: those with the fewest counts, of these the oldest. Who makes up names pushes out such names, and
// nobody who has to wait.
template <class Windows>
void forget_few(Windows& windows) {
  using At = typename Windows::iterator;
  std::vector<At> order;
  for (At at = windows.begin(); at != windows.end(); ++at) order.push_back(at);
  const auto last = order.begin() + static_cast<ptrdiff_t>(std::max<size_t>(1, order.size() / kForgottenPart));
  std::nth_element(order.begin(), last, order.end(), [](const At& a, const At& b) {
    return std::pair(a->second.count, a->second.begin) < std::pair(b->second.count, b->second.begin);
  });
  std::for_each(order.begin(), last, [&windows](const At& at) { windows.erase(at); });
}

}  // namespace

bool WindowLimit::is_over(const Window& window, Micros now) const {
  return now < window.begin || now - window.begin >= window_;  // A clock that was set back begins anew.
}

Micros WindowLimit::wait_of(const std::string& name, Micros now) const {
  const auto found = windows_.find(name);
  if (found == windows_.end() || is_over(found->second, now) || found->second.count < most_) return 0;
  return found->second.begin + window_ - now;
}

void WindowLimit::add(const std::string& name, Micros now) {
  if (windows_.size() >= kNamesMax && !windows_.contains(name)) {
    std::erase_if(windows_, [this, now](const auto& each) { return is_over(each.second, now); });
    if (windows_.size() >= kNamesMax) forget_few(windows_);
  }
  Window& window = windows_[name];
  if (window.count == 0 || is_over(window, now)) window = {now, 0};
  ++window.count;
}

Micros WindowLimit::wait(const std::string& name, Micros now) const {
  const std::lock_guard lock(mutex_);
  return wait_of(name, now);
}

void WindowLimit::count(const std::string& name, Micros now) {
  const std::lock_guard lock(mutex_);
  add(name, now);
}

Micros WindowLimit::take(const std::string& name, Micros now) {
  const std::lock_guard lock(mutex_);
  const Micros left = wait_of(name, now);
  if (left == 0) add(name, now);
  return left;
}

std::string retry_seconds(Micros wait) { return std::to_string(std::max<Micros>(1, (wait + kSecond - 1) / kSecond)); }

}  // namespace sojourn
