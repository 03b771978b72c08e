// The different sequences of nodes that journeys took, and how many took each: the state of `variants`.
//
// Counts    journeys by sequence, and their lengths of time. Customers with several journeys are kept as sets of
//           (sequence, times), so that customers of one sequence, or of many put together, are exact.
// Limit     kVariantsMax different sequences or kVariantBytesMax of them. Beyond, all is dropped but the fact, so that
//           memory is bounded and states still merge to the same bytes in any order.
// Merge     exact, any order, so long as no customer is in both.
// Cost      add: one look-up. Memory: a byte a node (two for codes from 128 on) and about 50 a sequence; of those taken
//           several times, their lengths of time too (stats/quantile_sketch.h).
// Errors    load: kCorruption for bytes that no journeys write.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "base/time.h"
#include "journeys/path_sequences.h"
#include "stats/quantile_sketch.h"
#include "timelines/snapshot.h"

namespace sojourn {

class VariantsFound {
 public:
  static constexpr uint32_t kVariantsMax = 1'000'000;
  static constexpr size_t kVariantBytesMax = size_t{256} << 20;
  // Ends a sequence that was cut at the limit of nodes; no code of a node.
  static constexpr char kFurther = '\0';

  // How often one customer took a sequence.
  using Taken = std::pair<uint32_t, int64_t>;

  // Counts a journey and returns the number of its sequence; 0 when there are too many. `sequence`: codes of nodes as
  // append_number() writes them, none of them 0, and kFurther when it was cut.
  uint32_t add(std::string_view sequence, Micros length);
  // All that a customer with several journeys took, ascending by number. Called once a customer, after add().
  void add_customer(std::span<const Taken> taken);
  void merge(const VariantsFound& other);

  bool too_many() const { return too_many_; }
  uint32_t size() const { return sequences_.size(); }
  std::string_view sequence(uint32_t number) const { return sequences_[number]; }
  int64_t journeys(uint32_t number) const { return counts_[number].journeys; }
  int64_t journeys() const { return journeys_; }
  // Adds the lengths of that sequence's journeys.
  void add_lengths(uint32_t number, QuantileSketch& into) const;

  // Calls visit(taken, customers) for each different set of customers with several journeys.
  template <class Visit>
  void for_each_set(Visit&& visit) const {
    std::vector<Taken> taken;
    for (uint32_t i = 0; i < sets_.size(); ++i) {
      decode(sets_[i], taken);
      visit(std::span<const Taken>(taken), set_customers_[i]);
    }
  }

  // Sequences in order of the texts of their nodes, so that equal states give equal bytes.
  void save(const Names& names, ByteWriter& out) const;
  static Result<VariantsFound> load(Names& names, ByteReader& in);

 private:
  static constexpr uint32_t kNoSketch = UINT32_MAX;
  struct Count {
    int64_t journeys = 0;
    Micros length = 0;  // Of the only journey.
    uint32_t sketch = kNoSketch;
  };

  uint32_t find_or_add(std::string_view sequence);
  QuantileSketch& sketch_of(Count& count);
  void add_length(Count& count, Micros length);
  void add_set(std::span<const Taken> taken, int64_t customers);
  static void decode(std::string_view set, std::vector<Taken>& taken);
  void drop();
  void save_sets(std::span<const uint32_t> rank, ByteWriter& out) const;
  Status load_variant(std::span<const uint32_t> codes, ByteReader& in);
  Status load_sets(ByteReader& in);

  SequenceTable sequences_;
  std::vector<Count> counts_;
  std::vector<QuantileSketch> sketches_;  // Of sequences taken several times.
  SequenceTable sets_;                    // Distances between numbers, and times.
  std::vector<int64_t> set_customers_;
  int64_t journeys_ = 0;
  bool too_many_ = false;
};

}  // namespace sojourn
