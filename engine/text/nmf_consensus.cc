#include <algorithm>

#include "text/nmf.h"

namespace sojourn {
namespace {

constexpr size_t kFoldIterations = 25, kJoinIterations = 100;
constexpr double kWeightLeast = 0.01;  // Of the largest of its row.

void add_row(SparseRows& to, const std::vector<double>& row) {
  const double least = kWeightLeast * *std::max_element(row.begin(), row.end());
  for (uint32_t column = 0; column < row.size(); ++column) {
    if (row[column] > least) to.add(column, row[column]);
  }
  to.end_row();
}

// All but one of kConsensusFolds rows; of many rows other ones for each fold.
SparseRows rows_of_fold(const SparseRows& rows, size_t fold) {
  const size_t step = std::max<size_t>(1, rows.rows() / kConsensusRowsMost);
  SparseRows part;
  part.columns = rows.columns;
  for (size_t row = 0; row < rows.rows(); ++row) {
    if (row % kConsensusFolds != fold && row / kConsensusFolds % step == fold % step) part.add_row(rows, row);
  }
  return part;
}

}  // namespace

SparseRows SparseRows::some(size_t most, size_t leave_out) const {
  SparseRows part;
  part.columns = columns;
  for (size_t row = 0; row < std::min(most, rows()); ++row) {
    if (leave_out == 0 || row % leave_out != 0) part.add_row(*this, row);
  }
  return part;
}

std::vector<std::vector<double>> consensus_start(const SparseRows& rows, const NmfOptions& options) {
  const size_t free = options.topics - options.seeds.size();
  if (free == 0 || rows.rows() < 2 * kConsensusFolds) return {};
  SparseRows found;
  found.columns = rows.columns;
  NmfOptions fold = options;
  fold.iterations = kFoldIterations;
  fold.start.clear();
  for (size_t left_out = 0; left_out < kConsensusFolds; ++left_out) {
    const NmfResult result = factorise(rows_of_fold(rows, left_out), fold);
    for (size_t topic = options.seeds.size(); topic < result.words.size(); ++topic) add_row(found, result.words[topic]);
  }
  NmfOptions join;
  join.topics = free;
  join.iterations = kJoinIterations;
  join.go_on = options.go_on;
  return factorise(found, join).words;
}

}  // namespace sojourn
