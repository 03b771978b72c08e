// Orders by hand, at the end of 64 bits, and against a twin.
#include "metrics/order_value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

const MeasureDefinition kOrderValue = order_value_definition();

TEST(OrderValue, MeanMedianAndStudentsInterval) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"amount", "6"}, {"currency", "EUR"}, {"order", "o1"}});
  life.add("anna", "2026-01-01", {{"amount", "4"}, {"currency", "EUR"}, {"order", "o1"}});
  life.add("bert", "2026-01-02", {{"amount", "14"}, {"currency", "EUR"}, {"order", "o1"}});
  life.add("bert", "2026-01-02", {{"amount", "18"}, {"currency", "EUR"}});
  life.add("cleo", "2026-01-02", {{"amount", "99"}, {"currency", "EUR"}, {"order", "o9"}});
  life.add("cleo", "2026-01-03", {{"amount", "-99"}, {"currency", "EUR"}, {"order", "o9"}});
  const Asked asked = ask(kOrderValue, life);
  EXPECT_EQ(asked.number("value"), 14) << "10, 14 and 18; what was sent back was no order";
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(asked.number("customers"), 2);
  EXPECT_EQ(asked.number("median"), 14);
  EXPECT_NEAR(asked.number("low"), 14 - 9.93655, 0.00001);
  EXPECT_NEAR(asked.number("high"), 14 + 9.93655, 0.00001);
  EXPECT_EQ(who(kOrderValue, life, {}, {{{"currency", "EUR"}}, "customers"}).size(), 2u);
}

TEST(OrderValue, EdgesHaveReasons) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "visit"}});
  EXPECT_EQ(ask(kOrderValue, life).none("value"), "no orders above zero");
  EXPECT_EQ(ask(kOrderValue, life).none("median"), "no orders above zero");
  life.add("anna", "2026-01-01", {{"amount", "500"}, {"currency", "JPY"}});
  EXPECT_EQ(ask(kOrderValue, life).number("value"), 500);
  EXPECT_EQ(ask(kOrderValue, life).none("low"), "one order has no interval");
  for (int i = 0; i < 11; ++i) {
    life.add("bert", "2026-01-01", {{"amount", "900000000000000000"}, {"currency", "JPY"}, {"order", "o1"}});
  }
  EXPECT_EQ(ask(kOrderValue, life).none("value"), "an order is beyond 64 bits of minor units");
  EXPECT_EQ(ask(kOrderValue, life).number("n"), 2);
}

TEST(OrderValue, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const RandomLife random(seed + 7000, seed * 5, false);
    const Asked asked = ask(kOrderValue, random.fixture());
    std::map<std::string, std::map<std::string, double>> orders;  // Currency, order, amount.
    std::map<std::string, std::string> owner;
    int64_t alone = 0;
    for (const LifeEvent& event : random.events()) {
      if (!event.has("amount")) continue;
      const bool own = event.customer.empty() || !event.has("order");
      const std::string order = own ? "alone " + std::to_string(++alone) : event.customer + " " + event.field("order");
      orders[event.field("currency")][order] += event.number("amount");
      owner[order] = event.customer;
    }
    for (size_t row = 0; row < asked.answer.rows.size(); ++row) {
      std::vector<double> amounts;
      std::set<std::string> customers;
      for (const auto& [order, amount] : orders[asked.text("currency", row)]) {
        if (amount < 0.001) continue;
        amounts.push_back(amount);
        if (!owner[order].empty()) customers.insert(owner[order]);
      }
      EXPECT_EQ(asked.number("n", row), amounts.size()) << seed;
      EXPECT_EQ(asked.number("customers", row), customers.size());
      if (amounts.empty()) continue;
      std::sort(amounts.begin(), amounts.end());
      double sum = 0;
      for (const double amount : amounts) sum += amount;
      const double mean = sum / static_cast<double>(amounts.size());
      const size_t middle = amounts.size() / 2;
      const double median = amounts.size() % 2 == 1 ? amounts[middle] : (amounts[middle - 1] + amounts[middle]) / 2;
      EXPECT_NEAR(asked.number("value", row), mean, 1e-6);
      EXPECT_NEAR(asked.number("median", row), median, 1e-6);
      if (amounts.size() < 2) continue;
      double squares = 0;
      for (const double amount : amounts) squares += (amount - mean) * (amount - mean);
      const double freedom = static_cast<double>(amounts.size() - 1);
      const double margin = two_sided_t(0.95, freedom) * std::sqrt(squares / freedom / (freedom + 1));
      EXPECT_NEAR(asked.number("high", row), mean + margin, 1e-6);
      EXPECT_NEAR(asked.number("low", row), mean - margin, 1e-6);
    }
  }
}

}  // namespace
}  // namespace sojourn
