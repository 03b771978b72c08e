// Loyalists by hand, and against a twin.
#include "influence/loyalists.h"
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "influence/written_life.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kLoyalists = loyalists_definition();

TEST(Loyalists, SixPassiveOnesForEachActiveOne) {
  WrittenLife life;
  for (int c = 0; c < 800; ++c) {
    const std::string name = "c" + std::to_string(c);
    life.add(name, 0, "purchase", {{"order", "o1"}});
    if (c >= 700) continue;  // Bought once only.
    life.add(name, 10, "purchase", {{"order", "o2"}});
    if (c >= 600) life.add(name, 20, "review");
    if (c < 150) life.add(name, 30, "visit", {{"stage", "evaluate"}});
    if (c >= 150 && c < 200) life.add(name, 5, "visit", {{"stage", "evaluate"}});  // Before the last purchase.
  }
  const Asked asked = ask(kLoyalists, life.fixture());
  ASSERT_EQ(asked.answer.rows.size(), 2u);
  EXPECT_EQ(asked.text("group"), "passive");
  EXPECT_EQ(asked.number("ratio"), 6);
  EXPECT_NEAR(asked.number("ratio_low"), 4.857, 0.001);
  EXPECT_NEAR(asked.number("ratio_high"), 7.412, 0.001);
  EXPECT_EQ(asked.number("customers"), 600);
  EXPECT_EQ(asked.number("n"), 700);
  EXPECT_EQ(asked.number("in_market"), 150);
  EXPECT_EQ(asked.number("customers", 1), 100);
  EXPECT_EQ(who(kLoyalists, life.fixture(), {}, {{{"group", "passive"}}, "in_market"}).size(), 150u);
}

TEST(Loyalists, TenOfFiftySilentOnesFindTheirVoice) {
  WrittenLife life;
  for (int c = 0; c < 50; ++c) {
    const std::string name = "c" + std::to_string(c);
    life.add(name, 10, "purchase");
    if (c < 10) life.add(name, 100, "referral", {{"properties.referred", "x"}});
    if (c >= 10 && c < 15) life.add(name, 200, "referral");  // Two quarters later.
  }
  life.add("loud", 10, "referral");
  life.add("loud", 100, "referral");
  life.add("newest", 365, "visit");
  const Asked asked = ask(kLoyalists, life.fixture(), with({{"show", "advocacy"}}));
  EXPECT_EQ(asked.text("at"), "2026-01-01");
  EXPECT_EQ(asked.number("value"), 20);
  EXPECT_EQ(asked.number("n"), 50);
  EXPECT_EQ(asked.number("customers"), 10);
  EXPECT_EQ(asked.text("complete"), "yes");
  EXPECT_EQ(asked.none("value", 1), "the period after has not begun") << "the newest event's quarter";
}

TEST(Loyalists, OneTimeRepeatAdvocate) {
  WrittenLife life;
  for (int c = 0; c < 20; ++c) {
    const std::string name = "c" + std::to_string(c);
    life.add(name, 1, "purchase");
    if (c < 2) life.add(name, 2, "review");  // Before buying again.
    if (c < 10) life.add(name, 3, "purchase");
    if (c >= 5 && c < 12) life.add(name, 4, "review");
  }
  const Asked asked = ask(kLoyalists, life.fixture(), with({{"show", "progression"}}));
  ASSERT_EQ(asked.answer.rows.size(), 3u);
  EXPECT_EQ(asked.number("customers", 0), 20);
  EXPECT_EQ(asked.number("value", 1), 50);
  EXPECT_EQ(asked.number("customers", 2), 5);
  EXPECT_EQ(asked.number("share_of_previous", 2), 50);
}

TEST(Loyalists, LoyalByAFilter) {
  WrittenLife life;
  life.add("anna", 1, "renewal");
  life.add("bert", 1, "renewal");
  life.add("bert", 2, "recommendation");
  life.add("carl", 1, "purchase");
  life.add("carl", 2, "purchase");
  const Asked asked = ask(kLoyalists, life.fixture(), with({{"loyal", "touchpoint = \"renewal\""}}));
  EXPECT_EQ(asked.number("n"), 2);
  EXPECT_EQ(asked.number("ratio"), 1);
}

TEST(Loyalists, NobodyLoyalOrNobodyActive) {
  WrittenLife life;
  life.add("anna", 1, "purchase");
  EXPECT_EQ(ask(kLoyalists, life.fixture()).none("ratio"), "nobody is loyal");
  life.add("anna", 2, "purchase");
  EXPECT_EQ(ask(kLoyalists, life.fixture()).none("ratio"), "there are no active loyalists");
}

TEST(Loyalists, ComingByAReferralIsNoAdvocacy) {
  WrittenLife life;
  life.add("anna", 1, "referral", {{"properties.referrer", "bert"}});
  life.add("anna", 2, "purchase");
  life.add("anna", 3, "purchase");
  EXPECT_EQ(ask(kLoyalists, life.fixture()).number("customers", 0), 1) << "passive";
}

// --- the twin

bool bought(const WrittenEvent& event) {
  const std::string amount = event.field("amount");
  return event.field("touchpoint") == "purchase" || (!amount.empty() && static_cast<int>(*parse_integer(amount)) > 0);
}
bool advocates(const WrittenEvent& event) {
  const bool spoke = event.field("touchpoint") == "review" || event.field("stage") == "advocate" ||
                     !event.field("properties.referred").empty();
  return spoke && event.field("properties.referrer").empty();
}
std::string month_of(Micros time) { return format_time(time).substr(0, 7) + "-01"; }
std::string next_month(const std::string& month) { return month_of(parse_time(month, Zone())->utc + 40 * kDay); }

struct Twin {
  std::map<std::string, std::array<int64_t, 2>> groups{{"passive", {}}, {"active", {}}};
  std::array<int64_t, 3> steps{};
  std::map<std::string, std::array<int64_t, 2>> months;
};

Twin twin(const WrittenLife& life) {
  Twin twin;
  for (const auto& [name, events] : life.persons()) {
    std::vector<WrittenEvent> purchases;
    std::set<std::string> orders;
    Micros second = kTimeMax;
    std::map<std::string, bool> months;
    for (size_t i = 0; i < events.size(); ++i) {
      months[month_of(events[i].time)] |= advocates(events[i]);
      if (!bought(events[i])) continue;
      const std::string order = events[i].field("order");
      orders.insert(order.empty() ? "alone " + std::to_string(i) : order);
      purchases.push_back(events[i]);
      if (orders.size() == 2 && second == kTimeMax) second = events[i].time;
    }
    const auto any = [&](auto&& passes) { return std::any_of(events.begin(), events.end(), passes); };
    if (!purchases.empty()) ++twin.steps[0];
    if (orders.size() >= 2) {
      ++twin.steps[1];
      twin.steps[2] += any([&](const WrittenEvent& each) { return advocates(each) && each.time >= second; });
      auto& group = twin.groups[any(advocates) ? "active" : "passive"];
      ++group[0];
      group[1] += any([&](const WrittenEvent& each) {
        return each.time > purchases.back().time &&
               (each.field("stage") == "consider" || each.field("stage") == "evaluate");
      });
    }
    for (const auto& [month, advocate] : months) {
      if (advocate) continue;
      ++twin.months[month][0];
      const auto next = months.find(next_month(month));
      twin.months[month][1] += next != months.end() && next->second;
    }
  }
  return twin;
}

TEST(Loyalists, AgreesWithTheTwin) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const WrittenLife life = random_written_life(seed, 50, 50 * (1 + seed % 7));
    const Fixture fixture = life.fixture();
    const Twin wanted = twin(life);
    const Table ratio = table_of(ask(kLoyalists, fixture).answer);
    for (const auto& [group, counts] : wanted.groups) {
      EXPECT_EQ(number(ratio, group, "customers"), counts[0]) << seed << group;
      EXPECT_EQ(number(ratio, group, "in_market"), counts[1]) << seed << group;
      EXPECT_EQ(who(kLoyalists, fixture, {}, {{{"group", group}}, "in_market"}).size(), static_cast<size_t>(counts[1]));
    }
    const Asked progression = ask(kLoyalists, fixture, with({{"show", "progression"}}));
    for (size_t i = 0; i < 3; ++i) EXPECT_EQ(progression.number("customers", i), wanted.steps[i]) << seed;
    const Table advocacy = table_of(ask(kLoyalists, fixture, with({{"show", "advocacy"}, {"every", "month"}})).answer);
    ASSERT_EQ(advocacy.size(), wanted.months.size());
    for (const auto& [month, counts] : wanted.months) {
      EXPECT_EQ(number(advocacy, month, "n"), counts[0]) << seed << month;
      EXPECT_EQ(number(advocacy, month, "customers"), counts[1]) << seed << month;
    }
  }
}

TEST(Loyalists, IsTheSameHoweverTheWorkIsDivided) {
  for (const std::string show : {"ratio", "advocacy", "progression"}) {
    Question question = with({{"show", show}, {"every", "month"}});
    EXPECT_EQ(difference_when_divided(kLoyalists, random_written_life(3, 40, 400).fixture(), question), "");
    question.by = {"channel"};
    question.over = Period::kQuarter;
    EXPECT_EQ(difference_when_divided(kLoyalists, random_written_life(4, 40, 400).fixture(), question), "");
  }
}

}  // namespace
}  // namespace sojourn
