// Early experience by hand, and against a twin.
#include "influence/early_experience.h"
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "influence/written_life.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kEarly = early_experience_definition();

TEST(EarlyExperience, EightyAgainstFifty) {
  WrittenLife life;
  const auto customers = [&](const std::string& name, int count, int answer, bool stays) {
    for (int i = 0; i < count; ++i) {
      const std::string one = name + std::to_string(i);
      life.add(one, 0, "purchase");
      life.rate(one, 5, "delivery", answer);
      if (stays) life.add(one, 40, "purchase");
    }
  };
  customers("good and stays ", 80, 5, true);
  customers("good and leaves ", 20, 5, false);
  customers("poor and stays ", 50, 1, true);
  customers("poor and leaves ", 50, 1, false);
  life.add("newest", 200, "visit");
  const Table table = table_of(ask(kEarly, life.fixture()).answer);
  EXPECT_NEAR(real(table, "good", "value"), 80, 1e-9);
  EXPECT_NEAR(real(table, "poor", "value"), 50, 1e-9);
  EXPECT_NEAR(real(table, "difference", "value"), 30, 1e-9);
  EXPECT_NEAR(real(table, "difference", "low"), 16.9, 0.05);  // Newcombe's method 10 worked out by hand.
  EXPECT_NEAR(real(table, "difference", "high"), 41.7, 0.05);
  EXPECT_EQ(number(table, "good", "n"), 100);
  EXPECT_EQ(number(table, "poor", "customers"), 50);
  EXPECT_EQ(table.at("difference").at("verdict"), "moves the outcome");
  EXPECT_EQ(number(table, "none", "n"), 0);
}

TEST(EarlyExperience, FirstDaysAndTheTimeToComeBackMeetWithoutAGap) {
  WrittenLife life;
  life.add("anna", 0, "visit");
  life.rate("anna", 30, "delivery", 1);  // The first moment after the first days: a coming back, no experience.
  life.add("bert", 0, "visit");
  life.rate("bert", 29.9, "delivery", 5);
  life.add("bert", 60, "visit");  // The first moment after the time to come back.
  life.add("newest", 200, "visit");
  const Table table = table_of(ask(kEarly, life.fixture()).answer);
  EXPECT_EQ(number(table, "none", "customers"), 1);
  EXPECT_EQ(number(table, "poor", "n"), 0);
  EXPECT_EQ(number(table, "good", "n"), 1);
  EXPECT_EQ(number(table, "good", "customers"), 0);
}

TEST(EarlyExperience, ThresholdsAreExact) {
  WrittenLife life;
  life.add("anna", 0, "visit", {{"kind", "csat"}, {"answer", "1.6"}, {"scale_min", "1"}, {"scale_max", "5"}});
  life.add("bert", 0, "visit", {{"kind", "csat"}, {"answer", "4.4"}});
  life.add("newest", 200, "visit");
  const Table table = table_of(ask(kEarly, life.fixture(), with({{"positive", "4.4"}})).answer);
  EXPECT_EQ(number(table, "good", "n"), 1);
  EXPECT_EQ(number(table, "poor", "n"), 1) << "the mirror image of 4.4 is 1.6, though 1 + 5 - 4.4 is less in doubles";
}

TEST(EarlyExperience, LivesThatAreTooYoungAreLeftOut) {
  for (const auto& [newest, counted] : std::vector<std::pair<double, int64_t>>{{59.9, 0}, {60, 2}}) {
    WrittenLife life;
    life.rate("anna", 0, "delivery", 5);
    life.rate("bert", 0, "delivery", 1);
    life.add("bert", newest, "visit");
    const Asked asked = ask(kEarly, life.fixture());
    EXPECT_EQ(number(table_of(asked.answer), "difference", "n"), counted);
    EXPECT_EQ(asked.answer.notes.size(), counted == 0 ? 1u : 0u);
  }
}

TEST(EarlyExperience, WhichOfSeveralDecides) {
  WrittenLife life;
  for (const int answer : {1, 5, 5}) life.rate("anna", 6 - answer, "delivery", answer);
  for (const int answer : {5, 1}) life.rate("bert", answer, "delivery", answer);
  life.rate("carl", 0, "delivery", 3);
  life.add("newest", 200, "visit");
  const auto band = [&](const std::string& decide, const std::string& name) {
    for (const std::string each : {"good", "mixed", "poor", "none"}) {
      const auto found = who(kEarly, life.fixture(), with({{"decide", decide}}), {{{"band", each}}, "n"});
      if (std::count(found.begin(), found.end(), life.fixture().number(name)) > 0) return each;
    }
    return std::string("nowhere");
  };
  EXPECT_EQ(band("balance", "anna"), "good");
  EXPECT_EQ(band("worst", "anna"), "poor");
  EXPECT_EQ(band("balance", "bert"), "mixed");
  EXPECT_EQ(band("first", "bert"), "poor") << "the 1 came on day 1, the 5 on day 5";
  EXPECT_EQ(band("last", "bert"), "good");
  EXPECT_EQ(band("balance", "carl"), "mixed") << "neutral";
}

TEST(EarlyExperience, TheRangeIsOfBeginnings) {
  WrittenLife life;
  life.rate("anna", 0, "delivery", 5);
  life.rate("bert", 40, "delivery", 5);
  life.rate("anna", 45, "delivery", 1);
  life.add("newest", 200, "visit");
  Question question;
  question.from = "2026-02-01";
  const Table table = table_of(ask(kEarly, life.fixture(), question).answer);
  EXPECT_EQ(number(table, "good", "n"), 1) << "anna's life began before";
  EXPECT_EQ(number(table, "poor", "n"), 0);
}

struct TwinBand {
  int64_t n = 0;
  int64_t retained = 0;
};
std::map<std::string, TwinBand> twin(const WrittenLife& life, const std::string& decide) {
  std::map<std::string, TwinBand> bands{{"good", {}}, {"mixed", {}}, {"poor", {}}, {"none", {}}};
  for (const auto& [name, events] : life.persons()) {
    const Micros begin = events.front().time;
    if (begin + 20 * kDay + 25 * kDay > life.newest() + 1) continue;
    std::vector<int> grades;  // 1, 0, -1.
    bool retained = false;
    for (const WrittenEvent& event : events) {
      if (event.time >= begin + 20 * kDay) {
        retained = retained || event.time < begin + 45 * kDay;
        continue;
      }
      const std::string scale = event.field("scale_max");
      if (event.field("kind") != "csat" || event.field("answer").empty() || (!scale.empty() && scale != "5")) continue;
      const int answer = static_cast<int>(*parse_integer(event.field("answer")));
      grades.push_back(answer >= 4 ? 1 : answer <= 2 ? -1 : 0);
    }
    std::string band = grades.empty() ? "none" : "mixed";
    grades.erase(std::remove(grades.begin(), grades.end(), 0), grades.end());
    if (!grades.empty()) {
      int score = 0;
      for (const int grade : grades) score += grade;
      if (decide == "worst") score = *std::min_element(grades.begin(), grades.end());
      if (decide == "first") score = grades.front();
      if (decide == "last") score = grades.back();
      band = score > 0 ? "good" : score < 0 ? "poor" : "mixed";
    }
    ++bands[band].n;
    bands[band].retained += retained;
  }
  return bands;
}

TEST(EarlyExperience, AgreesWithTheTwin) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const WrittenLife life = random_written_life(seed, 60, 60 * (1 + seed % 6));
    const Fixture fixture = life.fixture();
    for (const std::string decide : {"balance", "worst", "first", "last"}) {
      const Question question = with({{"first", "20d"}, {"within", "25d"}, {"decide", decide}});
      const Table table = table_of(ask(kEarly, fixture, question).answer);
      for (const auto& [band, wanted] : twin(life, decide)) {
        EXPECT_EQ(number(table, band, "n"), wanted.n) << seed << decide << band;
        EXPECT_EQ(number(table, band, "customers"), wanted.retained) << seed << decide << band;
        EXPECT_EQ(who(kEarly, fixture, question, {{{"band", band}}, "customers"}).size(),
                  static_cast<size_t>(wanted.retained));
      }
    }
  }
}

TEST(EarlyExperience, IsTheSameHoweverTheWorkIsDivided) {
  Question question = with({{"decide", "last"}});
  EXPECT_EQ(difference_when_divided(kEarly, random_written_life(3, 40, 400).fixture(), question), "");
  question.by = {"channel"};
  question.over = Period::kMonth;
  EXPECT_EQ(difference_when_divided(kEarly, random_written_life(4, 40, 400).fixture(), question), "");
}

}  // namespace
}  // namespace sojourn
