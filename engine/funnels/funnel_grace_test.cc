// A grace within which too many events stand: up to the limit the answer is the definition's, beyond it there is none,
// soon, in whatever way the funnel is asked, and however the work is divided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "funnels/attempt_search.h"
#include "funnels/attempt_twin.h"
#include "funnels/funnel.h"
#include "funnels/grace_search.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

using Events = std::vector<StepEvent>;

FunnelRules rules_of(size_t steps, Micros window, Micros grace) {
  FunnelRules rules;
  rules.steps = steps;
  rules.window = window;
  rules.grace = grace;
  return rules;
}

// Events of steps 2 and 3 in turn, a microsecond apart, `pairs` of each; then a step 1.
Events pairs_before_the_start(int pairs) {
  Events events;
  for (int i = 0; i < 2 * pairs; ++i) events.push_back({i, i % 2 == 0 ? 0b010U : 0b100U, static_cast<uint32_t>(i)});
  events.push_back({2 * pairs, 0b001, static_cast<uint32_t>(2 * pairs)});
  return events;
}

// Every step 2 with every step 3, and each alone; then those with the step 1, of which one step 2 is as good as another.
TEST(FunnelGrace, AnswersByTheDefinitionUpToTheLimit) {
  static_assert(62 * 64 + 62 + 2 <= kGraceWaysMax && 64 * 66 > kGraceWaysMax);
  for (const Micros grace : {40, 200}) {
    for (const Micros window : {10, 100, 1'000}) {
      const Events events = pairs_before_the_start(grace == 40 ? 30 : 62);
      const FunnelRules rules = rules_of(3, window, grace);
      const Attempt found = find_attempt(rules, events);
      const Attempt wanted = AttemptTwin(rules, events).find();
      EXPECT_FALSE(found.crowded);
      EXPECT_EQ(found.level, wanted.level);
      EXPECT_EQ(found.times, wanted.times);
      EXPECT_EQ(found.first, wanted.first);
      EXPECT_EQ(found.last, wanted.last);
    }
  }
  const Attempt beyond = find_attempt(rules_of(3, 1'000, 200), pairs_before_the_start(64));
  EXPECT_TRUE(beyond.crowded && beyond.any());
  EXPECT_EQ(beyond.level, 0u);
  EXPECT_EQ(beyond.first, 0u);
}

// How many ways stand at the end of an instant is all that counts.
TEST(FunnelGrace, TheLimitDoesNotDependOnTheOrderWithinAnInstant) {
  std::mt19937_64 random(5);
  int crowded = 0;
  for (int round = 0; round < 60; ++round) {
    Events events;
    for (uint32_t i = 0; i < 70; ++i) {
      events.push_back({static_cast<Micros>(random() % 22), 1 + static_cast<StepSet>(random() % 15), i});
    }
    const auto by_time = [](const StepEvent& a, const StepEvent& b) { return a.time < b.time; };
    std::stable_sort(events.begin(), events.end(), by_time);
    Events shuffled = events;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    std::stable_sort(shuffled.begin(), shuffled.end(), by_time);
    FunnelRules rules = rules_of(4 + random() % 2, 100, 22);
    rules.range.from = 12 + static_cast<Micros>(random() % 10);
    if (round % 2 == 0) rules.step_window.assign(rules.steps, 3);
    const Attempt one = find_attempt(rules, events);
    const Attempt other = find_attempt(rules, shuffled);
    ASSERT_EQ(one.crowded, other.crowded);
    ASSERT_EQ(one.level, other.level);
    ASSERT_EQ(one.times, other.times);
    crowded += one.crowded ? 1 : 0;
  }
  EXPECT_GT(crowded, 0);
  EXPECT_LT(crowded, 60);
}

TEST(FunnelGrace, ASeriesStopsWhereItCannotBeTold) {
  Events events{{0, 0b001, 0}, {1, 0b010, 1}, {2, 0b100, 2}};
  for (const StepEvent& event : pairs_before_the_start(70)) {
    events.push_back({event.time + 1'000, event.met, event.position + 3});
  }
  events.push_back({4'000, 0b001, 200});
  std::vector<Attempt> found;
  find_attempts(rules_of(3, 1'000, 200), events, found);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].level, 3u);
  EXPECT_TRUE(found[1].crowded);
  EXPECT_EQ(found[1].level, 0u);
  EXPECT_TRUE(reported_before(found[1], found[0]));
  EXPECT_FALSE(reported_before(found[0], found[1]));
}

// --- the measure

Question question_of(std::map<std::string, std::string> parameters) {
  Question question;
  question.measure = "funnel";
  for (const char* place : {"a", "b", "c", "d", "e"}) {
    question.parameters["step"].push_back("touchpoint = \"" + std::string(place) + "\"");
  }
  question.parameters["grace"] = {"1h"};
  for (const auto& [name, value] : parameters) question.parameters[name] = {value};
  return question;
}

// anna has 100 events of steps 2 to 5 within an hour; the others come step by step.
Fixture crowd() {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    const std::string place(1, static_cast<char>('b' + i % 4));
    life.add("anna", i * 30 * kSecond,
             {{"touchpoint", place}, {"channel", i % 8 < 7 ? "web" : "app"}, {"properties.plan", "pro"}});
  }
  life.add("anna", kHour, {{"touchpoint", "a"}, {"channel", "web"}, {"properties.plan", "pro"}});
  for (int c = 0; c < 20; ++c) {
    for (int i = 0; i < c % 6; ++i) {
      const std::string place(1, static_cast<char>('a' + i));
      life.add("c" + std::to_string(c), i * kDay, {{"touchpoint", place}, {"channel", c % 2 == 0 ? "web" : "app"}});
    }
  }
  return life;
}

TEST(FunnelGrace, BeyondTheLimitIsAnErrorThatSaysWhatToDo) {
  const Fixture life = crowd();
  std::vector<Question> questions;
  for (const char* counting : {"customers", "attempts", "sessions"}) {
    for (const char* show : {"steps", "times", "after", "between"}) {
      questions.push_back(question_of({{"counting", counting}, {"show", show}}));
    }
    for (const char* touch : {"first", "last", "all"}) {
      questions.push_back(question_of({{"counting", counting}, {"touch", touch}}));
      questions.back().by = {"channel"};
      questions.push_back(question_of({{"counting", counting}, {"touch", touch}, {"hold", "properties.plan"}}));
    }
    questions.push_back(question_of({{"counting", counting}, {"touch", "step"}, {"touch_step", "2"}}));
    questions.back().by = {"channel"};
    questions.back().over = Period::kWeek;
  }
  for (const Question& question : questions) {
    const FixtureQuestion asked(funnel_definition(), life.snapshot(), question);
    const Status status = asked.answer().status();
    EXPECT_EQ(status.code(), StatusCode::kLimit);
    EXPECT_EQ(status.where(), "grace");
    EXPECT_THAT(status.message(), testing::HasSubstr("shorter grace"));
  }
  EXPECT_TRUE(FixtureQuestion(funnel_definition(), life.snapshot(), question_of({{"grace", "1m"}})).answer());
}

TEST(FunnelGrace, WhoStandsBehindNoAnswerIsTheSameError) {
  const Fixture life = crowd();
  const FixtureQuestion asked(funnel_definition(), life.snapshot(), question_of({}));
  const std::unique_ptr<Fold> fold = std::move(asked.bind()).value();
  const auto snapshot = life.snapshot();
  const std::unique_ptr<BlockReader> reader = snapshot->reader(fold->columns());
  std::vector<uint32_t> found;
  EXPECT_EQ(fold->who({{{"step", "1"}}, "customers"}, reader->read(0), nullptr, found).code(), StatusCode::kLimit);
}

TEST(FunnelGrace, StatesBeyondTheLimitAreEqualHoweverTheWorkIsDivided) {
  const Fixture life = crowd();
  for (const char* show : {"steps", "times", "after"}) {
    for (const bool split : {false, true}) {
      Question question = question_of({{"show", show}, {"touch", "all"}});
      if (split) question.by = {"channel"};
      const FixtureQuestion whole(funnel_definition(), life.snapshot(), question);
      const std::string wanted = *whole.bytes();
      for (const FixtureOptions& options : {FixtureOptions{3, 1, 0}, FixtureOptions{2, 5, 17}}) {
        const FixtureQuestion other(funnel_definition(), life.snapshot(options), question);
        for (const Division& division : {Division{}, Division{3, true, false}, Division{4, false, true}}) {
          EXPECT_EQ(*other.bytes(division), wanted) << show;
        }
      }
      EXPECT_EQ(trouble_with_damage(whole), "");
    }
  }
}

TEST(FunnelGrace, AStateBeyondTheLimitKeepsNothingElse) {
  Attempt one;
  one.level = 1;
  Attempt crowded;
  crowded.crowded = true;
  FunnelState counted;
  counted.add(one, 2, 1);
  FunnelState over;
  over.add(crowded, 2, 2);
  FunnelState both = over;
  both.merge(counted);
  counted.merge(over);
  counted.add(one, 2, 3);
  const auto bytes = [](const FunnelState& state) {
    ByteWriter out;
    state.save(nullptr, out);
    return out.take();
  };
  EXPECT_EQ(bytes(counted), bytes(over));
  EXPECT_EQ(bytes(both), bytes(over));
  EXPECT_NE(bytes(over), bytes(FunnelState()));
  std::string flag_and_counts = bytes([&] {
    FunnelState state;
    state.add(one, 2, 1);
    return state;
  }());
  for (const char flag : {'\1', '\2'}) {
    flag_and_counts[0] = flag;
    ByteReader in(flag_and_counts);
    EXPECT_EQ(FunnelState::load(nullptr, 0, 2, in).status().code(), StatusCode::kCorruption);
  }
}

}  // namespace
}  // namespace sojourn
