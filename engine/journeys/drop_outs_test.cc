// Method: small journeys by hand; then random ones against a twin that lists every silence and counts from the list;
// then the sums that must agree, drill-down, and the same however the work is divided.
#include "journeys/drop_outs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

Question drop_question(const std::string& after = "30d") {
  Question question;
  question.measure = "drop_outs";
  question.parameters["after"] = {after};
  return question;
}

Table ask(const Fixture& life, const Question& question) {
  const Result<Answer> answer = FixtureQuestion(drop_outs_definition(), life.snapshot(), question).answer();
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  return table_of(*answer);
}

// anna leaves at the basket and comes back by mail, bert leaves there for good, carl buys.
Fixture shop() {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-01-01T01:00:00Z", {{"touchpoint", "basket"}});
  life.add("anna", "2026-02-10T01:00:00Z", {{"touchpoint", "mail"}});
  life.add("bert", "2026-01-05T00:00:00Z", {{"touchpoint", "basket"}});
  life.add("carl", "2026-01-06T00:00:00Z", {{"touchpoint", "basket"}});
  life.add("carl", "2026-01-06T01:00:00Z", {{"touchpoint", "purchase"}});
  life.add("dora", "2026-02-20T00:00:00Z", {{"touchpoint", "visit"}});
  return life;
}

TEST(DropOuts, TellsWhereCustomersFallSilentAndWhatComesNext) {
  const Table table = ask(shop(), drop_question());
  EXPECT_EQ(number(table, "basket", "n"), 3);
  EXPECT_EQ(number(table, "basket", "dropped"), 2);
  EXPECT_EQ(number(table, "basket", "returned"), 1);
  EXPECT_EQ(number(table, "basket", "away"), 1);
  EXPECT_EQ(table.at("basket").at("median_days_to_return"), "40");
  EXPECT_EQ(table.at("basket").at("next"), "mail");
  EXPECT_NEAR(real(table, "basket", "value"), 100 * 2.0 / 3, 1e-9);
  EXPECT_LT(real(table, "basket", "low"), 66);
  EXPECT_EQ(number(table, "visit", "n"), 2);
  EXPECT_EQ(number(table, "visit", "dropped"), 0);
  EXPECT_EQ(number(table, "purchase", "away"), 1);
  EXPECT_EQ(table.at("purchase").at("next"), "");
}

TEST(DropOuts, AJourneyThatReachedItsGoalIsComplete) {
  Question question = drop_question();
  question.parameters["goal"] = {"touchpoint = \"purchase\""};
  EXPECT_EQ(number(ask(shop(), question), "purchase", "dropped"), 0);
  question.parameters["goal"] = {"touchpoint = "};
  const Result<Answer> answer = FixtureQuestion(drop_outs_definition(), shop().snapshot(), question).answer();
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.status().where(), testing::StartsWith("goal"));
}

TEST(DropOuts, ASilenceOfExactlyTheLimitIsNone) {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-01-31T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-02T00:00:00.000001Z", {{"touchpoint", "call"}});
  const Table table = ask(life, drop_question());
  EXPECT_EQ(number(table, "visit", "dropped"), 1);
  EXPECT_EQ(table.at("visit").at("next"), "call");
}

TEST(DropOuts, TheEndOfTheRangeEndsTheLastSilence) {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-06-01T00:00:00Z", {{"touchpoint", "visit"}});
  Question question = drop_question();
  question.to = "2026-01-20";
  EXPECT_EQ(number(ask(life, question), "visit", "dropped"), 0);
  question.to = "2026-03-01";
  EXPECT_EQ(number(ask(life, question), "visit", "away"), 1);
  question.to = "2026-06-02";
  EXPECT_EQ(number(ask(life, question), "visit", "returned"), 1);
}

TEST(DropOuts, AwayCountsBeforeReturned) {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("bert", "2026-09-01T00:00:00Z", {{"touchpoint", "call"}});
  const Table table = ask(life, drop_question());
  EXPECT_EQ(number(table, "visit", "dropped"), 1);
  EXPECT_EQ(number(table, "visit", "returned"), 0);
  EXPECT_EQ(number(table, "visit", "away"), 1);
  EXPECT_EQ(table.at("visit").at("median_days_to_return"), "59");
}

TEST(DropOuts, EventsWithoutATouchpointAreSignsOfLife) {
  Fixture life;
  life.add("anna", "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-01-20T00:00:00Z", {{"kind", "nps"}, {"answer", "9"}});
  life.add("bert", "2026-06-01T00:00:00Z", {{"touchpoint", "visit"}});
  const Table table = ask(life, drop_question());
  EXPECT_EQ(number(table, "visit", "dropped"), 0);
  EXPECT_EQ(number(table, "", "away"), 1);
}

TEST(DropOuts, NextIsTheCommonestAndThenTheFirstByAlphabet) {
  Fixture life;
  int customer = 0;
  for (const char* next : {"call", "web", "web", "call", "mail"}) {
    const std::string name = "c" + std::to_string(customer++);
    life.add(name, "2026-01-01T00:00:00Z", {{"touchpoint", "visit"}});
    life.add(name, "2026-04-01T00:00:00Z", {{"touchpoint", next}});
  }
  EXPECT_EQ(ask(life, drop_question()).at("visit").at("next"), "call");
}

TEST(DropOuts, AfterWhatNamesTheTouchpointBefore) {
  Question question = drop_question();
  question.parameters["show"] = {"after_what"};
  const Table table = ask(shop(), question);
  EXPECT_EQ(number(table, "basket|visit", "returned"), 1) << "anna";
  EXPECT_EQ(table.at("basket|visit").at("next"), "mail");
  EXPECT_EQ(number(table, "basket|(start)", "n"), 2);
  EXPECT_EQ(number(table, "basket|(start)", "away"), 1) << "bert";
  EXPECT_EQ(number(table, "mail|basket", "n"), 1);
  EXPECT_EQ(number(table, "purchase|basket", "away"), 1) << "carl";
  EXPECT_EQ(table.size(), 5u);
}

TEST(DropOuts, StagesAreThoseTheCustomerWasIn) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "consider"}});
  life.add("anna", "2026-01-02", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01", {{"touchpoint", "call"}, {"stage", "buy"}});
  life.add("bert", "2026-01-02", {{"touchpoint", "visit"}});
  Question question = drop_question();
  question.parameters["show"] = {"stages"};
  const Table table = ask(life, question);
  EXPECT_EQ(number(table, "consider", "n"), 1);
  EXPECT_EQ(number(table, "consider", "returned"), 1);
  EXPECT_EQ(table.at("consider").at("next"), "call");
  EXPECT_EQ(number(table, "buy", "dropped"), 0);
  EXPECT_EQ(number(table, "", "away"), 1);
}

TEST(DropOuts, NobodyIsNowhere) { EXPECT_TRUE(ask(Fixture(), drop_question()).empty()); }

Fixture random_lives(uint64_t seed, int customers) {
  std::mt19937_64 random(seed);
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const auto events = random() % 8;
    for (uint64_t e = 0; e < events; ++e) {
      Fixture::Fields fields{{"channel", random() % 2 == 0 ? "web" : "call"}};
      if (random() % 8 != 0) fields.emplace_back("touchpoint", "t" + std::to_string(random() % 5));
      if (random() % 3 == 0) fields.emplace_back("stage", random() % 2 == 0 ? "consider" : "buy");
      life.add("c" + std::to_string(c), static_cast<Micros>(random() % 60) * kHour, fields);
    }
  }
  return life;
}

// The twin: every silence written down.
struct Silence {
  uint32_t customer;
  std::string at;
  Micros length;
  bool open;
  std::string next;
};
struct Lives {
  std::vector<Silence> silences;
  std::map<std::string, std::set<uint32_t>> seen;
};
Lives twin(const Snapshot& snapshot, Micros after, const std::string& goal, const std::string& show) {
  const ColumnId column = *snapshot.find_column("touchpoint");
  const ColumnId stages = *snapshot.find_column("stage");
  const std::unique_ptr<BlockReader> reader = snapshot.reader(std::vector<ColumnId>{column, stages});
  Lives lives;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t c = 0; c < block.customers.size(); ++c) {
      for (uint32_t e = block.begins[c]; e < block.begins[c + 1]; ++e) {
        const auto name = [&](uint32_t event) {
          return std::string(snapshot.names(column)->text(block.column(column).codes[event]));
        };
        std::string row = name(e);
        if (show == "after_what") row += "|" + (e == block.begins[c] ? "(start)" : name(e - 1));
        if (show == "stages") {
          row = "";
          for (uint32_t k = block.begins[c]; k <= e; ++k) {
            const uint32_t stage = block.column(stages).codes[k];
            if (stage != 0) row = snapshot.names(stages)->text(stage);
          }
        }
        lives.seen[row].insert(block.customers[c]);
        const bool open = e + 1 == block.begins[c + 1];
        const Micros end = open ? snapshot.time_span().to : block.times[e + 1];
        const Micros length = end - block.times[e];
        if (length <= after || name(e) == goal) continue;
        lives.silences.push_back({block.customers[c], row, length, open, open ? "" : name(e + 1)});
      }
    }
  }
  return lives;
}

class DropOutsShow : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(All, DropOutsShow, testing::Values("touchpoints", "after_what", "stages"));

CellRef cell_of(const std::string& show, const std::string& row, const std::string& column) {
  const size_t bar = row.find('|');
  if (show != "after_what") return {{{show == "stages" ? "stage" : "touchpoint", row}}, column};
  return {{{"touchpoint", row.substr(0, bar)}, {"before", row.substr(bar + 1)}}, column};
}

TEST_P(DropOutsShow, AgreesWithTheTwinAndOpensToItsCustomers) {
  const auto snapshot = random_lives(21, 600).snapshot();
  Question question = drop_question("8h");
  question.parameters["show"] = {GetParam()};
  question.parameters["goal"] = {"touchpoint = \"t4\""};
  const FixtureQuestion asked(drop_outs_definition(), snapshot, question);
  const Table table = table_of(*asked.answer());
  const Lives lives = twin(*snapshot, 8 * kHour, "t4", GetParam());
  ASSERT_EQ(table.size(), lives.seen.size());
  for (const auto& [place, seen] : lives.seen) {
    const std::string row = place.starts_with("|") ? place.substr(1) : place;  // As table_of() joins names.
    std::set<uint32_t> dropped;
    std::set<uint32_t> away;
    std::vector<Micros> returns;
    std::map<std::string, int64_t> next;
    for (const Silence& silence : lives.silences) {
      if (silence.at != place) continue;
      dropped.insert(silence.customer);
      if (silence.open) away.insert(silence.customer);
      if (!silence.open) returns.push_back(silence.length);
      if (!silence.next.empty()) ++next[silence.next];
    }
    EXPECT_EQ(number(table, row, "n"), static_cast<int64_t>(seen.size())) << place;
    EXPECT_EQ(number(table, row, "dropped"), static_cast<int64_t>(dropped.size())) << place;
    EXPECT_EQ(number(table, row, "away"), static_cast<int64_t>(away.size())) << place;
    EXPECT_EQ(asked.who(cell_of(GetParam(), place, "dropped")), dropped) << place;
    EXPECT_EQ(asked.who(cell_of(GetParam(), place, "away")), away) << place;
    if (returns.empty()) continue;
    std::sort(returns.begin(), returns.end());
    const size_t half = returns.size() / 2;
    const Micros twice = returns.size() % 2 == 1 ? 2 * returns[half] : returns[half - 1] + returns[half];
    EXPECT_NEAR(real(table, row, "median_days_to_return"), static_cast<double>(twice) / 2 / kDay, 1e-9);
    if (next.empty()) continue;
    const auto most =
        std::max_element(next.begin(), next.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    EXPECT_EQ(table.at(row).at("next"), most->first) << place;
  }
}

TEST(DropOuts, CountsReconcile) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Fixture life = random_lives(seed, 2'500);
    const Table table = ask(life, drop_question("6h"));
    for (const auto& [place, cells] : table) {
      const auto of = [&](const char* column) { return number(table, place, column); };
      EXPECT_EQ(of("dropped"), of("returned") + of("away")) << place;
      EXPECT_LE(of("dropped"), of("n")) << place;
    }
    // Every split row stands for the customers and silences of its own events.
    Question question = drop_question("6h");
    question.by = {"channel"};
    for (const auto& [place, cells] : ask(life, question)) {
      EXPECT_LE(*parse_integer(cells.at("dropped")), *parse_integer(cells.at("n"))) << place;
    }
  }
}

TEST_P(DropOutsShow, IsTheSameHoweverTheWorkIsDivided) {
  Question question = drop_question("6h");
  question.parameters["show"] = {GetParam()};
  EXPECT_EQ(difference_when_divided(drop_outs_definition(), random_lives(5, 80), question), "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(drop_outs_definition(), random_lives(6, 80), question), "");
}

TEST_P(DropOutsShow, SurvivesDamagedStates) {
  Question question = drop_question("6h");
  question.parameters["show"] = {GetParam()};
  const FixtureQuestion asked(drop_outs_definition(), random_lives(7, 10).snapshot(), question);
  EXPECT_EQ(trouble_with_damage(asked), "");
}

// --- the limit

TEST(DropOuts, TooManyIsTooManyInAnyOrder) {
  const Fixture life = shop();
  const std::shared_ptr<const Snapshot> snapshot = life.snapshot();
  const Question question = drop_question();
  const MeasureDefinition definition = drop_outs_definition();
  BindContext context(*snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  const DropOuts measure = *DropOuts::bind(context);
  const auto saved = [&](const DropOuts::State& state) {
    ByteWriter out;
    measure.save(state, out);
    return out.take();
  };
  // Rows of a thousand touchpoints on return each.
  const auto add = [](DropOuts::State& state, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      DropOuts::Place* const place = state.at(1 + i / 1'001);
      if (place == nullptr) return;
      place->customers = 1;
      if (i % 1'001 > 0) state.add_next(*place, static_cast<uint32_t>(i % 1'001), 1);
    }
  };
  DropOuts::State low;
  DropOuts::State high;
  add(low, 0, DropOuts::kEntriesMax);
  EXPECT_EQ(low.entries, DropOuts::kEntriesMax);
  EXPECT_TRUE(measure.check(low).ok());
  add(high, DropOuts::kEntriesMax / 1'001 * 1'001, DropOuts::kEntriesMax + 1);
  DropOuts::State both = low;
  measure.merge(both, high);
  EXPECT_TRUE(both.too_many);
  measure.merge(high, low);
  EXPECT_EQ(saved(both), saved(high));
  DropOuts::State empty;
  measure.merge(empty, both);
  EXPECT_EQ(saved(both), saved(empty));
  measure.merge(both, DropOuts::State());
  add(low, DropOuts::kEntriesMax, DropOuts::kEntriesMax + 500);
  EXPECT_EQ(saved(both), saved(low));
  EXPECT_EQ(measure.check(low).code(), StatusCode::kLimit);
  EXPECT_THAT(measure.check(low).message(), testing::HasSubstr("show=touchpoints"));
  const std::string bytes = saved(low);
  ByteReader in(bytes);
  EXPECT_TRUE(measure.load(in)->too_many);
}

TEST(DropOuts, MoreRowsThanAnAnswerHoldsAreRefusedWithAdvice) {
  const Fixture life = shop();
  const std::shared_ptr<const Snapshot> snapshot = life.snapshot();
  const Question question = drop_question();
  const MeasureDefinition definition = drop_outs_definition();
  BindContext context(*snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  const DropOuts measure = *DropOuts::bind(context);
  DropOuts::State state;
  for (uint64_t row = 0; row < limits::kRowsMax; ++row) state.at(row)->customers = 1;
  EXPECT_TRUE(measure.check(state).ok());
  state.at(limits::kRowsMax)->customers = 1;
  EXPECT_EQ(measure.check(state).code(), StatusCode::kLimit);
}

}  // namespace
}  // namespace sojourn
