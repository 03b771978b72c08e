// Referrals: who brought whom, in how long chains, and what those who came are worth.
//
// An event refers when it passes `referral` (any, unless given) and either names in `referrer` who brought this
// customer, or names in `referred` whom this customer brought. A name is looked up among all identifiers
// (timelines/directory.h). A referrer whom the record does not know is a person of that name; a referred one must be a
// customer among those asked, or there is nobody who came. Trees: referral_forest.h.
//   show=summary  one row    show=chains  by the person at the head of a chain    show=depth  by steps from the head
//   customers = customers who brought somebody, referred = customers who were brought, depth = most steps from a head,
//   value = sum of the amounts of the referred in the question, credited to the head of their chain
// Counts    identified customers with events in the question.
// Unit      money, in one currency: that of `currency`, else the only one among the amounts of the referred.
// Empty     no referral: counts of 0, no value. Several currencies: no value, with the reason.
// Split     each group as if its events were all there is.
// Merge     exact, any order: referrals by name, amounts by customer. Names are looked up when the answer is made, those
//           of the referrals in the question and all at once.
// Cost      O(events); state 4 bytes a customer, and their amounts where the question reads names of the referred.
// Errors    bind: fields that hold no names, a referral that cannot be read. check: those of the directory. load:
//           kCorruption.
// Threads   const and safe.
// Checked   twin over random lives, referrals_test.cc, referral_forest_test.cc; tests/oracles/referrals.sql.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "measure/fold.h"
#include "measure/node_column.h"
#include "stats/exact_sum.h"
#include "timelines/directory.h"

namespace sojourn {

class ReferralNetwork;

class Referrals {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  // A customer's event that names somebody else.
  struct Naming {
    uint32_t customer = 0;
    uint32_t name = 0;  // Code in the vocabulary of the field.
    Micros time = 0;
  };
  struct Amount {
    uint32_t customer = 0;
    uint32_t currency = 0;  // Code.
    Int128 minor = 0;
  };
  // Made of a whole state when somebody first asks for it.
  struct Lazy {
    std::once_flag once;
    Status status;
    std::unique_ptr<const ReferralNetwork> network;  // Null when `status` is an error.
    Lazy();
    ~Lazy();
  };
  struct State {
    std::vector<uint32_t> customers;  // All in the question.
    // The first naming of each name by each customer; those of one customer together, in order of (time, sequence).
    std::vector<Naming> brought_by;
    std::vector<Naming> brings;
    std::vector<Amount> amounts;
    std::shared_ptr<Lazy> lazy = std::make_shared<Lazy>();
  };
  struct Scratch {
    EventBits referral;
  };

  static Result<Referrals> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(State& state, const Slice& slice, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Looks the names up.
  Status check(const State& state) const;
  void finish(const State& state, Rows& rows) const;
  // The one customer's part in the rows of the whole answer.
  void finish_one(const State& own, const State& whole, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Show : unsigned char { kSummary, kChains, kDepth };
  friend class ReferralNetwork;

  static void save_namings(const std::vector<Naming>& namings, const NodeColumn& names, ByteWriter& out);
  Result<std::vector<Naming>> load_namings(const NodeColumn& names, const State& state, ByteReader& in) const;

  std::shared_ptr<const Directory> directory_;  // Null: nobody can be looked up.
  NodeColumn referrer_;
  NodeColumn referred_;
  std::shared_ptr<const Predicate> referral_;  // Null: any event.
  Show show_ = Show::kSummary;
  size_t top_ = 20;
  std::string currency_;  // "": the only one.
  ColumnId amount_ = 0;
  ColumnId currency_column_ = 0;
  std::shared_ptr<Names> currencies_;
};

MeasureDefinition referrals_definition();

}  // namespace sojourn
