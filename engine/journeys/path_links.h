// How often, by how many customers and after how long paths went from one node to the next, place by place: the state
// of `paths`. A node at place 2 is not the same node at place 5, so loops lead nowhere back.
//
// Counts    every path has one link out of each of its places: to the node at the next place, to kEnd, or from the last
//           place to kFurther when it goes on beyond it. So for every node what comes in equals what goes out, and the
//           links out of the first place add up to the paths. A customer counts once a link.
//           Rows put links together ("(other)"), and a customer with several paths may have more than one of those. So
//           the sets of links of such customers are kept, which makes customers of any such sum exact: customers of
//           its links, less those counted again.
// Limit     kLinksMax different links. Beyond, all is dropped but the fact, so that memory is bounded and states still
//           merge to the same bytes in any order.
// Merge     exact, any order, so long as no customer is in both.
// Cost      count O(1): a table while nodes are few, else a hash table. Memory: 0.2 KB and the times
//           (stats/quantile_sketch.h) a link that occurs; some bytes for each customer with several paths.
// Errors    load: kCorruption for bytes that no paths write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "base/time.h"
#include "journeys/path_lengths.h"
#include "journeys/path_sequences.h"
#include "stats/quantile_sketch.h"
#include "timelines/snapshot.h"

namespace sojourn {

class PathLinks {
 public:
  // All pairs of 600 nodes at five places, of 300 at twenty.
  static constexpr size_t kLinksMax = 2'000'000;
  static constexpr uint32_t kEnd = 0;
  static constexpr uint32_t kFurther = std::numeric_limits<uint32_t>::max();

  struct Link {
    uint32_t place = 0;  // Of `from`; from 0.
    uint32_t from = 0;
    uint32_t to = kEnd;
    int64_t times = 0;
    int64_t customers = 0;
    uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while counting.
  };
  // From one node's time to the next one's, by number of the link.
  struct Length {
    uint32_t link = 0;
    Micros length = 0;
  };
  static constexpr uint32_t kPlacesMax = 32;
  // Room for links: places (at most kPlacesMax) and, so that codes index a table, nodes. The same at every call.
  struct Shape {
    uint32_t places = 0;
    uint32_t nodes = 0;  // Codes are expected below it; others are taken too.
  };

  // Counts a link once more and returns its number, and whether it is the customer's first time. Customers come one
  // after the other. When there are too many links, numbers say nothing, and may be given to all that follows.
  std::pair<uint32_t, bool> add(uint32_t place, uint32_t from, uint32_t to, uint64_t customer, const Shape& shape) {
    const uint32_t number = at(place, from, to, shape);
    Link& link = links_[number];
    const bool first = link.last_customer != customer;
    ++link.times;
    link.customers += first ? 1 : 0;
    link.last_customer = customer;
    return {number, first};
  }
  // One length a time; none of kEnd and kFurther.
  void add_length(uint32_t link, Micros length) {
    if (!too_many_) between_[link].add(length);
  }
  // The same for many, of a whole block.
  void add_lengths(std::span<const Length> lengths);
  // All links of a customer with several paths, each once. Called once a customer, after add().
  void add_customer(std::span<const uint32_t> links);
  void merge(const PathLinks& other, const Shape& shape);

  bool too_many() const { return too_many_; }
  const std::vector<Link>& links() const { return links_; }
  // Adds the lengths of a link to a sketch. `room` is scratch.
  void add_between(uint32_t link, QuantileSketch& sketch, std::vector<int64_t>& room) const {
    sketch.merge(between_[link]);
    sketch.add_all(aside_.of(link, room));
  }
  int64_t paths() const;
  // Calls visit(links, customers) for the sets of links of customers with several paths, in no order and some of them
  // more than once; sets leave out places at which a customer has one link only.
  template <class Visit>
  void for_each_set(Visit&& visit) const {
    std::vector<uint32_t> links;
    for (size_t at = 0; at < log_.size(); at += links.size() + 1) {
      links.assign(log_.begin() + static_cast<std::ptrdiff_t>(at + 1),
                   log_.begin() + static_cast<std::ptrdiff_t>(at + 1 + log_[at]));
      visit(std::span<const uint32_t>(links), int64_t{1});
    }
    for (uint32_t i = 0; i < sets_.size(); ++i) {
      decode(sets_[i], links);
      visit(std::span<const uint32_t>(links), set_customers_[i]);
    }
  }

  // In order of place and the texts of from and to, so that equal states give equal bytes.
  void save(const Names& names, ByteWriter& out) const;
  static Result<PathLinks> load(Names& names, const Shape& shape, ByteReader& in);

 private:
  static constexpr size_t kSmallTable = 512;
  static constexpr size_t kSparseLinksMax = 64;  // A split, or one customer, may have many small states.
  static constexpr size_t kTableMax = size_t{1} << 21;

  struct Key {
    uint32_t place;
    uint32_t from;
    uint32_t to;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const {
      return ((static_cast<uint64_t>(key.from) << 32 | key.to) * 0x9e3779b97f4a7c15 + key.place) * 0xbf58476d1ce4e5b9 >>
             16;
    }
  };
  static size_t table_size(const Shape& shape) {
    return static_cast<size_t>(shape.places) * shape.nodes * (size_t{shape.nodes} + 1);
  }
  // kFurther has the last row of its node.
  static size_t table_index(uint32_t place, uint32_t from, uint32_t to, const Shape& shape) {
    return (static_cast<size_t>(place) * shape.nodes + from) * (size_t{shape.nodes} + 1) +
           (to == kFurther ? shape.nodes : to);
  }
  static bool in_table(uint32_t from, uint32_t to, const Shape& shape) {
    return from < shape.nodes && (to < shape.nodes || to == kFurther);
  }

  uint32_t at(uint32_t place, uint32_t from, uint32_t to, const Shape& shape) {
    if (!table_.empty() && in_table(from, to, shape)) {
      const uint32_t index = table_[table_index(place, from, to, shape)];
      if (index != 0) return index - 1;
    }
    return find_or_add(place, from, to, shape);
  }
  uint32_t find_or_add(uint32_t place, uint32_t from, uint32_t to, const Shape& shape);
  void drop();
  void add_set(std::span<const uint32_t> ascending, int64_t customers);
  static constexpr size_t kLogMax = size_t{1} << 16;
  void settle();  // Nothing is put aside any more.
  static void decode(std::string_view set, std::vector<uint32_t>& links);

  std::vector<uint32_t> in_order(const Names& names) const;
  static Result<Link> load_link(Names& names, const Shape& shape, QuantileSketch& between, ByteReader& in);
  Status check_flow(const Shape& shape, const ByteReader& in) const;
  Status load_sets(ByteReader& in);

  std::vector<Link> links_;
  std::vector<uint8_t> places_;                         // By number of the link, as those two:
  std::vector<QuantileSketch> between_;                 // lengths of time,
  PathLengths aside_;                                   // and those that are not in the sketches yet.
  std::unordered_map<Key, uint32_t, KeyHash> numbers_;  // Every link that came before the table.
  std::vector<uint32_t> table_;                         // Number + 1; see table_index().
  std::vector<uint16_t> log_;                           // Sets as customers came: how many links, and their numbers.
  SequenceTable sets_;  // Sets that were loaded, or that hold higher numbers: distances between numbers.
  std::vector<int64_t> set_customers_;
  std::string bytes_;      // Room for one set.
  bool too_many_ = false;  // Then there is one link, which stands for whatever is counted.
};

}  // namespace sojourn
