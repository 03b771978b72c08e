// Survey answers of one kind, with the scale on which they were given.
//
// Counts    events of that kind with an answer. An event without scale_min and scale_max is on the kind's usual scale
//           (event/fields.h), if it has one.
// Unit      millionths of a point, whole numbers, so that sums are exact. Answers and scales beyond a million points
//           are no ratings.
// Cost      O(1). Threads: const.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "event/fields.h"
#include "measure/definition.h"
#include "timelines/block.h"

namespace sojourn {

inline constexpr double kRatingUnit = 1e6;  // Millionths in a point.
// A threshold that somebody asks for, rounded as answers are, so that 4.1 is 4.1. No rating is as large as the ends.
int64_t rating_threshold(double points);

struct RatedScale {
  int64_t min = 0;
  int64_t max = 0;
  auto operator<=>(const RatedScale&) const = default;
};

struct Rating {
  int64_t answer = 0;
  std::optional<RatedScale> scale;  // Empty: none declared and none usual.
};

class RatingColumn {
 public:
  static RatingColumn bind(BindContext& context, const std::string& kind);
  // Empty when the event is no rating of that kind.
  std::optional<Rating> at(const Block& block, size_t event) const {
    if (!code_ || block.column(kind_).codes[event] != *code_) return std::nullopt;
    return read(block, event);
  }

 private:
  std::optional<Rating> read(const Block& block, size_t event) const;

  ColumnId kind_ = 0;
  ColumnId answer_ = 0;
  ColumnId scale_min_ = 0;
  ColumnId scale_max_ = 0;
  std::optional<uint32_t> code_;  // Of the kind; empty when no event has it.
  std::optional<RatedScale> usual_;
};

// The different scales of some ratings: the least few, so that it is the same in whatever order they came.
class RatedScales {
 public:
  void add(const RatedScale& scale);
  void merge(const RatedScales& other);
  bool several() const { return scales_.size() > 1; }
  bool empty() const { return scales_.empty(); }
  // REQUIRES: not empty.
  const RatedScale& least() const { return scales_.front(); }

  void save(ByteWriter& out) const;
  // Errors: kCorruption.
  static Result<RatedScales> load(ByteReader& in);

 private:
  static constexpr size_t kKept = 4;
  std::vector<RatedScale> scales_;  // Ascending.
};

}  // namespace sojourn
