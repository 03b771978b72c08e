// Counting by hand and by a twin; new customers of all groups add up.
#include "metrics/customers.h"

#include <gtest/gtest.h>

#include <map>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kCustomers = customers_definition();

TEST(Customers, NewAndReturning) {
  Fixture life;
  life.add("anna", "2025-12-30", {{"channel", "web"}});
  life.add("anna", "2026-01-02", {{"channel", "web"}});
  life.add("bert", "2026-01-02", {{"channel", "web"}});
  life.add("", "2026-01-02", {{"channel", "web"}});
  Question question;
  question.from = "2026-01-01";
  const Asked asked = ask(kCustomers, life, question);
  EXPECT_EQ(asked.number("value"), 2);
  EXPECT_EQ(asked.number("new"), 1);
  EXPECT_EQ(asked.number("returning"), 1);
  EXPECT_EQ(who(kCustomers, life, question, {{}, "new"}), std::vector<uint32_t>{life.number("bert")});
}

TEST(Customers, NobodyIsZeroWhichIsKnown) {
  Fixture life;
  life.add("", "2026-01-02", {{"channel", "web"}});
  EXPECT_EQ(ask(kCustomers, life).number("value"), 0);
}

TEST(Customers, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomLife random(seed + 5000, seed * 6, false);
    Question question;
    question.over = Period::kMonth;
    const Asked asked = ask(kCustomers, random.fixture(), question);
    std::map<std::string, std::pair<int64_t, int64_t>> expected;  // By month: all, new.
    for (const auto& person : random.persons([](const LifeEvent& event) { return !event.customer.empty(); })) {
      std::string last;
      for (const LifeEvent& event : person) {
        const std::string month = format_time(event.time).substr(0, 7) + "-01";
        if (month == last) continue;
        ++expected[month].first;
        if (last.empty()) ++expected[month].second;
        last = month;
      }
    }
    ASSERT_EQ(asked.answer.rows.size(), expected.size());
    size_t row = 0;
    for (const auto& [month, counts] : expected) {
      EXPECT_EQ(asked.text("period", row), month);
      EXPECT_EQ(asked.number("value", row), counts.first);
      EXPECT_EQ(asked.number("new", row), counts.second);
      EXPECT_EQ(asked.number("returning", row), counts.first - counts.second);
      ++row;
    }
  }
}

}  // namespace
}  // namespace sojourn
