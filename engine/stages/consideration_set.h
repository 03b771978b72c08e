// The products that customers consider first, add and discard while they evaluate (show=set and show=products of the
// consideration).
//   first      products seen by events that pass `considered`, before the customer's first event that passes
//              `evaluated`
//   added      products seen by events that pass `evaluated`, and not considered first
//   discarded  products of these with an event that passes `discarded`, at or after the first that passes `evaluated`
//   bought     products of these with an event that passes `outcome`, after the product came into the set
//
// An event that passes `discarded` does not bring a product into the set; a product is discarded once, whatever comes
// after it. Customers who never evaluate considered all their products first.
// Counts    identified customers with at least one product; products are the values of `node`, each once a customer.
// show=set  one row: customers, and first, added, discarded, bought as pairs of customer and product; value is the mean
//           number of products left in a customer's set: (first + added - discarded) / customers.
// show=products  a row a product: n customers had it in their set, customers of these bought it (value, Wilson); first,
//           added and discarded likewise; the `top` with most customers, the others in a note.
// Empty     no products: no rows.
// Split     a customer's set counts in the group of the event that brought in its first product.
// Merge     exact, any order. Cost: O(1) an event; state O(products).
// Errors    bind: filters that cannot be read. load: kCorruption. Threads: const and safe.
// Checked   twin over random lives, consideration_test.cc; tests/oracles/consideration.sql.
#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"

namespace sojourn {

class ConsiderationSet {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  // Customers who had the product in their set; first + added.
  struct Product {
    int64_t first = 0;
    int64_t added = 0;
    int64_t discarded = 0;
    int64_t bought = 0;
  };
  struct State {
    int64_t customers = 0;
    ByCode<Product> products;
  };
  // What became of a product in the set of the customer who last had it there.
  struct Member {
    uint64_t customer = std::numeric_limits<uint64_t>::max();
    bool added = false;
    bool discarded = false;
    bool bought = false;
  };
  struct Scratch {
    EventBits considered;
    EventBits evaluated;
    EventBits discarded;
    EventBits outcome;
    // Room for one customer, reused; a Scratch belongs to one thread.
    mutable ByCode<Member> members;
    mutable std::vector<uint32_t> set;  // The products in it.
  };

  static Result<ConsiderationSet> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const { add_rows(state, top_, rows); }
  void finish_all(const State& state, Rows& rows) const { add_rows(state, INT64_MAX, rows); }
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  void add_rows(const State& state, int64_t top, Rows& rows) const;
  void add_set(const State& state, Rows& rows) const;

  NodeColumn products_;
  std::shared_ptr<const Predicate> considered_;
  std::shared_ptr<const Predicate> evaluated_;
  std::shared_ptr<const Predicate> discarded_;
  std::shared_ptr<const Predicate> outcome_;
  bool by_product_ = false;
  int64_t top_ = 0;
};

}  // namespace sojourn
