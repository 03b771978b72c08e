#include "text/nmf.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/parallel.h"

namespace sojourn {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr size_t kBlockRows = 512;
constexpr size_t kOversample = 10, kPowerSteps = 4;
constexpr int kInnerSweeps = 2;
constexpr double kSeedOthersMost = 0.7;  // Length of what a seeded row learns, beside its seeds.

// Blocks of rows over threads; each block is one thread's.
void for_blocks(size_t rows, const std::function<void(size_t begin, size_t end)>& work) {
  const size_t blocks = (rows + kBlockRows - 1) / kBlockRows;
  parallel_for(blocks, thread_count(),
               [&](size_t, size_t block) { work(block * kBlockRows, std::min(rows, (block + 1) * kBlockRows)); });
}

Matrix times(const SparseRows& left, const Matrix& right) {
  Matrix product = Matrix::Zero(static_cast<Eigen::Index>(left.rows()), right.cols());
  for_blocks(left.rows(), [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      for (size_t i = left.begins[row]; i < left.begins[row + 1]; ++i) {
        product.row(static_cast<Eigen::Index>(row)) +=
            static_cast<double>(left.value[i]) * right.row(static_cast<Eigen::Index>(left.column[i]));
      }
    }
  });
  return product;
}

Matrix orthonormal(const Matrix& columns) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(columns);
  return qr.householderQ() * Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

double noise(uint64_t seed) {
  seed += 0x9E3779B97F4A7C15ULL;
  seed = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9ULL;
  seed = (seed ^ seed >> 27) * 0x94D049BB133111EBULL;
  return static_cast<double>((seed ^ seed >> 31) >> 11) * 0x1p-53 - 0.5;
}

struct Parts {
  Matrix left, right;  // Singular vectors as columns.
  Eigen::VectorXd strength;
};

Parts leading_parts(const SparseRows& x, const SparseRows& xt, size_t count) {
  const size_t width = std::min({count + kOversample, x.rows(), x.columns});
  Matrix probe(static_cast<Eigen::Index>(x.columns), static_cast<Eigen::Index>(width));
  for (Eigen::Index i = 0; i < probe.rows(); ++i) {
    for (Eigen::Index j = 0; j < probe.cols(); ++j)
      probe(i, j) = noise(static_cast<uint64_t>(i) * 1'000'003 + static_cast<uint64_t>(j));
  }
  Matrix basis = orthonormal(times(x, probe));
  for (size_t step = 0; step < kPowerSteps; ++step) basis = orthonormal(times(x, orthonormal(times(xt, basis))));
  const Matrix small = times(xt, basis);  // columns x width: the transpose of basisᵀ X
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(small.transpose() * small);
  const auto keep = static_cast<Eigen::Index>(std::min(count, width));
  Parts parts;
  const Matrix turn = solver.eigenvectors().rowwise().reverse().leftCols(keep);
  parts.strength = solver.eigenvalues().reverse().head(keep).cwiseMax(0).cwiseSqrt();
  parts.left = basis * turn;
  parts.right = small * turn;
  for (Eigen::Index i = 0; i < keep; ++i) parts.right.col(i) /= std::max(parts.strength(i), 1e-12);
  return parts;
}

// Of each pair of singular vectors the positive or the negative side, whichever is longer.
std::vector<std::vector<double>> nndsvd(const SparseRows& x, const SparseRows& xt, size_t count) {
  const Parts parts = leading_parts(x, xt, count);
  std::vector<std::vector<double>> rows;
  for (Eigen::Index i = 0; i < parts.right.cols(); ++i) {
    const auto length = [&](double sign) {
      return (sign * parts.left.col(i)).cwiseMax(0).norm() * (sign * parts.right.col(i)).cwiseMax(0).norm();
    };
    const double sign = length(1) >= length(-1) ? 1 : -1;
    const Eigen::VectorXd side = (sign * parts.right.col(i)).cwiseMax(0);
    rows.emplace_back(side.data(), side.data() + side.size());
  }
  rows.resize(count, std::vector<double>(x.columns, 0));
  return rows;
}

class Hals {
 public:
  Hals(const SparseRows& x, const NmfOptions& options)
      : x_(x),
        xt_(x.transposed()),
        options_(options),
        texts_(Matrix::Zero(static_cast<Eigen::Index>(x.rows()), static_cast<Eigen::Index>(options.topics))),
        words_(Matrix::Zero(static_cast<Eigen::Index>(x.columns), static_cast<Eigen::Index>(options.topics))) {
    for (const float value : x.value) square_ += static_cast<double>(value) * value;
  }

  NmfResult run() {
    start();
    NmfResult result;
    double before = square_;
    for (; result.iterations < options_.iterations; ++result.iterations) {
      if (options_.go_on && !options_.go_on()) break;
      sweep(texts_, times(x_, words_), words_.transpose() * words_);
      const Matrix found = times(xt_, texts_);
      const Matrix overlap = texts_.transpose() * texts_;
      sweep(words_, found, overlap);
      hold_seeds();
      const double error =
          square_ - 2 * found.cwiseProduct(words_).sum() + overlap.cwiseProduct(words_.transpose() * words_).sum();
      normalise();
      if (result.iterations > 0 && before - error <= options_.tolerance * before) break;
      before = error;
    }
    result.error = square_ > 0 ? before / square_ : 0;
    for (Eigen::Index topic = 0; topic < words_.cols(); ++topic) {
      const Eigen::VectorXd row = words_.col(topic);
      result.words.emplace_back(row.data(), row.data() + row.size());
    }
    return result;
  }

 private:
  void start() {
    const size_t free = options_.topics - options_.seeds.size();
    SOJOURN_ASSERT(options_.seeds.size() <= options_.topics, "seeds are topics");
    for (size_t i = 0; i < options_.seeds.size(); ++i) {
      for (const auto& [column, weight] : options_.seeds[i])
        words_(static_cast<Eigen::Index>(column), static_cast<Eigen::Index>(i)) = weight;
    }
    std::vector<std::vector<double>> rows = options_.start;
    if (rows.size() < free) add_rows(rows, nndsvd(x_, xt_, free), free);
    for (size_t i = 0; i < free; ++i) {
      const auto topic = static_cast<Eigen::Index>(options_.seeds.size() + i);
      words_.col(topic) = Eigen::Map<const Eigen::VectorXd>(rows[i].data(), static_cast<Eigen::Index>(rows[i].size()));
    }
    normalise();
  }

  // Of the rows found those that are least like the rows given.
  static void add_rows(std::vector<std::vector<double>>& rows, std::vector<std::vector<double>> found, size_t count) {
    const auto cosine = [](const std::vector<double>& a, const std::vector<double>& b) {
      const Eigen::Map<const Eigen::VectorXd> left(a.data(), static_cast<Eigen::Index>(a.size()));
      const Eigen::Map<const Eigen::VectorXd> right(b.data(), static_cast<Eigen::Index>(b.size()));
      const double lengths = left.norm() * right.norm();
      return lengths > 0 ? left.dot(right) / lengths : 1.0;
    };
    std::vector<std::pair<double, size_t>> order;
    for (size_t i = 0; i < found.size(); ++i) {
      double most = 0;
      for (const std::vector<double>& row : rows) most = std::max(most, cosine(row, found[i]));
      order.emplace_back(most, i);
    }
    std::sort(order.begin(), order.end());
    for (size_t i = 0; rows.size() < count && i < order.size(); ++i) rows.push_back(std::move(found[order[i].second]));
  }

  // Every number of `what` in turn takes the value that is best while the others stay.
  static void sweep(Matrix& what, const Matrix& found, const Matrix& overlap) {
    const Eigen::Index topics = what.cols();
    for_blocks(static_cast<size_t>(what.rows()), [&](size_t begin, size_t end) {
      for (auto row = static_cast<Eigen::Index>(begin); row < static_cast<Eigen::Index>(end); ++row) {
        for (int again = 0; again < kInnerSweeps; ++again) {
          for (Eigen::Index topic = 0; topic < topics; ++topic) {
            if (overlap(topic, topic) <= 1e-12) continue;
            const double rest = found(row, topic) - overlap.row(topic).dot(what.row(row));
            what(row, topic) = std::max(0.0, what(row, topic) + rest / overlap(topic, topic));
          }
        }
      }
    });
  }

  void hold_seeds() {
    for (size_t i = 0; i < options_.seeds.size(); ++i) {
      auto row = words_.col(static_cast<Eigen::Index>(i));
      double seed_square = 0;
      for (const auto& [column, weight] : options_.seeds[i]) {
        row(static_cast<Eigen::Index>(column)) = 0;
        seed_square += weight * weight;
      }
      const double others = row.norm();
      if (others > 0) row *= kSeedOthersMost / others;
      for (const auto& [column, weight] : options_.seeds[i])
        row(static_cast<Eigen::Index>(column)) = weight / std::sqrt(seed_square);
    }
  }

  void normalise() {
    for (Eigen::Index topic = 0; topic < words_.cols(); ++topic) {
      const double length = words_.col(topic).norm();
      if (length > 1e-12) {
        words_.col(topic) /= length;
        texts_.col(topic) *= length;
      } else {
        words_.col(topic).setZero();
        texts_.col(topic).setZero();
      }
    }
  }

  const SparseRows& x_;
  SparseRows xt_;
  const NmfOptions& options_;
  Matrix texts_, words_;
  double square_ = 0;
};

}  // namespace

void SparseRows::add_row(const SparseRows& from, size_t row) {
  column.insert(column.end(), from.column.begin() + static_cast<ptrdiff_t>(from.begins[row]),
                from.column.begin() + static_cast<ptrdiff_t>(from.begins[row + 1]));
  value.insert(value.end(), from.value.begin() + static_cast<ptrdiff_t>(from.begins[row]),
               from.value.begin() + static_cast<ptrdiff_t>(from.begins[row + 1]));
  end_row();
}

SparseRows SparseRows::transposed() const {
  SparseRows other;
  other.columns = rows();
  std::vector<size_t> next(columns + 1, 0);
  for (const uint32_t each : column) ++next[each + 1];
  for (size_t i = 0; i < columns; ++i) next[i + 1] += next[i];
  other.begins.assign(next.begin(), next.end());
  other.column.resize(column.size());
  other.value.resize(value.size());
  for (size_t row = 0; row < rows(); ++row) {
    for (size_t i = begins[row]; i < begins[row + 1]; ++i) {
      const size_t to = next[column[i]]++;
      other.column[to] = static_cast<uint32_t>(row);
      other.value[to] = value[i];
    }
  }
  return other;
}

NmfResult factorise(const SparseRows& rows, const NmfOptions& options) {
  if (rows.rows() == 0 || rows.columns == 0 || options.topics == 0)
    return {std::vector<std::vector<double>>(options.topics, std::vector<double>(rows.columns, 0)), 0, 0};
  return Hals(rows, options).run();
}

}  // namespace sojourn
