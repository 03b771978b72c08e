// The side on which a rating stands: what a score is made of, whatever its kind.
//   nps                 1 promoter (9, 10), 0 passive (7, 8), -1 detractor, on 0 to 10 or 1 to 10; score = net, points
//   any other kind      1 positive, -1 its mirror image, 0 between; score = share of positive, %
//   positive            on 1 to 5 from 4, on 1 to 7 from 5, on other scales from positive=
//
// Empty     answers on a scale without a threshold, or off the scale: they have no side, and the score is not of them.
// Interval  net: adjusted Wald; share: Wilson; on the effective number of answers where persons gave several.
// Checked   score_sides_test.cc.
#pragma once

#include <optional>
#include <string>

#include "measure/definition.h"
#include "measure/rating_column.h"
#include "stats/cluster.h"
#include "stats/difference.h"

namespace sojourn {

// Answers by side, of some persons.
struct SideCounts {
  int64_t above = 0;
  int64_t between = 0;
  int64_t below = 0;
  ClusterSums persons;  // Their answers and the sum of what counts: side of nps, 1 for positive of others.

  int64_t answers() const { return above + between + below; }
  void merge(const SideCounts& other);
  // Takes out what was merged.
  void remove(const SideCounts& part);
  void save(ByteWriter& out) const;
  static Result<SideCounts> load(ByteReader& in);
};

class ScoreSides {
 public:
  // Reads the parameters `kind` and `positive`.
  static ScoreSides bind(BindContext& context);

  std::optional<Rating> rating(const Block& block, size_t event) const { return column_.at(block, event); }
  std::optional<int> side(const Rating& rating) const;
  // One person's answers, by side.
  void add(SideCounts& counts, int64_t above, int64_t between, int64_t below) const;

  // In points or percent. Empty without answers, or where one person gave them all.
  std::optional<Estimate> score(const SideCounts& counts) const;
  const std::string& kind() const { return kind_; }
  const char* unit() const { return net_ ? "points" : "%"; }

 private:
  std::string kind_;
  bool net_ = false;  // nps.
  std::optional<int64_t> positive_;
  RatingColumn column_;
};

// The parameters `kind` and `positive`.
ParameterInfo score_kind_parameter();
ParameterInfo score_positive_parameter();

}  // namespace sojourn
