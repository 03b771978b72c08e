// Sums by hand, at the end of 64 bits, and against a twin that adds up text digits.
#include "metrics/revenue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kRevenue = revenue_definition();

TEST(Revenue, SumsByCurrency) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"amount", "10.10"}, {"currency", "EUR"}, {"order", "o1"}});
  life.add("anna", "2026-01-01", {{"amount", "20.20"}, {"currency", "EUR"}, {"order", "o1"}});
  life.add("bert", "2026-01-02", {{"amount", "5"}, {"currency", "EUR"}});
  life.add("bert", "2026-01-03", {{"amount", "-5"}, {"currency", "EUR"}});
  life.add("", "2026-01-03", {{"amount", "500"}, {"currency", "JPY"}});
  life.add("", "2026-01-03", {{"amount", "1"}});
  const Asked asked = ask(kRevenue, life);
  ASSERT_EQ(asked.answer.rows.size(), 3u);
  EXPECT_EQ(asked.text("currency", 0), "");
  EXPECT_EQ(asked.number("value", 0), 1);
  EXPECT_EQ(asked.text("currency", 1), "EUR");
  EXPECT_EQ(asked.number("value", 1), 30.3);
  EXPECT_EQ(asked.number("n", 1), 4);
  EXPECT_EQ(asked.number("customers", 1), 2);
  EXPECT_EQ(asked.number("orders", 1), 2) << "o1 and the five; the refund is no order";
  EXPECT_EQ(asked.number("refunds", 1), -5);
  EXPECT_EQ(asked.number("value", 2), 500) << "yen have no smaller unit";
  EXPECT_EQ(asked.number("customers", 2), 0);
}

TEST(Revenue, NoAmountsIsNone) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "visit"}});
  EXPECT_EQ(ask(kRevenue, life).none("value"), "no amounts");
  EXPECT_EQ(ask(kRevenue, life).number("n"), 0);
}

TEST(Revenue, BeyondSixtyFourBitsIsSaidAndNeverWraps) {
  Fixture life;
  for (int i = 0; i < 3; ++i) life.add("anna", "2026-01-01", {{"amount", "90000000000000000"}, {"currency", "EUR"}});
  EXPECT_EQ(ask(kRevenue, life).none("value"), "the sum is beyond 64 bits of minor units");
  for (int i = 0; i < 2; ++i) life.add("bert", "2026-01-01", {{"amount", "-90000000000000000"}, {"currency", "EUR"}});
  EXPECT_EQ(ask(kRevenue, life).number("value"), 9e16) << "the sum is exact, however large it was on the way";
}

TEST(Revenue, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const RandomLife random(seed + 6000, seed * 5, false);
    const Asked asked = ask(kRevenue, random.fixture());
    struct Expected {
      double sum = 0;
      double refunds = 0;
      int64_t events = 0;
      std::set<std::string> customers;
      std::map<std::string, double> orders;
    };
    std::map<std::string, Expected> expected;
    int64_t alone = 0;
    for (const LifeEvent& event : random.events()) {
      if (!event.has("amount")) continue;
      Expected& tally = expected[event.field("currency")];
      const double amount = event.number("amount");
      tally.sum += amount;
      tally.refunds += std::min(amount, 0.0);
      ++tally.events;
      if (!event.customer.empty()) tally.customers.insert(event.customer);
      const bool own = event.customer.empty() || !event.has("order");
      tally.orders[own ? "alone " + std::to_string(++alone) : event.customer + " " + event.field("order")] += amount;
    }
    if (expected.empty()) continue;
    ASSERT_EQ(asked.answer.rows.size(), expected.size());
    size_t row = 0;
    for (const auto& [currency, tally] : expected) {
      int64_t orders = 0;
      for (const auto& [order, amount] : tally.orders) orders += amount > 1e-6;
      EXPECT_EQ(asked.text("currency", row), currency);
      EXPECT_NEAR(asked.number("value", row), tally.sum, 1e-6);
      EXPECT_NEAR(asked.number("refunds", row), tally.refunds, 1e-6);
      EXPECT_EQ(asked.number("n", row), tally.events);
      EXPECT_EQ(asked.number("customers", row), tally.customers.size());
      EXPECT_EQ(asked.number("orders", row), orders);
      ++row;
    }
  }
}

}  // namespace
}  // namespace sojourn
