// Repeat buyers by hand, and against a twin.
#include "metrics/repeat_rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kRepeat = repeat_rate_definition();

void buy(Fixture& life, const std::string& customer, const std::string& day, const std::string& order = "",
         const std::string& channel = "web") {
  life.add(customer, "2026-" + day, {{"touchpoint", "purchase"}, {"order", order}, {"channel", channel}});
}

TEST(RepeatRate, OneOfFourBoughtAgain) {
  Fixture life;
  buy(life, "anna", "01-01", "o1");
  buy(life, "anna", "01-01", "o1");
  buy(life, "bert", "01-01", "o2");
  buy(life, "bert", "02-01", "o3");
  buy(life, "cleo", "01-01", "o4");
  life.add("dora", "2026-01-05", {{"amount", "3"}});
  life.add("emil", "2026-01-05", {{"touchpoint", "visit"}});
  buy(life, "", "01-06");
  const Asked asked = ask(kRepeat, life);
  EXPECT_EQ(asked.number("value"), 25);
  EXPECT_EQ(asked.number("n"), 4);
  EXPECT_EQ(asked.number("repeat"), 1);
  EXPECT_EQ(asked.number("orders"), 5);
  EXPECT_EQ(who(kRepeat, life, {}, {{}, "repeat"}), std::vector<uint32_t>{life.number("bert")});
}

TEST(RepeatRate, WithoutOrderNumbersEachPurchaseIsItsOwn) {
  Fixture life;
  buy(life, "anna", "01-01");
  buy(life, "anna", "01-01");
  EXPECT_EQ(ask(kRepeat, life).number("value"), 100);
}

TEST(RepeatRate, WithinCountsFromTheFirstOrder) {
  Fixture life;
  buy(life, "anna", "01-01", "o1");
  buy(life, "anna", "01-31", "o2");
  EXPECT_EQ(ask(kRepeat, life, with({{"within", "30d"}})).number("value"), 100) << "that moment included";
  EXPECT_EQ(ask(kRepeat, life, with({{"within", "29d"}})).number("value"), 0);
}

TEST(RepeatRate, ACustomerBelongsToTheFirstPurchase) {
  Fixture life;
  buy(life, "anna", "01-01", "o1", "web");
  buy(life, "anna", "02-01", "o2", "store");
  buy(life, "bert", "02-01", "o3", "store");
  Question question;
  question.by = {"channel"};
  const Asked rows = ask(kRepeat, life, question);
  ASSERT_EQ(rows.answer.rows.size(), 2u);
  EXPECT_EQ(rows.number("value", 0), 0) << "store: only bert";
  EXPECT_EQ(rows.number("value", 1), 100) << "web: anna, wherever the second order was";
}

TEST(RepeatRate, NobodyBoughtIsNone) {
  Fixture life;
  buy(life, "", "01-01");
  EXPECT_EQ(ask(kRepeat, life).none("value"), "no purchases");
}

TEST(RepeatRate, AFilterThatIsWrongIsNamed) {
  Fixture life;
  buy(life, "anna", "01-01");
  EXPECT_THAT(ask(kRepeat, life, with({{"purchase", "touchpoint ="}})).error, HasSubstr("purchase"));
  EXPECT_THAT(ask(kRepeat, life, with({{"purchase", "tuchpoint = \"x\""}})).error, HasSubstr("purchase"));
}

TEST(RepeatRate, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const RandomLife random(seed + 8000, seed * 4, false);
    const Fixture life = random.fixture();
    for (const int days : {0, 10}) {
      int64_t customers = 0;
      int64_t repeated = 0;
      int64_t orders = 0;
      for (const auto& person : random.persons([](const LifeEvent& event) {
             const bool paid = event.has("amount") && event.field("amount")[0] != '-';
             return !event.customer.empty() && (event.field("touchpoint") == "purchase" || paid);
           })) {
        std::map<std::string, Micros> begins;
        for (size_t i = 0; i < person.size(); ++i) {
          const std::string number = person[i].field("order");
          begins.emplace(number.empty() ? "alone " + std::to_string(i) : number, person[i].time);
        }
        std::multiset<Micros> times;
        for (const auto& [number, time] : begins) times.insert(time);
        ++customers;
        orders += static_cast<int64_t>(begins.size());
        repeated += times.size() > 1 && (days == 0 || *std::next(times.begin()) - *times.begin() <= days * kDay);
      }
      const Asked asked = ask(kRepeat, life, days == 0 ? Question{} : with({{"within", std::to_string(days) + "d"}}));
      ASSERT_EQ(asked.number("n"), customers) << seed;
      EXPECT_EQ(asked.number("repeat"), repeated) << seed;
      EXPECT_EQ(asked.number("orders"), orders) << seed;
    }
  }
}

}  // namespace
}  // namespace sojourn
