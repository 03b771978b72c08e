// How texts sound, counted: net sentiment with an interval that allows for several texts of one customer.
//   net = 100 * (positive - negative) / n      n = positive + neutral + negative
//   interval: adjusted Wald, as of a net promoter score; the texts enter as their effective number (stats/cluster.h)
//
// Counts    texts whose sentiment is unknown beside it, not within n.
// Empty     no text with a known sentiment; no interval where one customer wrote them all.
// Merge     exact, any order. Cost: O(1), about 110 bytes. Errors: load: kCorruption.
// Checked   tone_tally_test.cc.
#pragma once

#include <vector>

#include "measure/value.h"
#include "stats/cluster.h"
#include "stats/exact_sum.h"
#include "voice/voice_column.h"

namespace sojourn {

// Texts of one person.
struct ToneCounts {
  int64_t positive = 0;
  int64_t neutral = 0;
  int64_t negative = 0;
  int64_t unknown = 0;
  int64_t scored = 0;
  int64_t score = 0;  // The sum of their scores, in millionths.

  void add(Tone tone, int64_t score_of_text);
  int64_t known() const { return positive + neutral + negative; }
  int64_t texts() const { return known() + unknown; }
};

class ToneTally {
 public:
  void add_person(const ToneCounts& texts);
  void merge(const ToneTally& other);
  const ToneCounts& counts() const { return counts_; }

  // Adds the net sentiment, low and high.
  void add_net(std::vector<Value>& cells) const;
  Value mean_score() const;

  void save(ByteWriter& out) const;
  static Result<ToneTally> load(ByteReader& in);

 private:
  ToneCounts counts_;
  ClusterSums persons_;
};

}  // namespace sojourn
