// Credits by touch: what conversions, and what of their money, each node (and stage) may claim under each model.
//
// Counts    conversions and customers: those whose path the touch is in at least once, whatever its credit. touches:
// its
//           places in those paths. cost: of its touches in the range, whether they led anywhere or not.
// Unit      credits in parts of 2^-56 of a conversion, revenue in parts of 2^-56 of a minor unit.
// Merge     exact, any order, so long as no customer is in both. Beyond 2^127 sums of money wrap around: that is a
//           hundred thousand conversions of 2^53 minor units each; larger amounts are not taken.
// Cost      add O(touches * models); state about 300 bytes a touch and as much a currency.
// Errors    load: kCorruption for sums that no conversions have: the credits of a model must add up to all of them.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "attribution/credit_split.h"
#include "measure/by_code.h"
#include "measure/by_currency.h"

namespace sojourn {

// What a conversion brought in, line by line.
struct Takings {
  uint32_t currency = 0;
  int64_t amount = 0;  // Minor units.
};
inline constexpr int64_t kAmountMax = int64_t{1} << 53;

// Conversions, their customers and their money, without regard to touches.
class ConversionTotals {
 public:
  struct Sum {
    int64_t conversions = 0;
    int64_t customers = 0;
    Int128 amount = 0;
    uint64_t last_conversion = std::numeric_limits<uint64_t>::max();  // Only while folding.
    uint32_t last_customer = std::numeric_limits<uint32_t>::max();
    void save(ByteWriter& out) const;
    static Result<Sum> load(ByteReader& in);
  };
  void add(uint32_t customer, uint64_t conversion, std::span<const Takings> takings);
  void merge(const ConversionTotals& other);
  int64_t conversions() const { return all_.conversions; }
  int64_t customers() const { return all_.customers; }
  const ByCurrency<Sum>& money() const { return money_; }
  void save(const Names& currencies, ByteWriter& out) const;
  static Result<ConversionTotals> load(Names& currencies, ByteReader& in);

 private:
  Sum all_;  // Without an amount.
  ByCurrency<Sum> money_;
};

class TouchCredits {
 public:
  template <class T>
  using ByModel = std::array<T, kCreditModels>;
  struct Money {
    int64_t conversions = 0;
    int64_t customers = 0;
    ByModel<Int128> revenue{};
    Int128 cost = 0;
    uint64_t last_conversion = std::numeric_limits<uint64_t>::max();  // Only while folding.
    uint32_t last_customer = std::numeric_limits<uint32_t>::max();
    void save(ByteWriter& out) const;
    static Result<Money> load(ByteReader& in);
  };
  struct Entry {
    uint32_t node = 0;
    uint32_t stage = 0;  // 0: none, or stages are not told apart.
    int64_t conversions = 0;
    int64_t customers = 0;
    int64_t places = 0;
    ByModel<Int128> credit{};
    ByCurrency<Money> money;
    uint64_t last_conversion = std::numeric_limits<uint64_t>::max();  // Only while folding.
    uint32_t last_customer = std::numeric_limits<uint32_t>::max();
  };
  struct Vocabularies {
    Names& nodes;
    Names& stages;
    Names& currencies;
  };

  // So many touches in the path of a conversion. Each (customer, conversion) once a path, its touches one after the
  // other. Returns their place among the entries.
  uint32_t add_touches(uint32_t node, uint32_t stage, int64_t times, uint32_t customer, uint64_t conversion,
                       std::span<const Takings> takings);
  // The credit of touches at that place.
  void add_credit(uint32_t place, CreditModel model, int64_t parts, std::span<const Takings> takings);
  // One touch in a lost path.
  void add_lost(uint32_t node, uint32_t stage) { ++at(node, stage).places; }
  // Makes an entry for a node that has none, of any stage.
  void add_node(uint32_t node) {
    if (by_node_.at(node).empty()) place_of(node, 0);
  }
  void add_cost(uint32_t node, uint32_t stage, uint32_t currency, int64_t cost);
  void merge(const TouchCredits& other);
  const std::vector<Entry>& entries() const { return entries_; }

  void save(const Vocabularies& names, ByteWriter& out) const;
  // `led`: the conversions that these credits must add up to under each of the models, and be nothing under others.
  static Result<TouchCredits> load(const Vocabularies& names, const ConversionTotals& led,
                                   std::span<const CreditModel> models, ByteReader& in);

 private:
  uint32_t place_of(uint32_t node, uint32_t stage);
  Entry& at(uint32_t node, uint32_t stage) { return entries_[place_of(node, stage)]; }
  bool adds_up(const ConversionTotals& led, std::span<const CreditModel> models) const;
  static Result<Entry> load_entry(const Vocabularies& names, ByteReader& in);

  std::vector<Entry> entries_;
  ByCode<std::vector<std::pair<uint32_t, uint32_t>>> by_node_;  // Stage and index.
};

}  // namespace sojourn
