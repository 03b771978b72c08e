// touch=all and touch=step against a funnel whose steps ask for the value themselves, on longer lives than those of
// funnel_twin_test.cc; and customers with very many values.
#include "funnels/value_lives.h"

#include <gtest/gtest.h>

#include "funnels/funnel.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

using Parameters = std::map<std::string, std::vector<std::string>>;
using Cells = std::map<std::string, std::map<std::string, std::string>>;  // By value, step and column.

const std::vector<std::string> kSteps = {"touchpoint in (\"a\", \"y\")", "touchpoint in (\"b\", \"y\", \"x\")",
                                         "touchpoint in (\"a\", \"c\")"};

Fixture one_life(uint64_t seed) {
  std::mt19937_64 random(seed);
  const char* const places[] = {"a", "b", "c", "x", "y", "z"};
  const char* const channels[] = {"web", "app", "call", ""};
  const char* const plans[] = {"free", "pro", ""};
  Fixture life;
  const uint64_t events = random() % 40;
  const uint64_t hours = 4 + random() % 60;
  for (uint64_t e = 0; e < events; ++e) {
    Fixture::Fields fields{{"touchpoint", places[random() % 6]}};
    const std::string channel = channels[random() % 4];
    const std::string plan = plans[random() % 3];
    if (!channel.empty()) fields.emplace_back("channel", channel);
    if (!plan.empty()) fields.emplace_back("properties.plan", plan);
    life.add("anna", static_cast<Micros>(random() % hours) * kHour, fields);
  }
  return life;
}

// Rows of the values that occur, without their names of steps.
Cells cells_of(const Fixture& life, const Question& question, const std::string& value = "") {
  const Result<Answer> answer = FixtureQuestion(funnel_definition(), life.snapshot(), question).answer();
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  Cells cells;
  for (auto [key, row] : table_of(*answer)) {
    const std::string group = question.by.empty() ? value : row.at("channel");
    row.erase("name");
    row.erase("channel");
    cells[group + "|" + row.at("step")] = row;
  }
  return cells;
}

std::vector<Parameters> ways() {
  const std::string x = "touchpoint = \"x\"";
  const std::string z = "touchpoint in (\"z\", \"y\")";
  return {{},
          {{"attempt", {"first"}}},
          {{"strictly_later", {"true"}}},
          {{"no_repeats", {"true"}}},
          {{"step_within", {"2h"}}},
          {{"grace", {"1h"}}},
          {{"order", {"strict"}}},
          {{"order", {"strict"}}, {"among", {x}}},
          {{"order", {"any"}}},
          {{"exclude", {x}}},
          {{"exclude", {x, z}}, {"exclude_between", {"1-2", "2-3"}}},
          {{"exclude", {x}}, {"no_repeats", {"true"}}},
          {{"exclude", {z}}, {"no_repeats", {"true"}}, {"step_within", {"2h"}}},
          {{"exclude", {z}}, {"no_repeats", {"true"}}, {"strictly_later", {"true"}}},
          {{"exclude", {z}}, {"exclude_between", {"2-3"}}, {"attempt", {"first"}}, {"no_repeats", {"true"}}},
          {{"exclude", {z}}, {"attempt", {"first"}}, {"step_within", {"3h"}}},
          {{"exclude", {z}}, {"exclude_scope", {"customer"}}}};
}

void compare(uint64_t seed, const Parameters& way, const std::string& counting, const Parameters& touch) {
  const Fixture life = one_life(seed);
  Question question;
  question.measure = "funnel";
  question.parameters = way;
  question.parameters["step"] = kSteps;
  question.parameters["within"] = {"5h"};
  question.parameters["counting"] = {counting};
  if (counting == "sessions") question.parameters["gap"] = {"1h"};
  Question split = question;
  for (const auto& [name, values] : touch) split.parameters[name] = values;
  split.by = {"channel"};
  const Cells found = cells_of(life, split);
  const bool all = touch.at("touch")[0] == "all";
  for (const std::string value : {"web", "app", "call", ""}) {
    if (found.count(value + "|1") == 0) continue;
    const std::string has = value.empty() ? "not exists(channel)" : "channel = \"" + value + "\"";
    Question asking = question;
    for (size_t step = 0; step < kSteps.size(); ++step) {
      const bool bound = all || touch.at("touch_step")[0] == std::to_string(step + 1);
      if (bound) asking.parameters["step"][step] += " and " + has;
    }
    // In strict order, an event that meets a step without the value stands in the way.
    if (way.count("among") != 0) {
      for (const std::string& step : kSteps) asking.parameters["among"][0] += " or " + step;
    }
    for (const auto& [key, row] : cells_of(life, asking, value)) {
      std::string text = "seed " + std::to_string(seed) + ", " + counting + ", " + touch.begin()->second[0];
      for (const auto& [name, values] : way) text += ", " + name + " " + values[0];
      ASSERT_EQ(found.at(key), row) << text << ", value " << value;
    }
  }
}

TEST(ValueLives, AnswerAsIfTheStepsAskedForTheValue) {
  const std::vector<Parameters> all_ways = ways();
  uint64_t seed = 0;
  for (int round = 0; round < 40; ++round) {
    for (const Parameters& way : all_ways) {
      const bool whole = way.count("exclude_scope") != 0;
      for (const std::string counting : {"customers", "attempts", "sessions"}) {
        if (whole && counting == "attempts") continue;
        compare(++seed, way, counting, {{"touch", {"all"}}});
        if (counting == "sessions") continue;  // Sessions without the value are left out with touch=step.
        for (const char* step : {"1", "2", "3"})
          compare(++seed, way, counting, {{"touch", {"step"}}, {"touch_step", {step}}});
        if (HasFailure()) return;
      }
    }
  }
}

// --- very many values

constexpr int kOrders = 5'000;

// Four events an order, a minute apart, those of two orders in turn; in between help of no order.
Fixture many_orders() {
  Fixture life;
  const char* const places[] = {"visit", "basket", "purchase"};
  for (int o = 0; o < kOrders; ++o) {
    for (int i = 0; i < 3; ++i) {
      const Micros time = (8 * (o / 2) + 2 * i + o % 2) * kMinute;
      life.add("anna", time, {{"touchpoint", places[i]}, {"properties.order", "o" + std::to_string(o)}});
    }
    life.add("anna", (8 * (o / 2) + 6 + o % 2) * kMinute, {{"touchpoint", "help"}});
  }
  return life;
}

// How many orders have a row of that step with so many customers, or another count.
std::map<std::string, int> counts(const Fixture& life, const Parameters& parameters, const std::string& column) {
  Question question;
  question.measure = "funnel";
  question.parameters = parameters;
  question.parameters["step"] = {"touchpoint = \"visit\"", "touchpoint = \"basket\"", "touchpoint = \"purchase\""};
  question.by = {"properties.order"};
  const Result<Answer> answer = FixtureQuestion(funnel_definition(), life.snapshot(), question).answer();
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  std::map<std::string, int> rows;
  for (const auto& [key, cells] : table_of(*answer)) ++rows[cells.at("step") + ": " + cells.at(column)];
  return rows;
}

// Were every value searched among all events, these would take minutes.
TEST(ValueLives, TakeThousandsOfValuesOfOneCustomer) {
  using Rows = std::map<std::string, int>;
  const Fixture life = many_orders();
  const std::string help = "touchpoint = \"help\"";
  const Rows complete{{"1: 1", kOrders}, {"2: 1", kOrders}, {"3: 1", kOrders}};
  EXPECT_EQ(counts(life, {{"touch", {"all"}}}, "customers"), complete);
  EXPECT_EQ(counts(life, {{"touch", {"all"}}, {"counting", {"attempts"}}}, "attempts"), complete);
  EXPECT_EQ(counts(life, {{"touch", {"all"}}, {"order", {"any"}}}, "customers"), complete);
  EXPECT_EQ(counts(life, {{"touch", {"all"}}, {"exclude", {help}}}, "customers"), complete);
  EXPECT_EQ(counts(life, {{"touch", {"all"}}, {"exclude", {"touchpoint = \"basket\""}}}, "excluded"),
            (Rows{{"1: 0", kOrders},
                  {"2: 0", kOrders / 2},
                  {"2: 1", kOrders / 2},
                  {"3: 0", kOrders / 2},
                  {"3: 1", kOrders / 2}}))
      << "the basket of the even one comes before that of the odd one, and that before the even one's purchase";
  EXPECT_EQ(counts(life, {{"touch", {"all"}}, {"order", {"strict"}}}, "customers"),
            (Rows{{"1: 1", kOrders}, {"2: 0", kOrders}, {"3: 0", kOrders}}));
  for (const char* step : {"1", "2", "3"}) {
    const Parameters touch{{"touch", {"step"}}, {"touch_step", {step}}, {"within", {"1h"}}};
    EXPECT_EQ(counts(life, touch, "customers"), complete);
  }
}

}  // namespace
}  // namespace sojourn
