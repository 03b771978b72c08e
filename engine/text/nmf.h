// Non-negative matrix factorisation of sparse rows: X ≈ W H with the least squared error.
//
// Start     NNDSVD of a randomised SVD with a fixed seed, so that the same rows give the same result; or rows that are
//           given. Seeded rows come first: their words keep most of the row.
// Updates   HALS: each weight in turn, until the error falls by less than `tolerance` of itself.
// Threads   rows are dealt out to thread_count() threads; the result does not depend on how many.
// Source    Cichocki & Phan 2009; Boutsidis & Gallopoulos 2008; Halko, Martinsson & Tropp 2011; of the consensus: Belford,
//           Mac Namee & Greene 2018.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace sojourn {

struct SparseRows {
  size_t columns = 0;
  std::vector<size_t> begins{0};
  std::vector<uint32_t> column;
  std::vector<float> value;

  size_t rows() const { return begins.size() - 1; }
  void add(uint32_t at, double what) {
    column.push_back(at);
    value.push_back(static_cast<float>(what));
  }
  void end_row() { begins.push_back(column.size()); }
  SparseRows transposed() const;
  void add_row(const SparseRows& from, size_t row);
  // The first `most` of them, without every `leave_out`th; 0: all.
  SparseRows some(size_t most, size_t leave_out) const;
};

using SeedWeights = std::vector<std::pair<uint32_t, double>>;  // Column, weight > 0.

struct NmfOptions {
  size_t topics = 10;  // With the seeded ones.
  size_t iterations = 200;
  double tolerance = 1e-5;
  std::vector<SeedWeights> seeds;
  std::vector<std::vector<double>> start;  // Rows of H that come after the seeded ones.
  std::function<bool()> go_on;             // False: stop where it is.
};

struct NmfResult {
  // A row a topic, of length 1 (0 where a topic has died); rows x columns.
  std::vector<std::vector<double>> words;
  size_t iterations = 0;
  double error = 0;  // Of the squared length of X.
};

NmfResult factorise(const SparseRows& rows, const NmfOptions& options);

// Rows to start from that depend little on which texts happen to be there: the topics of kConsensusFolds fits, each without
// one of so many rows and of about kConsensusRowsMost rows, factorised once more. None where there are too few rows.
inline constexpr size_t kConsensusFolds = 5, kConsensusRowsMost = 6'000;
std::vector<std::vector<double>> consensus_start(const SparseRows& rows, const NmfOptions& options);

}  // namespace sojourn
