// By hand: what a conversation is, when its flag is up, and that nothing grows without end.
#include "enrich/live_tone.h"

#include <gtest/gtest.h>

#include <future>
#include <limits>
#include <map>
#include <thread>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 1'767'225'600 * kSecond;

// Says what its words say: "good", "bad" and "awful"; "fine" is neutral, and anything else is unknown.
double tone_of(std::string_view text, std::string_view) {
  if (text.find("good") != std::string_view::npos) return 0.6;
  if (text.find("awful") != std::string_view::npos) return -0.9;
  if (text.find("bad") != std::string_view::npos) return -0.4;
  if (text.find("fine") != std::string_view::npos) return 0;
  return std::numeric_limits<double>::quiet_NaN();
}

class LiveToneTest : public testing::Test {
 protected:
  Event& message(const std::string& customer, const std::string& text, Micros time = kStart) {
    Who who;
    if (!customer.empty()) who.push_back({IdentifierKind::kId, customer});
    Event& event = maker_.add("", time, who);
    event.set_text(Field::kChannel, "chat");
    event.set_text(Field::kDirection, "in");
    event.set_text(Field::kText, maker_.keep(text));
    return event;
  }
  void properties(Event& event, const std::string& json) { event.properties = maker_.keep(json); }
  // Commits what was said and lists the flags by customer.
  std::map<std::string, double> flags() {
    live_.take(maker_.batch());
    maker_ = BatchMaker("web");
    live_.step();
    std::map<std::string, double> flags;
    for (const LiveFlag& flag : live_.list()) flags[flag.customer.value + flag.conversation] = flag.tone;
    return flags;
  }

  using Flags = std::map<std::string, double>;
  BatchMaker maker_{"web"};
  Micros now_ = kStart;
  LiveTone live_{tone_of, [this] { return now_; }};
};

TEST_F(LiveToneTest, AChatThatTurnsNegativeIsFlaggedAndRecovers) {
  message("anna", "good morning");
  EXPECT_EQ(flags(), Flags{});
  message("anna", "that is bad", kStart + kMinute);
  EXPECT_EQ(flags(), Flags{}) << "from 0.6 to 0.1 is no trouble yet";
  message("anna", "this is awful", kStart + 2 * kMinute);
  ASSERT_EQ(flags().size(), 1U);
  const LiveFlag flag = live_.list()[0];
  EXPECT_EQ(flag.customer, (Identifier{IdentifierKind::kId, "anna"}));
  EXPECT_EQ(flag.channel, "chat");
  EXPECT_EQ(flag.since, kStart + 2 * kMinute);
  EXPECT_EQ(flag.text, "this is awful");
  EXPECT_EQ(flag.turns, 3);
  EXPECT_NEAR(flag.tone, -0.4, 1e-12);
  EXPECT_EQ(live_.changes(), 1U);
  message("anna", "good", kStart + 3 * kMinute);
  EXPECT_EQ(flags(), Flags{});
  EXPECT_EQ(live_.changes(), 2U);
}

TEST_F(LiveToneTest, TwoNegativeTurnsInARowAreEnough) {
  message("anna", "this is awful");
  EXPECT_EQ(flags(), Flags{}) << "it has not turned: it began so";
  message("anna", "just a number: 12");
  message("anna", "still bad", kStart + kMinute);
  EXPECT_EQ(flags().size(), 1U) << "what has no tone does not part them";
  message("bert", "bad");
  message("bert", "fine", kStart + kMinute);
  message("bert", "bad", kStart + 2 * kMinute);
  EXPECT_EQ(flags().size(), 1U);
}

TEST_F(LiveToneTest, WhatIsNoMessageOfACustomerIsNotHeard) {
  for (int i = 0; i < 2; ++i) {
    const Micros time = kStart + i;
    message("agent", "awful", time).set_text(Field::kDirection, "out");
    message("survey", "awful", time).set_number(Field::kAnswer, 1);
    message("review", "awful", time).set_text(Field::kChannel, "store");
    message("", "awful", time);
    properties(message("bot", "awful", time), R"({"conversation":"7","role":"bot"})");
  }
  EXPECT_EQ(flags(), Flags{});
}

TEST_F(LiveToneTest, PropertiesNameAConversation) {
  for (int i = 0; i < 2; ++i) {
    properties(message("anna", "bad", kStart + i), R"({"conversation":"7","ticket":")" + std::to_string(i) + "\"}");
    properties(message("anna", "bad", kStart + i), R"({"session_id":"s)" + std::to_string(i) + "\"}");
    Event& order = message("", "bad", kStart + i);
    order.set_text(Field::kChannel, "portal");
    order.set_text(Field::kOrder, "o-1");
  }
  const Flags up = flags();
  EXPECT_EQ(up.size(), 2U);
  EXPECT_TRUE(up.contains("anna7"));
  EXPECT_TRUE(up.contains("o-1"));
}

TEST_F(LiveToneTest, HalfAnHourOfSilencePartsConversations) {
  message("anna", "bad");
  message("anna", "bad", kStart + 31 * kMinute);
  EXPECT_EQ(flags(), Flags{});
  message("anna", "bad", kStart + 60 * kMinute);
  EXPECT_EQ(flags().size(), 1U);
  now_ += 31 * kMinute;
  EXPECT_TRUE(live_.list().empty()) << "also before a step has looked";
  EXPECT_EQ(flags(), Flags{}) << "nobody is there any more";
}

// A request must not pay for judging, nor wait for it.
TEST(LiveTone, ListingNeitherJudgesNorWaitsForJudgements) {
  std::promise<void> judging, go_on;
  std::shared_future<void> may_go_on = go_on.get_future().share();
  int judged = 0;
  LiveTone live(
      [&](std::string_view, std::string_view) {
        if (++judged == 2) {
          judging.set_value();
          may_go_on.wait();
        }
        return -0.9;
      },
      [] { return kStart; });
  BatchMaker maker("web");
  for (int i = 0; i < 2; ++i) {
    Event& event = maker.add("", kStart + i, {{IdentifierKind::kId, "anna"}});
    event.set_text(Field::kChannel, "chat");
    event.set_text(Field::kText, "bad");
  }
  live.take(maker.batch());
  EXPECT_TRUE(live.list().empty());
  EXPECT_EQ(judged, 0);
  std::thread stepping([&live] { EXPECT_TRUE(live.step()); });
  judging.get_future().wait();
  EXPECT_TRUE(live.list().empty()) << "in the midst of a step";
  EXPECT_EQ(live.changes(), 0U);
  go_on.set_value();
  stepping.join();
  EXPECT_EQ(live.list().size(), 1U);
  EXPECT_EQ(live.changes(), 1U);
}

TEST_F(LiveToneTest, WhatComesTwiceCountsOnce) {
  message("anna", "bad");
  message("anna", "bad");
  EXPECT_EQ(flags(), Flags{});
  message("anna", "bad");
  EXPECT_EQ(flags(), Flags{});
}

TEST_F(LiveToneTest, AConversationThatIsToldAnewAsItGrows) {
  const auto tell = [this](const std::string& turns) {
    Event& event = maker_.add("call-1", kStart, {{IdentifierKind::kPhone, "+31600000000"}});
    event.set_text(Field::kDirection, "out");
    properties(event, "{\"turns\":[" + turns + "]}");
    return flags();
  };
  const std::string begin = R"({"role":"customer","text":"good day","from_ms":0},{"role":"agent","text":"awful"})";
  EXPECT_EQ(tell(begin), Flags{});
  EXPECT_EQ(tell(begin), Flags{});
  const std::string more = begin + R"(,{"role":"customer","text":"x","sentiment":"negative","from_ms":60000})";
  EXPECT_EQ(tell(more), Flags{}) << "-0.2 is not low enough";
  const std::string worse = more + R"(,{"role":"customer","text":"bad","from_ms":90000})";
  EXPECT_EQ(tell(worse).size(), 1U);
  EXPECT_EQ(live_.list()[0].since, kStart + 90 * kSecond);
  EXPECT_EQ(live_.list()[0].turns, 3);
  EXPECT_EQ(live_.changes(), 1U);
  EXPECT_EQ(tell(worse).size(), 1U);
  EXPECT_EQ(live_.changes(), 1U) << "nothing new";
}

TEST_F(LiveToneTest, WhatIsResolvedIsNoTroubleAnyMore) {
  message("anna", "bad");
  message("anna", "bad", kStart + 1);
  EXPECT_EQ(flags().size(), 1U);
  message("anna", "bad", kStart + 2).set_integer(Field::kResolved, 1);
  EXPECT_EQ(flags(), Flags{});
}

TEST_F(LiveToneTest, MemoryIsBounded) {
  for (size_t i = 0; i < LiveTone::kWaitingMax + 10; ++i) message("c" + std::to_string(i), "bad");
  live_.take(maker_.batch());
  EXPECT_EQ(live_.passed_over(), 10);
  message("late", std::string(300'000, 'x'));
  EXPECT_EQ(flags(), Flags{});
  size_t said = 0;
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < LiveTone::kConversationsMax + 500; ++i) {
      message("d" + std::to_string(i), "bad", kStart + round);
      if (++said % 2'000 == 0) static_cast<void>(flags());
    }
  }
  EXPECT_LE(flags().size(), LiveTone::kConversationsMax);
}

TEST_F(LiveToneTest, NamesOfConversationsAreNotKeptAtAnyLength) {
  const std::string name(100'000, 'n');
  for (int i = 0; i < 2; ++i) {
    properties(message("anna", "bad", kStart + i), R"({"conversation":")" + name + R"("})");
    properties(message("bert", "bad", kStart + i), R"({"conversation":")" + name + R"(, another"})");
  }
  EXPECT_EQ(flags().size(), 2U) << "long ones are told apart";
  for (const LiveFlag& flag : live_.list()) EXPECT_LE(flag.conversation.size(), LiveTone::kNameBytesMax);
}

TEST_F(LiveToneTest, TurnsThatWereWrittenAsTextAreTurns) {
  properties(message("anna", "ours: awful"),
             R"({"turns":"[{\"role\":\"customer\",\"text\":\"bad\"},{\"role\":\"customer\",\"text\":\"bad\"}]"})");
  EXPECT_EQ(flags().size(), 1U);
}

TEST_F(LiveToneTest, WhenATurnWasSaidDoesNotDependOnWhatTheSourceClaims) {
  Event& event = maker_.add("call-1", kStart, {{IdentifierKind::kId, "anna"}});
  properties(event, R"({"turns":[{"role":"customer","text":"bad","from_ms":1000},)"
                    R"({"role":"customer","text":"bad","from_ms":9223372036854775807}]})");
  ASSERT_EQ(flags().size(), 1U);
  const LiveFlag flag = live_.list()[0];
  EXPECT_EQ(flag.since, kStart) << "nobody talks for that long";
  EXPECT_EQ(flag.last, kStart + kSecond);
  EXPECT_EQ(flag.event, kStart) << "where the record has it";
}

TEST_F(LiveToneTest, LongTextsAreShownInPart) {
  std::string text = "bad ";
  for (int i = 0; i < 500; ++i) text += "日本語";
  message("anna", text);
  message("anna", text, kStart + 1);
  ASSERT_EQ(flags().size(), 1U);
  const std::string shown = live_.list()[0].text;
  EXPECT_LE(shown.size(), LiveFlag::kTextBytes);
  EXPECT_EQ((shown.size() - 4) % 3, 0U) << "no half characters";
  EXPECT_EQ(cut_at("日本語", 5), 3U);
  EXPECT_EQ(cut_at("日本語", 9), 9U);
}

TEST(ToneCourse, ASlowFallIsSeen) {
  ToneCourse course;
  for (const double tone : {0.2, 0.1, -0.1, -0.19, -0.19, -0.19, -0.19}) {
    course.add(tone);
    EXPECT_FALSE(course.raised());
  }
  ToneCourse falls;
  for (const double tone : {0.3, 0.0, -0.8}) falls.add(tone);
  EXPECT_TRUE(falls.raised());
  falls.add(0.1);
  EXPECT_TRUE(falls.raised()) << "-0.112 is not well yet";
  falls.add(0.3);
  EXPECT_FALSE(falls.raised());
}

}  // namespace
}  // namespace sojourn
