#include "text/hungarian.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"

namespace sojourn {
namespace {

// With potentials u and v; row 0 and column 0 stand for "none".
class Assigner {
 public:
  Assigner(const std::vector<std::vector<double>>& gains, size_t size)
      : gains_(gains), size_(size), u_(size + 1), v_(size + 1), row_of_(size + 1), way_(size + 1) {}

  std::vector<size_t> run() {
    for (size_t row = 1; row <= size_; ++row) augment(row);
    std::vector<size_t> columns(gains_.size(), kUnassigned);
    for (size_t column = 1; column <= size_; ++column) {
      const size_t row = row_of_[column] - 1;
      if (row < gains_.size() && column - 1 < gains_[row].size()) columns[row] = column - 1;
    }
    return columns;
  }

 private:
  double cost(size_t row, size_t column) const {
    return row <= gains_.size() && column <= gains_[row - 1].size() ? -gains_[row - 1][column - 1] : 0;
  }

  void augment(size_t row) {
    std::vector<double> least(size_ + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> done(size_ + 1);
    size_t at = 0;
    row_of_[0] = row;
    do {
      done[at] = true;
      const size_t from = row_of_[at];
      double step = std::numeric_limits<double>::infinity();
      size_t next = 0;
      for (size_t column = 1; column <= size_; ++column) {
        if (done[column]) continue;
        const double reduced = cost(from, column) - u_[from] - v_[column];
        if (reduced < least[column]) {
          least[column] = reduced;
          way_[column] = at;
        }
        if (least[column] < step) {
          step = least[column];
          next = column;
        }
      }
      for (size_t column = 0; column <= size_; ++column) {
        if (done[column]) {
          u_[row_of_[column]] += step;
          v_[column] -= step;
        } else {
          least[column] -= step;
        }
      }
      at = next;
    } while (row_of_[at] != 0);
    for (; at != 0; at = way_[at]) row_of_[at] = row_of_[way_[at]];
  }

  const std::vector<std::vector<double>>& gains_;
  size_t size_;
  std::vector<double> u_, v_;
  std::vector<size_t> row_of_, way_;
};

}  // namespace

std::vector<size_t> best_assignment(const std::vector<std::vector<double>>& gains) {
  if (gains.empty()) return {};
  for (const auto& row : gains) SOJOURN_ASSERT(row.size() == gains[0].size(), "rows are of one length");
  return Assigner(gains, std::max(gains.size(), gains[0].size())).run();
}

}  // namespace sojourn
