// Method: the capabilities by hand; then random lives against twins that write every customer's group and set of
// products down; drill-down; and the same however the work is divided.
#include "stages/consideration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"

namespace sojourn {
namespace {

Table consideration(const Fixture& life, const Question& question = {}) {
  return table_of(ask(consideration_definition(), life, question).answer);
}

TEST(Consideration, ThreeToOne) {
  Fixture life;
  for (int i = 0; i < 1'000; ++i) {
    life.add("c" + std::to_string(i), "2026-01-01", {{"stage", "consider"}});
    if (i < 300) life.add("c" + std::to_string(i), "2026-01-02", {{"stage", "buy"}});
    life.add("o" + std::to_string(i), "2026-01-01", {{"stage", i < 100 ? "buy" : "evaluate"}});
  }
  const Table table = consideration(life);
  EXPECT_EQ(table.at("considered").at("value"), "30");
  EXPECT_EQ(table.at("others").at("value"), "10");
  EXPECT_EQ(table.at("considered").at("ratio"), "3");
  EXPECT_NEAR(real(table, "considered", "ratio_low"), 2.44, 0.005);
  EXPECT_NEAR(real(table, "considered", "ratio_high"), 3.70, 0.005);
  EXPECT_EQ(table.at("considered").at("reference"), "3");
  EXPECT_EQ(table.at("others").at("ratio"), "");
}

TEST(Consideration, ComesBeforeTheOutcome) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "buy"}});
  life.add("anna", "2026-01-02", {{"stage", "consider"}});
  life.add("bert", "2026-01-01", {{"stage", "consider"}});
  const Table table = consideration(life);
  EXPECT_EQ(number(table, "others", "customers"), 1) << "anna considered when she had bought";
  EXPECT_EQ(number(table, "considered", "n"), 1);
  EXPECT_EQ(table.at("considered").at("ratio"), "0");
  const Asked asked = ask(consideration_definition(), life, with({{"considered", "false"}}));
  EXPECT_THAT(asked.none("ratio"), testing::HasSubstr("nobody has considered"));
}

Fixture shopper() {
  Fixture life;
  const auto see = [&life](const char* day, const char* stage, const char* product, bool discards = false) {
    Fixture::Fields fields{{"stage", stage}, {"product", product}};
    if (discards) fields.emplace_back("outcome", "discarded");
    life.add("anna", std::string("2026-01-") + day, fields);
  };
  for (const char* product : {"a", "b", "c", "d"}) see("01", "consider", product);
  see("02", "evaluate", "a");
  for (const char* product : {"e", "f", "g"}) see("03", "evaluate", product);
  see("04", "evaluate", "b", true);
  see("04", "evaluate", "f", true);
  see("04", "evaluate", "f", true);
  see("05", "evaluate", "x", true);  // Never in the set.
  see("05", "consider", "y");        // Too late to be considered first.
  see("06", "buy", "e");
  return life;
}

TEST(Consideration, FourProductsFirstThreeAddedTwoDiscarded) {
  const Asked asked = ask(consideration_definition(), shopper(), with({{"show", "set"}}));
  EXPECT_EQ(asked.number("customers"), 1);
  EXPECT_EQ(asked.number("first"), 4);
  EXPECT_EQ(asked.number("added"), 3);
  EXPECT_EQ(asked.number("discarded"), 2);
  EXPECT_EQ(asked.number("bought"), 1);
  EXPECT_EQ(asked.number("value"), 5);
}

TEST(Consideration, TheSameByProduct) {
  const Table table = consideration(shopper(), with({{"show", "products"}}));
  EXPECT_EQ(table.size(), 7u);
  EXPECT_EQ(number(table, "a", "first"), 1);
  EXPECT_EQ(number(table, "e", "added"), 1);
  EXPECT_EQ(table.at("e").at("value"), "100");
  EXPECT_EQ(number(table, "f", "discarded"), 1);
  const Asked top = ask(consideration_definition(), shopper(), with({{"show", "products"}, {"top", "2"}}));
  EXPECT_EQ(top.answer.rows.size(), 2u);
  EXPECT_THAT(top.answer.notes, testing::ElementsAre(testing::HasSubstr("left out")));
}

const FieldChoices kChoices{{"stage", {"", "consider", "consider", "evaluate", "buy"}},
                            {"product", {"", "a", "b", "c", "d", "e"}},
                            {"outcome", {"", "", "", "discarded"}},
                            {"channel", {"web", "call"}}};

TEST(Consideration, AgreesWithTheTwinAndOpensToItsCustomers) {
  const TwinLives lives = random_lives(3, 500, kChoices);
  const FixtureQuestion asked(consideration_definition(), lives.fixture.snapshot(), Question());
  const Table table = table_of(*asked.answer());
  std::map<std::string, std::pair<std::set<uint32_t>, std::set<uint32_t>>> groups;
  for (const auto& [customer, events] : lives.customers) {
    bool considered = false;
    bool bought = false;
    for (const TwinEvent& event : events) {
      if (!bought && event.field("stage") == "consider") considered = true;
      bought = bought || event.field("stage") == "buy";
    }
    auto& [all, buyers] = groups[considered ? "considered" : "others"];
    all.insert(customer);
    if (bought) buyers.insert(customer);
  }
  for (const auto& [group, people] : groups) {
    EXPECT_EQ(asked.who({{{"group", group}}, "n"}), people.first);
    EXPECT_EQ(asked.who({{{"group", group}}, "customers"}), people.second);
    EXPECT_EQ(number(table, group, "n"), static_cast<int64_t>(people.first.size()));
    EXPECT_EQ(number(table, group, "customers"), static_cast<int64_t>(people.second.size()));
  }
}

// Customers by what they did with each product.
using Sets = std::map<std::string, std::map<std::string, std::set<uint32_t>>>;
Sets twin_sets(const TwinLives& lives) {
  Sets sets;
  for (const auto& [customer, events] : lives.customers) {
    size_t evaluates = 0;
    while (evaluates < events.size() && events[evaluates].field("stage") != "evaluate") ++evaluates;
    for (const std::string product : {"a", "b", "c", "d", "e"}) {
      size_t in = events.size();
      for (size_t i = events.size(); i-- > 0;) {
        const std::string stage = events[i].field("stage");
        const bool brings = stage == "evaluate" || (stage == "consider" && i < evaluates);
        if (events[i].field("product") == product && brings && events[i].field("outcome").empty()) in = i;
      }
      if (in == events.size()) continue;
      auto& by = sets[product];
      by["n"].insert(customer);
      by[in < evaluates ? "first" : "added"].insert(customer);
      for (size_t i = in + 1; i < events.size(); ++i) {
        if (events[i].field("product") != product) continue;
        if (i >= evaluates && events[i].field("outcome") == "discarded") by["discarded"].insert(customer);
        if (events[i].field("stage") == "buy") by["customers"].insert(customer);
      }
    }
  }
  return sets;
}

TEST(Consideration, SetsAgreeWithTheTwinAndOpenToTheirCustomers) {
  const TwinLives lives = random_lives(4, 500, kChoices);
  const FixtureQuestion asked(consideration_definition(), lives.fixture.snapshot(), with({{"show", "products"}}));
  const Table table = table_of(*asked.answer());
  const Sets sets = twin_sets(lives);
  ASSERT_EQ(table.size(), sets.size());
  std::map<std::string, int64_t> sums;
  std::set<uint32_t> customers;
  for (const auto& [product, by] : sets) {
    for (const char* column : {"n", "first", "added", "discarded", "customers"}) {
      const std::set<uint32_t> people = by.count(column) == 0 ? std::set<uint32_t>() : by.at(column);
      EXPECT_EQ(number(table, product, column), static_cast<int64_t>(people.size())) << product << " " << column;
      EXPECT_EQ(asked.who({{{"product", product}}, column}), people) << product << " " << column;
      sums[column] += static_cast<int64_t>(people.size());
      customers.insert(people.begin(), people.end());
    }
  }
  const Asked set = ask(consideration_definition(), lives.fixture, with({{"show", "set"}}));
  EXPECT_EQ(set.number("customers"), static_cast<double>(customers.size()));
  for (const char* column : {"first", "added", "discarded"}) {
    EXPECT_EQ(set.number(column), static_cast<double>(sums[column])) << column;
  }
  EXPECT_EQ(set.number("bought"), static_cast<double>(sums["customers"]));
}

TEST(Consideration, IsTheSameHoweverTheWorkIsDivided) {
  for (const std::string show : {"ratio", "set", "products"}) {
    Question question = with({{"show", show}});
    EXPECT_EQ(difference_when_divided(consideration_definition(), random_lives(5, 80, kChoices).fixture, question), "");
    question.by = {"channel"};
    EXPECT_EQ(difference_when_divided(consideration_definition(), random_lives(6, 80, kChoices).fixture, question), "");
    const FixtureQuestion asked(consideration_definition(), random_lives(7, 15, kChoices).fixture.snapshot(),
                                with({{"show", show}}));
    EXPECT_EQ(trouble_with_damage(asked), "");
    EXPECT_TRUE(consideration(Fixture(), with({{"show", show}})).empty());
  }
}

}  // namespace
}  // namespace sojourn
