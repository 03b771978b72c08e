// Method: all timelines of up to five events over three touchpoints and conversions, and random lives, against the twin
// (attribution_twin.h), which plays the games and follows the walks; laws of conservation; the people behind a touch;
// the same however the work is divided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attribution/attribution.h"
#include "attribution/attribution_twin.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition& measure() {
  static const MeasureDefinition kMeasure = attribution_definition();
  return kMeasure;
}

const std::vector<std::string> kModels{"first", "last", "linear", "time_decay", "position", "shapley", "markov"};

Table asked(const Fixture& life, std::map<std::string, std::string> parameters = {}) {
  const Asked answer = ask(measure(), life, with(std::move(parameters)));
  EXPECT_EQ(answer.error, "");
  return table_of(answer.answer);
}

struct World {
  std::vector<twin::Life> lives;

  Fixture fixture() const {
    Fixture life;
    for (size_t c = 0; c < lives.size(); ++c) {
      for (const twin::Event& event : lives[c]) {
        Fixture::Fields fields;
        if (!event.node.empty()) fields.emplace_back("channel", event.node);
        if (!event.stage.empty()) fields.emplace_back("stage", event.stage);
        if (event.conversion) fields.emplace_back("touchpoint", "purchase");
        if (!event.perceived) fields.emplace_back("perceived", "false");
        if (!event.order.empty()) fields.emplace_back("order", event.order);
        if (event.amount) fields.emplace_back("amount", std::to_string(*event.amount));
        if (event.amount) fields.emplace_back("currency", "EUR");
        life.add("c" + std::to_string(c), event.time, fields);
      }
    }
    return life;
  }
};

std::map<std::string, std::string> parameters_of(const twin::Rules& rules) {
  return {{"look_back", std::to_string(rules.look_back / kSecond) + "s"},
          {"collapse", rules.collapse ? "true" : "false"},
          {"direct", rules.drop_direct ? "ignore_if_other" : "keep"},
          {"conversions", rules.conversions},
          {"half_life", std::to_string(static_cast<int64_t>(rules.half_life) / kSecond) + "s"},
          {"first_share", format_number(rules.first)},
          {"last_share", format_number(rules.last)},
          {"order", std::to_string(rules.order)},
          {"lost_paths", rules.lost_paths ? "true" : "false"},
          {"show", rules.by_stage ? "stages" : "credits"}};
}

double cell_or(const std::map<std::string, std::string>& cells, const std::string& name, double otherwise) {
  const std::string& text = cells.at(name);
  return text.empty() ? otherwise : *parse_number(text);
}

void expect_as_the_twin(const World& world, const twin::Rules& rules) {
  const twin::Credits wanted = twin::credits(world.lives, rules);
  const FixtureQuestion question(measure(), world.fixture().snapshot(), with(parameters_of(rules)));
  const Result<Answer> answer = question.answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  const Table table = table_of(*answer);
  size_t rows = 0;
  std::map<std::string, double> sums;
  for (const auto& [key, credit] : wanted.touches) {
    for (const std::string& model : kModels) {
      std::string row = key.second + "|" + model;
      if (rules.by_stage) row = (key.first.empty() ? "(no stage)" : key.first) + "|" + row;
      const auto found = table.find(row);
      if (credit.n == 0 && model != "markov") {  // Only in lost paths.
        EXPECT_EQ(found, table.end()) << row;
        continue;
      }
      ASSERT_NE(found, table.end()) << row;
      ++rows;
      const auto of = [&](const std::map<std::string, double>& by_model) {
        const auto known = by_model.find(model);
        return known == by_model.end() ? 0 : known->second;
      };
      EXPECT_NEAR(*parse_number(found->second.at("value")), of(credit.value), 1e-9) << row;
      EXPECT_NEAR(cell_or(found->second, "revenue", 0), of(credit.revenue), 1e-7) << row;
      EXPECT_EQ(number(table, row, "n"), credit.n) << row;
      EXPECT_EQ(number(table, row, "customers"), static_cast<int64_t>(credit.customers.size())) << row;
      sums[model] += *parse_number(found->second.at("value"));
    }
  }
  for (const std::string& model : kModels) EXPECT_NEAR(sums[model], static_cast<double>(wanted.led), 1e-9) << model;
  const bool has_none_row = wanted.none > 0 || wanted.led == 0;
  EXPECT_EQ(table.size(), rows + (has_none_row ? kModels.size() : 0));
  if (has_none_row) {
    EXPECT_EQ(number(table, (rules.by_stage ? "(none)|(none)|" : "(none)|") + kModels[0], "n"), wanted.none);
  }
}

// All lives of up to five events, each one of three channels or a conversion; the time between two of them is 0, 1 or 2
// days, by turns that differ from life to life.
TEST(AttributionTwin, AgreesWithTheTwinOnAllShortTimelines) {
  std::vector<twin::Rules> every(4);
  every[0].look_back = 2 * kDay;
  every[1].look_back = 2 * kDay;
  every[1].collapse = false;
  every[1].order = 2;
  every[2].drop_direct = true;
  every[2].conversions = "repeat";
  every[3].look_back = kDay;
  every[3].lost_paths = false;
  every[3].by_stage = true;
  const std::vector<std::string> places{"ad", "web", "direct", ""};
  const std::vector<std::string> stages{"consider", "evaluate", ""};
  for (int length = 0; length <= 5; ++length) {
    const int count = static_cast<int>(std::pow(4, length));
    for (int number = 0; number < count; ++number) {
      twin::Life life;
      Micros time = 0;
      int rest = number;
      for (int i = 0; i < length; ++i, rest /= 4) {
        time += (number + i * i + number / 7) % 3 * kDay;
        twin::Event event;
        event.time = time;
        event.conversion = rest % 4 == 3;
        event.node = places[static_cast<size_t>(rest % 4)];
        event.stage = stages[static_cast<size_t>((number + i) % 3)];
        if (event.conversion) event.amount = 1 + i;
        life.push_back(event);
      }
      const World world{{life}};
      SCOPED_TRACE("length " + std::to_string(length) + ", life " + std::to_string(number));
      for (const twin::Rules& rules : every) expect_as_the_twin(world, rules);
      if (HasFailure()) return;
    }
  }
}

World random_world(uint64_t seed, size_t customers, size_t nodes) {
  std::mt19937_64 random(seed);
  World world;
  for (size_t c = 0; c < customers; ++c) {
    twin::Life life;
    const size_t events = random() % 14;
    for (size_t i = 0; i < events; ++i) {
      twin::Event event;
      event.time = static_cast<Micros>(random() % 40) * 12 * kHour;
      event.conversion = random() % 5 == 0;
      if (random() % 8 != 0) event.node = random() % 6 == 0 ? "direct" : "n" + std::to_string(random() % nodes);
      if (random() % 4 != 0) event.stage = random() % 2 == 0 ? "consider" : "evaluate";
      event.perceived = random() % 9 != 0;
      if (event.conversion && random() % 4 != 0) event.amount = static_cast<int64_t>(random() % 500) - 20;
      if (event.conversion && random() % 2 == 0) event.order = "o" + std::to_string(random() % 3);
      life.push_back(event);
    }
    std::stable_sort(life.begin(), life.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    world.lives.push_back(life);
  }
  return world;
}

TEST(AttributionTwin, AgreesWithTheTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    twin::Rules rules;
    rules.look_back = static_cast<Micros>(1 + random() % 12) * kDay;
    rules.collapse = random() % 2 == 0;
    rules.drop_direct = random() % 2 == 0;
    rules.conversions = std::vector<std::string>{"all", "first", "repeat"}[random() % 3];
    rules.half_life = static_cast<double>(1 + random() % 9) * kDay;
    rules.first = static_cast<double>(random() % 60);
    rules.last = static_cast<double>(random() % 40);
    rules.order = 1 + static_cast<int>(random() % 3);
    rules.lost_paths = random() % 3 != 0;
    rules.by_stage = random() % 3 == 0;
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_as_the_twin(random_world(seed, 3 + seed, 2 + seed % 5), rules);
    if (HasFailure()) return;
  }
}

TEST(AttributionTwin, StagesAddUpToCredits) {
  const Fixture life = random_world(77, 80, 5).fixture();
  const Table credits = asked(life);
  std::map<std::string, double> sums;
  for (const auto& [row, cells] : asked(life, {{"show", "stages"}})) {
    if (cells.at("touch") != "(none)")
      sums[cells.at("touch") + "|" + cells.at("model")] += *parse_number(cells.at("value"));
  }
  for (const auto& [row, sum] : sums) EXPECT_NEAR(sum, real(credits, row, "value"), 1e-9) << row;
  EXPECT_GE(credits.size(), sums.size());
}

TEST(AttributionTwin, ThePeopleBehindATouch) {
  const World world = random_world(5, 40, 3);
  const Fixture life = world.fixture();
  const twin::Credits wanted = twin::credits(world.lives, {});
  const FixtureQuestion question(measure(), life.snapshot(), with({}));
  for (const auto& [key, credit] : wanted.touches) {
    std::set<uint32_t> people;
    for (const size_t customer : credit.customers) people.insert(life.number("c" + std::to_string(customer)));
    EXPECT_EQ(question.who({{{"touch", key.second}, {"model", "markov"}}, "customers"}), people) << key.second;
  }
}

TEST(AttributionTwin, IsTheSameHoweverTheWorkIsDivided) {
  for (const char* show : {"credits", "revenue", "stages", "effort", "closer", "groups"}) {
    for (const char* order : {"1", "3"}) {
      Question question = with({{"show", show}, {"order", order}});
      const Fixture life = random_world(9, 50, 30).fixture();
      EXPECT_EQ(difference_when_divided(measure(), life, question), "") << show;
      question.by = {"channel"};
      EXPECT_EQ(difference_when_divided(measure(), life, question), "") << show;
    }
  }
}

TEST(AttributionTwin, SurvivesDamagedStates) {
  for (const char* show : {"stages", "closer"}) {
    const FixtureQuestion question(measure(), random_world(3, 6, 3).fixture().snapshot(), with({{"show", show}}));
    EXPECT_EQ(trouble_with_damage(question, 3), "") << show;
  }
}

}  // namespace
}  // namespace sojourn
