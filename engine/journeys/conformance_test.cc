// Method: lives by hand; then random ones against a twin that tries every set of steps for the largest one that a
// journey takes in order; laws and damage by ask_fixture.h.
#include "journeys/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "measure/ask_fixture.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

const std::vector<std::string> kPlan = {"touchpoint = \"visit\"", "touchpoint = \"compare\"",
                                        "touchpoint = \"purchase\""};

Question plan_question(const std::string& show = "summary") {
  Question question;
  question.measure = "conformance";
  question.parameters["step"] = kPlan;
  question.parameters["show"] = {show};
  return question;
}

void add_life(Fixture& life, const std::string& customer, const std::vector<std::string>& touchpoints) {
  Micros time = *parse_integer("1772000000") * kSecond;
  for (const std::string& touchpoint : touchpoints) {
    time += kMinute;
    if (touchpoint == "-") {
      time += kDay;
    } else if (touchpoint.empty()) {
      life.add(customer, time, {{"channel", "web"}});
    } else {
      life.add(customer, time, {{"touchpoint", touchpoint}, {"channel", "web"}});
    }
  }
}

Fixture four_lives() {
  Fixture life;
  add_life(life, "anna", {"visit", "visit", "", "compare", "purchase"});        // As planned, one step twice in a row.
  add_life(life, "bert", {"visit", "purchase"});                                // Skips: 1 - 1/5.
  add_life(life, "carl", {"compare", "visit", "help", "purchase", "compare"});  // Out of order: 1 - 4/8.
  add_life(life, "dora", {"help"});                                             // Nothing of it: 0.
  add_life(life, "", {"visit"});
  return life;
}

TEST(Conformance, FourLives) {
  const Asked asked = ask(conformance_definition(), four_lives(), plan_question());
  EXPECT_NEAR(asked.number("value"), (1 + 0.8 + 0.5 + 0) / 4, 1e-12);
  EXPECT_EQ(asked.number("n"), 4);
  EXPECT_EQ(asked.number("customers"), 4);
  EXPECT_EQ(asked.number("conforming"), 1);
  EXPECT_EQ(asked.number("conforming_share"), 25);
  EXPECT_EQ(asked.number("skipped_customers"), 1) << "bert";
  EXPECT_EQ(asked.number("out_of_order_customers"), 1) << "carl purchases before he compares";
  EXPECT_EQ(asked.number("added_customers"), 2) << "carl and dora";
  EXPECT_EQ(asked.number("missing_customers"), 1) << "dora";
}

TEST(Conformance, Steps) {
  Fixture life;
  add_life(life, "anna", {"visit", "compare", "purchase"});
  add_life(life, "bert", {"compare", "visit", "purchase"});
  add_life(life, "carl", {"purchase", "purchase", "visit"});
  const Asked asked = ask(conformance_definition(), life, plan_question("steps"));
  ASSERT_EQ(asked.answer.rows.size(), 3u);
  EXPECT_EQ(asked.text("name", 1), kPlan[1]);
  EXPECT_EQ(asked.number("customers", 0), 3);
  EXPECT_EQ(asked.number("customers", 1), 2);
  EXPECT_EQ(asked.number("out_of_order", 1), 1) << "bert";
  EXPECT_EQ(asked.number("skipped", 1), 1) << "carl";
  EXPECT_EQ(asked.number("out_of_order", 2), 1) << "carl";
  EXPECT_EQ(asked.number("missing", 2), 0);
  EXPECT_NEAR(asked.number("value", 1), 200.0 / 3, 1e-9);
  EXPECT_EQ(asked.number("n", 1), 3);
}

TEST(Conformance, WhatIsAdded) {
  const Asked asked = ask(conformance_definition(), four_lives(), plan_question("added"));
  ASSERT_EQ(asked.answer.rows.size(), 1u);
  EXPECT_EQ(asked.text("node"), "help");
  EXPECT_EQ(asked.number("value"), 2);
  EXPECT_EQ(asked.number("customers"), 2);
  EXPECT_EQ(asked.number("share"), 50);
  Question planned = plan_question("summary");
  planned.parameters["events"] = {"planned"};
  EXPECT_EQ(ask(conformance_definition(), four_lives(), planned).number("customers"), 3) << "dora did none of it";
  EXPECT_EQ(ask(conformance_definition(), four_lives(), planned).number("added_customers"), 0);
}

TEST(Conformance, CustomersByFitness) {
  const Fixture life = four_lives();
  const Asked asked = ask(conformance_definition(), life, plan_question("fitness"));
  ASSERT_EQ(asked.answer.rows.size(), 11u);
  std::vector<double> customers;
  for (size_t row = 0; row < 11; ++row) customers.push_back(asked.number("customers", row));
  EXPECT_THAT(customers, testing::ElementsAre(1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1));
  const CellRef cell{{{"from", "0.5"}}, "customers"};
  EXPECT_EQ(who(conformance_definition(), life, plan_question("fitness"), cell),
            std::vector<uint32_t>{life.number("carl")});
}

TEST(Conformance, RepeatsMayCount) {
  Question question = plan_question();
  question.parameters["repeats"] = {"count"};
  const Asked asked = ask(conformance_definition(), four_lives(), question);
  EXPECT_EQ(asked.number("conforming"), 0) << "anna's second visit is one too many";
  EXPECT_EQ(asked.number("repeated_customers"), 2) << "anna and carl";
}

TEST(Conformance, SessionsAreJourneys) {
  Fixture life;
  add_life(life, "anna", {"visit", "compare", "purchase", "-", "visit", "purchase"});
  Question question = plan_question();
  EXPECT_EQ(ask(conformance_definition(), life, question).number("n"), 1);
  question.parameters["gap"] = {"1h"};
  const Asked asked = ask(conformance_definition(), life, question);
  EXPECT_EQ(asked.number("n"), 2);
  EXPECT_EQ(asked.number("customers"), 1);
  EXPECT_NEAR(asked.number("value"), 0.9, 1e-12);
  EXPECT_EQ(asked.number("conforming"), 0);
  EXPECT_EQ(asked.none("low"), "one customer says nothing about how customers differ");
}

TEST(Conformance, AnEventThatDoesNotCountStillBridgesAPause) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01T10:20:00Z", {{"channel", "web"}});
  life.add("anna", "2026-03-01T10:40:00Z", {{"touchpoint", "purchase"}});
  for (const char* events : {"all", "planned"}) {
    Question question = plan_question();
    question.parameters["gap"] = {"30m"};
    question.parameters["events"] = {events};
    EXPECT_EQ(ask(conformance_definition(), life, question).number("n"), 1) << events;
  }
}

TEST(Conformance, AMeanOfThirdsStandsInItsTenth) {
  Fixture life;  // Four sessions of fitness 1, 1/3, 1/3 and 1/3: the mean is a half.
  add_life(life, "anna",
           {"visit", "compare", "purchase", "-", "visit", "moan", "help", "-", "visit", "moan", "help", "-", "visit",
            "moan", "help"});
  Question question = plan_question("fitness");
  question.parameters["gap"] = {"1h"};
  const Asked asked = ask(conformance_definition(), life, question);
  for (size_t row = 0; row < asked.answer.rows.size(); ++row) {
    EXPECT_EQ(asked.number("customers", row), asked.number("from", row) == 0.5 ? 1 : 0) << asked.text("from", row);
  }
}

TEST(Conformance, NobodyHasNoFitness) {
  const Asked asked = ask(conformance_definition(), Fixture(), plan_question());
  EXPECT_EQ(asked.none("value"), "no journeys");
  EXPECT_EQ(asked.number("n"), 0);
}

TEST(Conformance, RefusesPlansThatAreNone) {
  Question question = plan_question();
  question.parameters["step"] = {};
  EXPECT_NE(ask(conformance_definition(), four_lives(), question).error, "");
  question.parameters["step"] = {"touchpont = 3"};
  EXPECT_THAT(ask(conformance_definition(), four_lives(), question).error, testing::HasSubstr("step 1"));
}

// --- the twin

struct TwinLife {
  double fitness = 0;
  int journeys = 0;
  std::set<size_t> done, skipped, out_of_order, repeated, missing;
  std::map<std::string, int> added;
};

// Is the plan's part `subset` in the journey, in order? The events that serve it, each as early as can be.
std::optional<std::set<size_t>> embedded(const std::vector<std::string>& journey, const std::vector<std::string>& plan,
                                         unsigned subset) {
  std::set<size_t> events;
  size_t event = 0;
  for (size_t step = 0; step < plan.size(); ++step) {
    if (((subset >> step) & 1) == 0) continue;
    while (event < journey.size() && journey[event] != plan[step]) ++event;
    if (event == journey.size()) return std::nullopt;
    events.insert(event++);
  }
  return events;
}

void judge(const std::vector<std::string>& journey, const std::vector<std::string>& plan, TwinLife& life) {
  unsigned best = 0;
  const auto better = [&](unsigned a, unsigned b) {
    if (std::popcount(a) != std::popcount(b)) return std::popcount(a) > std::popcount(b);
    return (a & ~b & -(a & ~b)) != 0 && (b == a || std::countr_zero(a ^ b) == std::countr_zero(a & ~b));
  };
  for (unsigned subset = 1; subset < (1U << plan.size()); ++subset) {
    if (embedded(journey, plan, subset) && better(subset, best)) best = subset;
  }
  const std::set<size_t> serving = *embedded(journey, plan, best);
  const auto matches = static_cast<double>(std::popcount(best));
  const auto sizes = static_cast<double>(journey.size() + plan.size());
  life.fitness += 1 - (sizes - 2 * matches) / sizes;
  ++life.journeys;
  std::set<size_t> done;
  for (size_t i = 0; i < journey.size(); ++i) {
    const auto step = static_cast<size_t>(std::find(plan.begin(), plan.end(), journey[i]) - plan.begin());
    if (step == plan.size()) {
      ++life.added[journey[i]];
      continue;
    }
    done.insert(step);
    if (((best >> step) & 1) == 0) life.out_of_order.insert(step);
    if (((best >> step) & 1) != 0 && !serving.contains(i)) life.repeated.insert(step);
  }
  for (size_t step = 0; step < plan.size(); ++step) {
    if (done.contains(step)) {
      life.done.insert(step);
    } else if (!done.empty() && *done.rbegin() > step) {
      life.skipped.insert(step);
    } else {
      life.missing.insert(step);
    }
  }
}

TEST(Conformance, AgreesWithTheTwin) {
  const std::vector<std::string> plan = {"visit", "compare", "purchase"};
  std::mt19937_64 random(9);
  for (int round = 0; round < 6; ++round) {
    Fixture life;
    std::vector<TwinLife> twins;
    for (int customer = 0; customer < 60; ++customer) {
      std::vector<std::vector<std::string>> sessions(1 + random() % 2);
      std::vector<std::string> touchpoints;
      for (std::vector<std::string>& session : sessions) {
        if (!touchpoints.empty()) touchpoints.emplace_back("-");
        for (uint64_t e = 1 + random() % 7; e > 0; --e) {
          session.push_back(std::array{"visit", "compare", "purchase", "help", "moan"}[random() % 5]);
        }
        touchpoints.insert(touchpoints.end(), session.begin(), session.end());
        if (round % 2 == 0) session.erase(std::unique(session.begin(), session.end()), session.end());
      }
      add_life(life, "c" + std::to_string(customer), touchpoints);
      TwinLife twin;
      for (const auto& session : sessions) judge(session, plan, twin);
      twins.push_back(twin);
    }
    const auto question = [&](const std::string& show) {
      Question asked = plan_question(show);
      asked.parameters["gap"] = {"1h"};
      asked.parameters["repeats"] = {round % 2 == 0 ? "collapse" : "count"};
      return asked;
    };
    double fitness = 0;
    int journeys = 0;
    std::map<std::string, std::pair<int, int>> added;
    for (const TwinLife& twin : twins) {
      fitness += twin.fitness;
      journeys += twin.journeys;
      for (const auto& [node, times] : twin.added) {
        added[node].first += times;
        ++added[node].second;
      }
    }
    const auto customers = [&](auto test) {
      return static_cast<double>(std::count_if(twins.begin(), twins.end(), test));
    };
    const Asked summary = ask(conformance_definition(), life, question("summary"));
    EXPECT_NEAR(summary.number("value"), fitness / journeys, 1e-11);
    EXPECT_LE(summary.number("low"), summary.number("value"));
    EXPECT_GE(summary.number("high"), summary.number("value"));
    EXPECT_EQ(summary.number("conforming"),
              customers([](const TwinLife& twin) { return twin.fitness > twin.journeys - 1e-9; }));
    EXPECT_EQ(summary.number("skipped_customers"), customers([](const auto& twin) { return !twin.skipped.empty(); }));
    EXPECT_EQ(summary.number("out_of_order_customers"),
              customers([](const auto& twin) { return !twin.out_of_order.empty(); }));
    EXPECT_EQ(summary.number("repeated_customers"), customers([](const auto& twin) { return !twin.repeated.empty(); }));
    EXPECT_EQ(summary.number("added_customers"), customers([](const auto& twin) { return !twin.added.empty(); }));
    EXPECT_EQ(summary.number("missing_customers"), customers([](const auto& twin) { return !twin.missing.empty(); }));
    const Asked steps = ask(conformance_definition(), life, question("steps"));
    for (size_t step = 0; step < plan.size(); ++step) {
      EXPECT_EQ(steps.number("customers", step), customers([&](const auto& twin) { return twin.done.contains(step); }));
      EXPECT_EQ(steps.number("skipped", step),
                customers([&](const auto& twin) { return twin.skipped.contains(step); }));
      EXPECT_EQ(steps.number("out_of_order", step),
                customers([&](const auto& twin) { return twin.out_of_order.contains(step); }));
      EXPECT_EQ(steps.number("repeated", step),
                customers([&](const auto& twin) { return twin.repeated.contains(step); }));
      EXPECT_EQ(steps.number("missing", step),
                customers([&](const auto& twin) { return twin.missing.contains(step); }));
      const CellRef cell{{{"step", std::to_string(step + 1)}, {"name", kPlan[step]}}, "skipped"};
      EXPECT_EQ(who(conformance_definition(), life, question("steps"), cell).size(), steps.number("skipped", step));
    }
    const Asked others = ask(conformance_definition(), life, question("added"));
    ASSERT_EQ(others.answer.rows.size(), added.size());
    for (size_t row = 0; row < added.size(); ++row) {
      EXPECT_EQ(others.number("value", row), added[others.text("node", row)].first);
      EXPECT_EQ(others.number("customers", row), added[others.text("node", row)].second);
    }
  }
}

TEST(Conformance, IsTheSameHoweverTheWorkIsDivided) {
  std::mt19937_64 random(10);
  Fixture life;
  for (int customer = 0; customer < 80; ++customer) {
    std::vector<std::string> touchpoints;
    for (uint64_t e = random() % 9; e > 0; --e) {
      touchpoints.push_back(std::array{"visit", "compare", "purchase", "help", "-", ""}[random() % 6]);
    }
    add_life(life, "c" + std::to_string(customer), touchpoints);
  }
  for (const char* show : {"summary", "steps", "added", "fitness"}) {
    Question question = plan_question(show);
    EXPECT_EQ(difference_when_divided(conformance_definition(), life, question), "");
    question.parameters["gap"] = {"2m"};
    question.by = {"channel"};
    EXPECT_EQ(difference_when_divided(conformance_definition(), life, question), "");
  }
}

}  // namespace
}  // namespace sojourn
