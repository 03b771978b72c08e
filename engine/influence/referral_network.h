// A state of referrals as people and trees: what its rows are made of.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "influence/referral_forest.h"
#include "influence/referrals.h"

namespace sojourn {

class ReferralNetwork {
 public:
  // Looks all names up. Errors: those of the directory.
  static Result<std::unique_ptr<const ReferralNetwork>> make(const Referrals& measure, const Referrals::State& state);

  // Rows of everybody, or of one customer's part in them.
  void add_rows(Rows& rows) const;
  void add_rows_of(uint32_t customer, Rows& rows) const;
  void add_notes(Rows& rows) const;

 private:
  // A customer by number, or somebody whom only the referrals name.
  struct Person {
    bool stranger = false;
    uint32_t number = 0;
    std::string name;  // Of a stranger.
    auto operator<=>(const Person&) const = default;
  };
  struct Tally {
    int64_t customers = 0;
    int64_t referred = 0;
    int64_t chains = 0;
    uint32_t depth = 0;
    Int128 value = 0;
    void add(const Tally& other);
  };

  explicit ReferralNetwork(const Referrals& measure) : measure_(measure) {}
  bool is_here(const Person& person) const { return !person.stranger && is_customer(person.number); }
  bool is_customer(uint32_t number) const;
  uint32_t index_of(const Person& person) const;
  Status plant(const Referrals::State& state);
  void choose_currency(const Referrals::State& state);
  Status add_up();
  // The row that a person belongs to as somebody brought, and as somebody who brought others.
  std::string row_when_referred(uint32_t person) const;
  std::string row_when_referring(uint32_t person) const;
  Status name_chains();
  std::vector<Value> cells(const std::string& key, const Tally& tally) const;
  // What the people are called, in their order.
  Result<std::vector<std::string>> names_of(std::span<const uint32_t> people) const;

  const Referrals& measure_;
  std::vector<uint32_t> here_;  // Customers in the question, ascending.
  std::vector<Person> people_;  // Who has a part in a referral, ascending.
  std::optional<ReferralForest> forest_;
  std::string currency_;
  std::string no_value_;                      // Why there is no value, or "".
  std::vector<Int128> worth_;                 // Of the referred, by person.
  std::map<uint32_t, Tally> chains_;          // By head.
  std::map<uint32_t, std::string> row_name_;  // By head: its name, or that of the rest.
  std::vector<std::pair<std::string, Tally>> rows_;
  int64_t unknown_referred_ = 0;
  int64_t of_oneself_ = 0;
  int64_t absent_referrers_ = 0;
};

}  // namespace sojourn
