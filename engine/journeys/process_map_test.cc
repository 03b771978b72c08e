// Method: small journeys by hand; then random ones against a twin that writes each journey as a list of nodes and
// counts its pairs, and against the law that what comes into a node goes out of it; then the same however the work is
// divided.
#include "journeys/process_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <tuple>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

Question map_question(const std::string& node = "touchpoint") {
  Question question;
  question.measure = "process_map";
  question.parameters["node"] = {node};
  return question;
}

Table ask(const Fixture& life, const Question& question) {
  const Result<Answer> answer = FixtureQuestion(process_map_definition(), life.snapshot(), question).answer();
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  return table_of(*answer);
}

Fixture loop_back() {
  Fixture life;
  int day = 1;
  for (const char* stage : {"consider", "evaluate", "consider", "evaluate", "buy"}) {
    life.add("anna", "2026-03-0" + std::to_string(day++) + "T10:00:00Z", {{"stage", stage}});
  }
  life.add("bert", "2026-03-01T10:00:00Z", {{"stage", "consider"}});
  life.add("bert", "2026-03-01T10:00:30Z", {{"stage", "consider"}});
  life.add("", "2026-03-01T10:00:00Z", {{"stage", "consider"}});  // Nobody we could name.
  return life;
}

TEST(ProcessMap, DrawsLoopsStartsAndEnds) {
  const Table map = ask(loop_back(), map_question("stage"));
  EXPECT_EQ(map.size(), 7u);
  EXPECT_EQ(number(map, "(start)|consider", "value"), 2);
  EXPECT_EQ(number(map, "consider|evaluate", "value"), 2);
  EXPECT_EQ(number(map, "consider|evaluate", "customers"), 1);
  EXPECT_EQ(number(map, "evaluate|consider", "value"), 1);
  EXPECT_EQ(number(map, "evaluate|buy", "value"), 1);
  EXPECT_EQ(number(map, "buy|(end)", "value"), 1);
  EXPECT_EQ(number(map, "consider|consider", "value"), 1);
  EXPECT_EQ(number(map, "consider|(end)", "value"), 1);
  EXPECT_EQ(map.at("consider|evaluate").at("share_of_from"), "50");
  EXPECT_EQ(map.at("consider|evaluate").at("median"), "86400");
  EXPECT_EQ(map.at("consider|consider").at("mean"), "30");
  EXPECT_EQ(map.at("buy|(end)").at("mean"), "");
}

TEST(ProcessMap, TenJourneysOverThreeTouchpointsShareThreeNodes) {
  Fixture life;
  for (int i = 0; i < 10; ++i) {
    const std::string customer = "c" + std::to_string(i);
    life.add(customer, "2026-03-01T10:00:00Z", {{"touchpoint", "shop"}});
    if (i % 2 == 0) life.add(customer, "2026-03-02T10:00:00Z", {{"touchpoint", "call"}});
    life.add(customer, "2026-03-03T10:00:00Z", {{"touchpoint", "mail"}});
  }
  const Table map = ask(life, map_question());
  EXPECT_EQ(number(map, "shop|call", "value"), 5);
  EXPECT_EQ(number(map, "call|mail", "value"), 5);
  EXPECT_EQ(number(map, "shop|mail", "value"), 5);
  EXPECT_EQ(number(map, "mail|(end)", "value"), 10);
  EXPECT_EQ(map.size(), 5u);
}

TEST(ProcessMap, EqualTimesStandInOrderOfArrival) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "second"}});
  life.add("anna", "2026-03-01T09:00:00Z", {{"touchpoint", "first"}});
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "third"}});
  const Table map = ask(life, map_question());
  EXPECT_EQ(number(map, "first|second", "value"), 1);
  EXPECT_EQ(number(map, "second|third", "value"), 1);
}

TEST(ProcessMap, PassesOverEventsWithoutTheNode) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"properties.screen", "home"}});
  life.add("anna", "2026-03-01T10:01:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01T10:02:00Z", {{"properties.screen", "cart"}});
  const Table map = ask(life, map_question("properties.screen"));
  EXPECT_EQ(map.at("home|cart").at("mean"), "120");
  EXPECT_TRUE(ask(life, map_question("properties.never_seen")).empty());
}

TEST(ProcessMap, ANodeNamedAsTheStartStaysApart) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "(start)"}});
  const Table map = ask(life, map_question());
  EXPECT_EQ(number(map, "(start)|\"(start)\"", "value"), 1);
  EXPECT_EQ(number(map, "\"(start)\"|(end)", "value"), 1);
}

TEST(ProcessMap, RefusesANodeThatIsNoName) {
  const Fixture life = loop_back();
  const auto error = [&](const std::string& node) {
    const FixtureQuestion asked(process_map_definition(), life.snapshot(), map_question(node));
    const Result<Answer> answer = asked.answer();
    EXPECT_FALSE(answer.has_value());
    return answer.status();
  };
  EXPECT_EQ(error("touchpont").where(), "node");
  EXPECT_THAT(error("touchpont").message(), testing::HasSubstr("touchpoint"));
  EXPECT_THAT(error("amount").message(), testing::HasSubstr("does not hold names"));
}

TEST(ProcessMap, AnswersNothingForNobody) {
  Fixture life;
  const Result<Answer> answer = FixtureQuestion(process_map_definition(), life.snapshot(), map_question()).answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  EXPECT_TRUE(answer->rows.empty());
}

TEST(ProcessMap, AJourneyBelongsToTheGroupOfItsFirstNode) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}, {"channel", "web"}});
  life.add("anna", "2026-03-02T10:00:00Z", {{"touchpoint", "order"}, {"channel", "call"}});
  Question question = map_question();
  question.by = {"channel"};
  const Table map = ask(life, question);
  EXPECT_EQ(map.size(), 3u);
  EXPECT_EQ(number(map, "web|visit|order", "value"), 1);
}

TEST(ProcessMap, SmallEdgesCanBeLeftOutAndStillBeOpened) {
  const Fixture life = loop_back();
  Question question = map_question("stage");
  question.parameters["min_customers"] = {"2"};
  const Table map = ask(life, question);
  EXPECT_EQ(map.size(), 1u);
  EXPECT_EQ(number(map, "(start)|consider", "customers"), 2);
  const FixtureQuestion asked(process_map_definition(), life.snapshot(), question);
  EXPECT_EQ(asked.who({{{"from", "(start)"}, {"to", "consider"}}, "customers"}),
            (std::set<uint32_t>{life.number("anna"), life.number("bert")}));
}

// Random lives: ties, loops, events without a node, more nodes than the table starts with.
Fixture random_lives(uint64_t seed, int customers, int nodes) {
  std::mt19937_64 random(seed);
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const auto events = random() % 9;
    for (uint64_t e = 0; e < events; ++e) {
      const Micros time = static_cast<Micros>(random() % 12) * kHour;
      Fixture::Fields fields{{"channel", random() % 2 == 0 ? "web" : "call"}};
      if (random() % 8 != 0) {
        fields.emplace_back("touchpoint", "t" + std::to_string(random() % static_cast<uint64_t>(nodes)));
      }
      life.add("c" + std::to_string(c), time, fields);
    }
  }
  return life;
}

// The twin: every journey as a list, pairs counted in maps.
struct TwinEdge {
  std::vector<double> seconds;
  std::set<uint32_t> customers;
  int64_t times = 0;
};
constexpr Micros kNoGap = std::numeric_limits<Micros>::max();
std::map<std::string, TwinEdge> twin(const Snapshot& snapshot, Micros gap = kNoGap) {
  const ColumnId column = *snapshot.find_column("touchpoint");
  const std::unique_ptr<BlockReader> reader = snapshot.reader(std::vector<ColumnId>{column});
  std::map<std::string, TwinEdge> edges;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t c = 0; c < block.customers.size(); ++c) {
      // Sessions of all events, each then without those that have no node.
      std::vector<std::vector<std::pair<std::string, Micros>>> journeys;
      for (uint32_t e = block.begins[c]; e < block.begins[c + 1]; ++e) {
        if (e == block.begins[c] || block.times[e] - block.times[e - 1] > gap) journeys.emplace_back();
        const uint32_t code = block.column(column).codes[e];
        if (code != 0) journeys.back().emplace_back(snapshot.names(column)->text(code), block.times[e]);
      }
      const auto count = [&](const std::string& from, const std::string& to) -> TwinEdge& {
        TwinEdge& edge = edges[from + "|" + to];
        ++edge.times;
        edge.customers.insert(block.customers[c]);
        return edge;
      };
      for (const auto& journey : journeys) {
        if (journey.empty()) continue;
        count("(start)", journey.front().first);
        count(journey.back().first, "(end)");
        for (size_t i = 1; i < journey.size(); ++i) {
          const double seconds = static_cast<double>(journey[i].second - journey[i - 1].second) / 1e6;
          count(journey[i - 1].first, journey[i].first).seconds.push_back(seconds);
        }
      }
    }
  }
  return edges;
}

// Type 7 of Hyndman and Fan, from a sorted vector.
double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double position = static_cast<double>(values.size() - 1) * q;
  const auto below = static_cast<size_t>(position);
  const size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (position - static_cast<double>(below)) * (values[above] - values[below]);
}

void expect_twin(const Table& map, const std::map<std::string, TwinEdge>& wanted) {
  ASSERT_EQ(map.size(), wanted.size());
  for (const auto& [key, edge] : wanted) {
    EXPECT_EQ(number(map, key, "value"), edge.times) << key;
    EXPECT_EQ(number(map, key, "customers"), static_cast<int64_t>(edge.customers.size())) << key;
    if (edge.seconds.empty()) continue;
    EXPECT_NEAR(real(map, key, "median"), quantile(edge.seconds, 0.5), 1e-6) << key;
    EXPECT_NEAR(real(map, key, "p90"), quantile(edge.seconds, 0.9), 1e-6) << key;
    EXPECT_NEAR(real(map, key, "p95"), quantile(edge.seconds, 0.95), 1e-6) << key;
  }
}

// 3 and 30 nodes are counted by pairs, 300 have codes of two bytes.
TEST(ProcessMap, AgreesWithTheTwin) {
  for (const int nodes : {3, 30, 300}) {
    const Fixture life = random_lives(static_cast<uint64_t>(nodes), 500, nodes);
    const auto snapshot = life.snapshot();
    const FixtureQuestion asked(process_map_definition(), snapshot, map_question());
    const auto wanted = twin(*snapshot);
    expect_twin(table_of(*asked.answer()), wanted);
    if (nodes > 3) continue;
    for (const auto& [key, edge] : wanted) {
      const size_t bar = key.find('|');
      const CellRef cell{{{"from", key.substr(0, bar)}, {"to", key.substr(bar + 1)}}, "customers"};
      EXPECT_EQ(asked.who(cell), edge.customers) << key;
    }
  }
}

TEST(ProcessMap, CutIntoSessionsItAgreesWithTheTwin) {
  for (const int nodes : {3, 30, 300}) {
    const auto snapshot = random_lives(static_cast<uint64_t>(nodes), 500, nodes).snapshot();
    for (const char* gap : {"1h", "3h", "0s"}) {
      Question question = map_question();
      question.parameters["gap"] = {gap};
      const FixtureQuestion asked(process_map_definition(), snapshot, question);
      expect_twin(table_of(*asked.answer()), twin(*snapshot, *parse_duration(gap)));
    }
  }
}

// A filter that ends no session makes the map go customer by customer; the saved states must be the same.
TEST(ProcessMap, CountsByPairsWhatItCountsByCustomers) {
  for (const int nodes : {1, 3, 30, 254, 255, 256, 400}) {
    const auto snapshot = random_lives(static_cast<uint64_t>(nodes), 400, nodes).snapshot();
    for (const char* where : {"", "channel = \"web\"", "time < \"1970-01-01T07:00:00Z\"", "channel = \"fax\""}) {
      for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
               {"times", "true"}, {"times", "false"}, {"gap", "1h"}, {"longest", "2h"}}) {
        Question by_pairs = map_question();
        by_pairs.where = where;
        by_pairs.parameters[name] = {value};
        Question by_customers = by_pairs;
        by_customers.parameters["session_end"] = {"touchpoint = \"never\""};
        EXPECT_EQ(*FixtureQuestion(process_map_definition(), snapshot, by_pairs).bytes(),
                  *FixtureQuestion(process_map_definition(), snapshot, by_customers).bytes())
            << nodes << " " << where << " " << name << "=" << value;
      }
    }
  }
}

TEST(ProcessMap, CutsJourneysIntoSessions) {
  Fixture life;
  for (const char* day : {"01", "05"}) {
    life.add("anna", std::string("2026-03-") + day + "T10:00:00Z", {{"touchpoint", "visit"}});
    life.add("anna", std::string("2026-03-") + day + "T10:20:00Z", {{"touchpoint", "order"}});
  }
  Question question = map_question();
  EXPECT_EQ(number(ask(life, question), "order|visit", "value"), 1);
  question.parameters["gap"] = {"30m"};
  const Table map = ask(life, question);
  EXPECT_EQ(map.size(), 3u);
  EXPECT_EQ(number(map, "(start)|visit", "value"), 2);
  EXPECT_EQ(number(map, "(start)|visit", "customers"), 1);
  EXPECT_EQ(number(map, "order|(end)", "value"), 2);
  EXPECT_EQ(number(map, "visit|order", "customers"), 1);
  EXPECT_EQ(map.at("visit|order").at("p95"), "1200");
  question.parameters["gap"] = {"4d"};
  question.parameters["session_end"] = {"touchpoint = \"order\""};
  EXPECT_EQ(ask(life, question), map);
}

TEST(ProcessMap, AnEventWithoutANodeStillBridgesAPause) {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2026-03-01T10:20:00Z", {{"channel", "web"}});
  life.add("anna", "2026-03-01T10:40:00Z", {{"touchpoint", "order"}});
  Question question = map_question();
  question.parameters["gap"] = {"30m"};
  EXPECT_EQ(number(ask(life, question), "visit|order", "value"), 1);
}

TEST(ProcessMap, LeavesOutSmallShares) {
  Fixture life;
  for (int i = 0; i < 10; ++i) {
    const std::string customer = "c" + std::to_string(i);
    life.add(customer, "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}});
    life.add(customer, "2026-03-01T10:01:00Z", {{"touchpoint", i == 0 ? "help" : "order"}});
  }
  Question question = map_question();
  EXPECT_EQ(ask(life, question).size(), 5u);
  question.parameters["min_share"] = {"10"};
  EXPECT_EQ(ask(life, question).size(), 5u) << "exactly ten percent is enough";
  question.parameters["min_share"] = {"10.5"};
  const Table map = ask(life, question);
  EXPECT_EQ(map.size(), 4u);
  EXPECT_EQ(map.count("visit|help"), 0u);
  EXPECT_EQ(map.at("visit|order").at("share_of_from"), "90");
}

TEST(ProcessMap, NeedsNoTimes) {
  const auto snapshot = random_lives(11, 200, 8).snapshot();
  Question question = map_question();
  Table with_times = table_of(*FixtureQuestion(process_map_definition(), snapshot, question).answer());
  question.parameters["times"] = {"no"};
  const Table without = table_of(*FixtureQuestion(process_map_definition(), snapshot, question).answer());
  for (auto& [key, cells] : with_times) {
    for (const char* name : {"mean", "median", "p90", "p95"}) cells.erase(name);
  }
  EXPECT_EQ(without, with_times);
}

TEST(ProcessMap, WhatComesInGoesOut) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Table map = ask(random_lives(seed, 3'000, 5), map_question());
    std::map<std::string, int64_t> balance;
    std::map<std::string, double> shares;
    for (const auto& [key, cells] : map) {
      const std::string& from = cells.at("from");
      balance[from] -= *parse_integer(cells.at("value"));
      balance[cells.at("to")] += *parse_integer(cells.at("value"));
      shares[from] += *parse_number(cells.at("share_of_from"));
    }
    for (const auto& [node, rest] : balance) {
      if (node == "(start)") {
        EXPECT_EQ(rest, -balance.at("(end)"));
      } else if (node != "(end)") {
        EXPECT_EQ(rest, 0) << node;
      }
    }
    for (const auto& [node, sum] : shares) EXPECT_NEAR(sum, 100, 1e-9) << node;
  }
}

TEST(ProcessMap, IsTheSameHoweverTheWorkIsDivided) {
  Question question = map_question();
  EXPECT_EQ(difference_when_divided(process_map_definition(), random_lives(5, 60, 4), question), "");
  EXPECT_EQ(difference_when_divided(process_map_definition(), random_lives(6, 100, 20), question), "");
  question.parameters["gap"] = {"2h"};
  EXPECT_EQ(difference_when_divided(process_map_definition(), random_lives(8, 60, 4), question), "");
  question.parameters["times"] = {"no"};
  EXPECT_EQ(difference_when_divided(process_map_definition(), random_lives(9, 60, 4), question), "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(process_map_definition(), random_lives(7, 60, 4), question), "");
}

TEST(ProcessMap, RefusesStatesThatNoJourneysWrite) {
  const auto state = [](std::vector<std::tuple<std::string, std::string, int64_t>> edges) {
    ByteWriter out;
    out.u64(edges.size());
    for (const auto& [from, to, times] : edges) {
      out.text(from);
      out.text(to);
      out.i64(times);
      out.i64(times);
    }
    return out.take();
  };
  const auto load = [](const std::string& bytes) {
    const std::shared_ptr<Names> names = make_names();
    ByteReader in(bytes);
    return Transitions::load(*names, names->size(), true, in).status().code();
  };
  EXPECT_EQ(load(state({{"", "a", 2}, {"a", "", 2}})), StatusCode::kOk);
  EXPECT_EQ(load(state({{"", "a", 2}, {"a", "", 1}})), StatusCode::kCorruption) << "one journey has no end";
  EXPECT_EQ(load(state({{"", "a", 2}, {"b", "", 2}})), StatusCode::kCorruption) << "it ends where it never was";
  constexpr int64_t kHuge = int64_t{1} << 62;
  EXPECT_EQ(load(state({{"", "a", kHuge}, {"a", "", kHuge}})), StatusCode::kCorruption);
  constexpr int64_t kMost = int64_t{1} << 53;
  EXPECT_EQ(load(state({{"", "a", kMost}, {"a", "", kMost}})), StatusCode::kCorruption) << "together too many";
}

TEST(ProcessMap, SurvivesDamagedStates) {
  const FixtureQuestion asked(process_map_definition(), loop_back().snapshot(), map_question("stage"));
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
