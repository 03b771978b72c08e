// Method: what one attempt is stands in attempt_search_test.cc. Here: from filters and timelines to counts, by hand;
// then the sums and the drill-down of random lives, splits, and the same however the work is divided.
#include "funnels/funnel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

Question funnel_question(std::vector<std::string> steps = {"touchpoint = \"visit\"", "touchpoint = \"basket\"",
                                                           "touchpoint = \"purchase\""}) {
  Question question;
  question.measure = "funnel";
  question.parameters["step"] = std::move(steps);
  return question;
}

Result<Answer> try_ask(const Fixture& life, const Question& question) {
  return FixtureQuestion(funnel_definition(), life.snapshot(), question).answer();
}

// Rows by step number alone.
Table ask(const Fixture& life, const Question& question) {
  const Result<Answer> answer = try_ask(life, question);
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  Table table;
  for (const auto& [key, cells] : table_of(*answer)) table[cells.at("step")] = cells;
  return table;
}

Fixture shop() {
  Fixture life;
  life.add("anna", "2026-01-01T10:00:00Z", {{"touchpoint", "visit"}, {"channel", "web"}});
  life.add("anna", "2026-01-01T10:05:00Z", {{"touchpoint", "help"}, {"channel", "call"}});
  life.add("anna", "2026-01-01T10:10:00Z", {{"touchpoint", "basket"}, {"channel", "web"}});
  life.add("anna", "2026-01-02T10:10:00Z", {{"touchpoint", "purchase"}, {"channel", "app"}});
  life.add("bert", "2026-01-01T10:00:00Z", {{"touchpoint", "visit"}, {"channel", "app"}});
  life.add("bert", "2026-01-01T10:20:00Z", {{"touchpoint", "basket"}, {"channel", "app"}});
  life.add("carl", "2026-01-01T10:00:00Z", {{"touchpoint", "visit"}, {"channel", "web"}});
  life.add("dora", "2026-01-01T10:00:00Z", {{"touchpoint", "purchase"}});
  life.add("", "2026-01-01T10:00:00Z", {{"touchpoint", "visit"}});
  return life;
}

TEST(Funnel, CountsHowFarCustomersCame) {
  const Table table = ask(shop(), funnel_question());
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table.at("1").at("name"), "touchpoint = \"visit\"");
  EXPECT_EQ(number(table, "1", "customers"), 3);
  EXPECT_EQ(number(table, "2", "customers"), 2);
  EXPECT_EQ(number(table, "3", "customers"), 1);
  EXPECT_EQ(table.at("1").at("value"), "100");
  EXPECT_EQ(table.at("1").at("low"), "");
  EXPECT_NEAR(real(table, "2", "value"), 200.0 / 3, 1e-9);
  EXPECT_NEAR(real(table, "3", "share_of_previous"), 50, 1e-9);
  EXPECT_EQ(number(table, "2", "dropped"), 1);
  EXPECT_EQ(number(table, "2", "median_seconds"), 15 * 60);
  EXPECT_EQ(number(table, "3", "median_seconds"), 86'400);
  EXPECT_EQ(table.at("1").at("median_seconds"), "");
}

TEST(Funnel, NobodyAtTheFirstStepIsNoPercentage) {
  const Table table = ask(shop(), funnel_question({"touchpoint = \"never\"", "touchpoint = \"visit\""}));
  EXPECT_EQ(table.at("1").at("value"), "nobody reached the first step");
  EXPECT_EQ(table.at("2").at("value"), "nobody reached the first step");
  EXPECT_EQ(number(table, "2", "customers"), 0);
  EXPECT_EQ(ask(Fixture(), funnel_question()).size(), 3u);
}

TEST(Funnel, TheWindowIsInclusiveAndTheRangeBindsTheFirstStep) {
  Question question = funnel_question();
  question.parameters["within"] = {"24h 10m"};
  EXPECT_EQ(number(ask(shop(), question), "3", "customers"), 1);
  question.parameters["within"] = {"24h 9m"};
  EXPECT_EQ(number(ask(shop(), question), "3", "customers"), 0);
  question = funnel_question();
  question.to = "2026-01-01T10:01:00Z";
  EXPECT_EQ(number(ask(shop(), question), "3", "customers"), 1) << "later steps may come after the range";
  question.from = "2026-01-01T10:00:01Z";
  EXPECT_EQ(number(ask(shop(), question), "1", "customers"), 0);
}

TEST(Funnel, EqualTimesStandInEitherOrder) {
  Fixture life;
  for (const char* step : {"purchase", "basket", "visit"}) {
    life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", step}});
  }
  Question question = funnel_question();
  EXPECT_EQ(number(ask(life, question), "3", "customers"), 1);
  question.parameters["strictly_later"] = {"true"};
  EXPECT_EQ(number(ask(life, question), "2", "customers"), 0);
}

TEST(Funnel, OptionsReachTheSearch) {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-02T00:00:00Z", {{"touchpoint", "basket"}});
  life.add("anna", "2026-03-03T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-04T00:00:00Z", {{"touchpoint", "purchase"}});
  EXPECT_EQ(number(ask(life, funnel_question()), "3", "customers"), 1);
  Question first = funnel_question();
  first.parameters["attempt"] = {"first"};
  EXPECT_EQ(number(ask(life, first), "2", "customers"), 0);
  Question once = funnel_question();
  once.parameters["no_repeats"] = {"true"};
  EXPECT_EQ(number(ask(life, once), "3", "customers"), 0);
  Question any = funnel_question({"touchpoint = \"purchase\"", "touchpoint = \"visit\""});
  EXPECT_EQ(number(ask(life, any), "2", "customers"), 0);
  any.parameters["order"] = {"any"};
  const Table table = ask(life, any);
  EXPECT_EQ(number(table, "2", "customers"), 1);
  EXPECT_EQ(table.at("2").at("name"), "any 2 steps");
}

TEST(Funnel, AFilterTakesEventsAway) {
  Question question = funnel_question();
  question.where = "not channel = \"app\"";
  const Table table = ask(shop(), question);
  EXPECT_EQ(number(table, "1", "customers"), 2);
  EXPECT_EQ(number(table, "3", "customers"), 0);
}

TEST(Funnel, AnAttemptBelongsToTheGroupOfItsFirstStep) {
  Question question = funnel_question();
  question.by = {"channel"};
  const Result<Answer> answer = try_ask(shop(), question);
  const Table table = table_of(*answer);
  EXPECT_EQ(number(table, "web|3|touchpoint = \"purchase\"", "customers"), 1);
  EXPECT_EQ(number(table, "web|1|touchpoint = \"visit\"", "customers"), 2);
  EXPECT_EQ(number(table, "app|2|touchpoint = \"basket\"", "customers"), 1);
  EXPECT_EQ(table.size(), 6u);
}

TEST(Funnel, RefusesWhatMakesNoSense) {
  const auto error = [](const Question& question) {
    const Result<Answer> answer = try_ask(shop(), question);
    EXPECT_FALSE(answer.has_value());
    return answer.status();
  };
  Question question;
  EXPECT_EQ(error(question).where(), "step");
  question = funnel_question({""});
  EXPECT_EQ(error(question).where(), "step");
  question = funnel_question({"touchpoint = \"visit\"", ""});
  EXPECT_EQ(error(question).where(), "step 2");
  question = funnel_question({"touchpoint = \"visit\"", "touchpont = \"basket\""});
  EXPECT_THAT(error(question).where(), testing::StartsWith("step 2"));
  question = funnel_question();
  question.parameters["order"] = {"any"};
  question.parameters["no_repeats"] = {"true"};
  EXPECT_EQ(error(question).where(), "no_repeats");
  question = funnel_question(std::vector<std::string>(limits::kFunnelStepsMax + 1, "exists(touchpoint)"));
  EXPECT_EQ(error(question).code(), StatusCode::kLimit);
}

TEST(Funnel, RefusesOptionsThatDoNotGoTogether) {
  using Given = std::map<std::string, std::vector<std::string>>;
  const auto where = [](const Given& given) {
    Question question = funnel_question();
    for (const auto& [name, values] : given) question.parameters[name] = values;
    const Result<Answer> answer = try_ask(shop(), question);
    return answer.has_value() ? "answered" : answer.status().where();
  };
  const std::string help = "touchpoint = \"help\"";
  EXPECT_EQ(where({{"order", {"any"}}, {"strictly_later", {"true"}}}), "strictly_later");
  EXPECT_EQ(where({{"order", {"any"}}, {"step_within", {"1d"}}}), "step_within");
  EXPECT_EQ(where({{"order", {"any"}}, {"exclude", {help}}}), "exclude");
  EXPECT_EQ(where({{"order", {"strict"}}, {"exclude", {help}}}), "exclude");
  EXPECT_EQ(where({{"order", {"strict"}}, {"grace", {"1s"}}}), "grace");
  EXPECT_EQ(where({{"grace", {"1s"}}, {"no_repeats", {"true"}}}), "no_repeats");
  EXPECT_EQ(where({{"among", {help}}}), "among");
  EXPECT_EQ(where({{"step_within", {"1d", "2d", "3d"}}}), "step_within");
  EXPECT_EQ(where({{"step_within", {"1d", "2d"}}}), "answered");
  EXPECT_EQ(where({{"exclude", {help}}, {"exclude_between", {"2-1"}}}), "exclude_between");
  EXPECT_EQ(where({{"exclude", {help}}, {"exclude_between", {"1-4"}}}), "exclude_between");
  EXPECT_EQ(where({{"exclude", {help}}, {"exclude_between", {"1-2", "2-3"}}}), "exclude_between");
  EXPECT_EQ(where({{"exclude_between", {"1-2"}}}), "exclude_between");
  EXPECT_EQ(where({{"exclude", {help, help}}, {"exclude_between", {"1-2", "anywhere"}}}), "answered");
  EXPECT_EQ(where({{"exclude", {help}}, {"exclude_scope", {"customer"}}, {"counting", {"attempts"}}}), "exclude_scope");
  EXPECT_EQ(where({{"exclude_scope", {"customer"}}}), "exclude_scope");
  EXPECT_EQ(where({{"touch", {"step"}}, {"touch_step", {"4"}}}), "touch_step");
  EXPECT_EQ(where({{"touch_step", {"2"}}}), "touch_step");
  EXPECT_EQ(where({{"exclude", {""}}}), "exclude");
  EXPECT_EQ(where({{"exclude", {help, " "}}}), "exclude 2");
  EXPECT_EQ(where({{"hold", {"chanel"}}}), "hold");
  EXPECT_EQ(where({{"hold", {"channel", "stage", "touchpoint", "kind"}}}), "hold");
  EXPECT_EQ(where({{"show", {"after"}}, {"node", {"tochpoint"}}}), "node");
}

// The numbers of the questions that people ask first, by hand.
TEST(Funnel, ExclusionsAreCountedBesideWhoDropped) {
  Fixture life;
  const auto day = [](int d) { return static_cast<Micros>(d) * kDay; };
  const auto live = [&](const char* who, std::initializer_list<const char*> places) {
    int d = 0;
    for (const char* place : places) life.add(who, day(d++), {{"touchpoint", place}});
  };
  live("anna", {"visit", "help", "basket", "purchase"});
  live("bert", {"visit", "help", "visit", "basket", "purchase"});
  live("carl", {"visit", "basket", "help", "purchase"});
  live("dora", {"visit", "basket"});
  Question question = funnel_question();
  question.parameters["exclude"] = {"touchpoint = \"help\""};
  Table table = ask(life, question);
  EXPECT_EQ(number(table, "1", "customers"), 4);
  EXPECT_EQ(number(table, "2", "customers"), 3);
  EXPECT_EQ(number(table, "2", "excluded"), 1);
  EXPECT_EQ(number(table, "3", "customers"), 1);
  EXPECT_EQ(number(table, "3", "dropped"), 2);
  EXPECT_EQ(number(table, "3", "excluded"), 1);
  question.parameters["exclude_between"] = {"1-2"};
  table = ask(life, question);
  EXPECT_EQ(number(table, "3", "customers"), 2);
  EXPECT_EQ(number(table, "3", "excluded"), 0);
  question.parameters.erase("exclude_between");
  question.parameters["exclude_scope"] = {"customer"};
  table = ask(life, question);
  EXPECT_EQ(number(table, "1", "customers"), 2);
  EXPECT_EQ(number(table, "1", "excluded"), 2);
  EXPECT_EQ(number(table, "3", "customers"), 1);
}

TEST(Funnel, ShowsWhatCameNextAndInBetween) {
  Question question = funnel_question();
  question.parameters["show"] = {"between"};
  EXPECT_EQ(number(table_of(*try_ask(shop(), question)), "2|touchpoint = \"basket\"|help", "customers"), 1);
  question = funnel_question({"touchpoint = \"visit\"", "touchpoint = \"purchase\""});
  question.parameters["show"] = {"after"};
  const Table after = table_of(*try_ask(shop(), question));
  EXPECT_EQ(number(after, "1|touchpoint = \"visit\"|basket", "customers"), 1);
  EXPECT_EQ(number(after, "1|touchpoint = \"visit\"|(nothing)", "customers"), 1);
  EXPECT_EQ(after.size(), 2u);
  question.parameters["show"] = {"times"};
  const Table times = table_of(*try_ask(shop(), question));
  EXPECT_EQ(times.size(), 1u);
  EXPECT_EQ(number(times, "2|86400", "customers"), 1);
  EXPECT_EQ(real(times, "2|86400", "to_seconds"), 172'800);
  EXPECT_EQ(real(times, "2|86400", "share"), 100);
}

Fixture random_lives(uint64_t seed, int customers) {
  std::mt19937_64 random(seed);
  const char* const names[] = {"visit", "basket", "purchase", "help"};
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const auto events = random() % 9;
    for (uint64_t e = 0; e < events; ++e) {
      life.add("c" + std::to_string(c), static_cast<Micros>(random() % 10) * kHour,
               {{"touchpoint", names[random() % 4]}, {"channel", random() % 2 == 0 ? "web" : "call"}});
    }
  }
  return life;
}

// Steps that overlap, so that ties need matching.
Question overlapping() {
  Question question =
      funnel_question({"touchpoint in (\"visit\", \"help\")", "touchpoint = \"basket\" or channel = \"web\"",
                       "touchpoint in (\"purchase\", \"basket\")"});
  question.parameters["within"] = {"4h"};
  return question;
}

TEST(Funnel, CountsAndDrillDownReconcile) {
  for (const char* order : {"ordered", "any"}) {
    const Fixture life = random_lives(31, 400);
    Question question = overlapping();
    question.parameters["order"] = {order};
    const Table table = ask(life, question);
    const FixtureQuestion asked(funnel_definition(), life.snapshot(), question);
    for (int step = 1; step <= 3; ++step) {
      const std::string key = std::to_string(step);
      const std::set<uint32_t> reached = asked.who({{{"step", key}}, "customers"});
      EXPECT_EQ(static_cast<int64_t>(reached.size()), number(table, key, "customers"));
      if (step == 1) continue;
      const std::string before = std::to_string(step - 1);
      std::set<uint32_t> lost = asked.who({{{"step", key}}, "dropped"});
      EXPECT_EQ(static_cast<int64_t>(lost.size()), number(table, key, "dropped"));
      EXPECT_EQ(number(table, before, "customers"), number(table, key, "customers") + number(table, key, "dropped"));
      lost.insert(reached.begin(), reached.end());
      EXPECT_EQ(lost, asked.who({{{"step", before}}, "customers"}));
    }
  }
}

TEST(Funnel, GroupsOfASplitAddUp) {
  const Fixture life = random_lives(32, 1'000);
  Question question = overlapping();
  const Table whole = ask(life, question);
  question.by = {"channel"};
  const Result<Answer> answer = try_ask(life, question);
  std::map<std::string, int64_t> sums;
  for (const auto& [key, cells] : table_of(*answer)) sums[cells.at("step")] += *parse_integer(cells.at("customers"));
  for (const auto& [step, sum] : sums) EXPECT_EQ(sum, number(whole, step, "customers")) << step;
}

TEST(Funnel, IsTheSameHoweverTheWorkIsDivided) {
  Question question = overlapping();
  EXPECT_EQ(difference_when_divided(funnel_definition(), random_lives(5, 80), question), "");
  question.by = {"channel"};
  question.parameters["no_repeats"] = {"true"};
  EXPECT_EQ(difference_when_divided(funnel_definition(), random_lives(6, 80), question), "");
}

TEST(Funnel, SurvivesDamagedStates) {
  for (const char* show : {"steps", "times", "after", "between"}) {
    Question question = overlapping();
    question.parameters["show"] = {show};
    const FixtureQuestion asked(funnel_definition(), random_lives(7, 20).snapshot(), question);
    EXPECT_EQ(trouble_with_damage(asked), "") << show;
  }
}

// A limit from step to step that is longer than all time keeps the fold from taking the block at a stride.
TEST(Funnel, TheFoldAtAStrideDoesWhatTheFoldByCustomerDoes) {
  const std::vector<Question> questions{
      funnel_question(),
      overlapping(),
      funnel_question({"touchpoint in (\"visit\", \"basket\")", "touchpoint = \"basket\"",
                       "touchpoint in (\"basket\", \"purchase\")"}),
      funnel_question({"touchpoint = \"visit\"", "touchpoint = \"visit\"", "touchpoint = \"basket\""}),
      funnel_question({"touchpoint = \"visit\""}),
      funnel_question({"not touchpoint = \"visit\"", "exists(channel)"}),
      funnel_question({"touchpoint = \"visit\"", "touchpoint = \"basket\" and did(\"help\") >= 1"}),
      funnel_question({"customer.touchpoint = \"visit\"", "touchpoint = \"basket\""}),
  };
  for (uint64_t seed = 100; seed < 140; ++seed) {
    Fixture life = random_lives(seed, 150);
    for (int e = 0; seed % 2 == 0 && e < 20; ++e)
      life.add("", e * kHour, {{"touchpoint", e % 3 == 0 ? "visit" : "basket"}});
    for (Question question : questions) {
      for (const char* within : {"0", "2h", "30d"}) {
        question.parameters["within"] = {within};
        if (seed % 3 == 0) question.from = "1970-01-01T02:00:00Z";
        if (seed % 3 == 0) question.to = "1970-01-01T06:00:00Z";
        for (const char* show : {"steps", "times"}) {
          question.parameters["show"] = {show};
          question.where = seed % 4 < 2 ? "" : "channel = \"web\" or touchpoint = \"basket\"";
          Question limited = question;
          limited.parameters["step_within"] = {"100000d"};
          const FixtureQuestion stride(funnel_definition(), life.snapshot({2, 100, 3}), question);
          const FixtureQuestion each(funnel_definition(), life.snapshot(), limited);
          ASSERT_EQ(*stride.bytes(), *each.bytes()) << question.parameters["step"][0] << " within " << within;
        }
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
