// Method: small lives by hand; then every timeline of up to five events over three nodes with all ties, and random
// ones, in all modes, against a twin that writes each path as a list of words and counts customers in sets; that
// columns add up; with and without a split, so by both ways to fold; the customers behind every row.
#include "journeys/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "journeys/path_life.h"
#include "journeys/path_names.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

using Parameters = std::map<std::string, std::string>;

Table ask_paths(const Fixture& life, Parameters parameters = {}) {
  const Asked asked = ask(paths_definition(), life, with(std::move(parameters)));
  EXPECT_EQ(asked.error, "");
  return table_of(asked.answer);
}

Fixture shop() {
  Fixture life;
  const auto add = [&](const std::string& who, const std::vector<const char*>& places) {
    int minute = 0;
    for (const char* place : places) {
      life.add(who, kDay + minute * kMinute, {{"touchpoint", place}});
      minute += 10;
    }
  };
  add("anna", {"visit", "visit", "help", "visit", "buy", "mail"});
  add("bert", {"visit", "buy"});
  add("carl", {"help"});
  life.add("", kDay, {{"touchpoint", "visit"}});  // Nobody we could name.
  return life;
}

TEST(Paths, LeadFromPlaceToPlaceAndColumnsAddUp) {
  const Table paths = ask_paths(shop(), {{"steps", "3"}});
  EXPECT_EQ(paths.size(), 6u);
  EXPECT_EQ(number(paths, "1|visit|help", "value"), 1);
  EXPECT_EQ(paths.at("1|visit|help").at("median_seconds"), "1200") << "the run's first time counts";
  EXPECT_EQ(number(paths, "1|visit|buy", "value"), 1);
  EXPECT_EQ(number(paths, "1|help|(end)", "value"), 1);
  EXPECT_EQ(paths.at("1|help|(end)").at("median_seconds"), "");
  EXPECT_EQ(number(paths, "2|help|visit", "value"), 1) << "a loop is a node at a later place";
  EXPECT_EQ(number(paths, "2|buy|(end)", "value"), 1);
  EXPECT_EQ(number(paths, "3|visit|(further)", "value"), 1);
  EXPECT_NEAR(real(paths, "1|visit|help", "share"), 100.0 / 3, 1e-9);
}

TEST(Paths, KeepRunsWhenAsked) {
  const Table paths = ask_paths(shop(), {{"steps", "2"}, {"collapse", "no"}});
  EXPECT_EQ(number(paths, "1|visit|visit", "value"), 1);
  EXPECT_EQ(paths.at("1|visit|visit").at("median_seconds"), "600");
}

TEST(Paths, GoBackFromAnAnchorInTheOrderOfTime) {
  const Table paths = ask_paths(shop(), {{"anchor", "touchpoint = \"buy\""}, {"direction", "before"}, {"steps", "3"}});
  EXPECT_EQ(number(paths, "3|visit|buy", "value"), 2);
  EXPECT_EQ(number(paths, "3|visit|buy", "customers"), 2);
  EXPECT_EQ(number(paths, "2|help|visit", "value"), 1);
  EXPECT_EQ(number(paths, "2|(start)|visit", "value"), 1);
  EXPECT_EQ(number(paths, "1|(further)|help", "value"), 1);
  EXPECT_EQ(paths.size(), 4u);
  EXPECT_EQ(ask_paths(shop(), {{"direction", "before"}, {"steps", "1"}}).size(), 3u) << "what journeys end with";
}

TEST(Paths, GoOnFromAnAnchorAndStopAtAnEnd) {
  const Asked after = ask(paths_definition(), shop(), with({{"anchor", "touchpoint = \"help\""}}));
  const Table paths = table_of(after.answer);
  EXPECT_EQ(number(paths, "1|help|visit", "value"), 1);
  EXPECT_EQ(number(paths, "1|help|(end)", "value"), 1);
  EXPECT_THAT(after.answer.notes, testing::ElementsAre(testing::HasSubstr("left out: 1"))) << "bert";
  const Table until = ask_paths(shop(), {{"start", "touchpoint = \"visit\""}, {"end", "touchpoint = \"buy\""}});
  EXPECT_EQ(number(until, "4|buy|(end)", "value"), 1) << "the mail after it is not part of the path";
  EXPECT_EQ(number(until, "2|buy|(end)", "value"), 1);
  const Table again = ask_paths(shop(), {{"start", "touchpoint = \"visit\""}, {"end", "touchpoint = \"visit\""}});
  EXPECT_EQ(number(again, "1|visit|(end)", "value"), 1) << "the end comes after the start, here in the same run";
}

TEST(Paths, PutTheRestTogether) {
  const Table paths = ask_paths(shop(), {{"top", "1"}, {"steps", "2"}});
  EXPECT_EQ(paths.size(), 5u);
  EXPECT_EQ(number(paths, "1|visit|buy", "value"), 1);
  EXPECT_EQ(number(paths, "1|visit|(other)", "value"), 1);
  EXPECT_EQ(number(paths, "1|(other)|(end)", "value"), 1);
  EXPECT_EQ(number(paths, "2|(other)|(further)", "value"), 1);
}

TEST(Paths, ACustomerOfSeveralPathsCountsOnceAmongTheOthers) {
  Fixture life;
  for (int i = 0; i < 4; ++i) life.add("anna", i * kDay, {{"touchpoint", i < 2 ? "a" : "x" + std::to_string(i)}});
  life.add("bert", kDay, {{"touchpoint", "x2"}});
  const Question question = with({{"gap", "1h"}, {"top", "1"}});
  const Table paths = table_of(ask(paths_definition(), life, question).answer);
  EXPECT_EQ(number(paths, "1|a|(end)", "value"), 2);
  EXPECT_EQ(number(paths, "1|a|(end)", "customers"), 1);
  EXPECT_EQ(number(paths, "1|(other)|(end)", "value"), 3);
  EXPECT_EQ(number(paths, "1|(other)|(end)", "customers"), 2);
  const CellRef cell{{{"column", "1"}, {"from", "(other)"}, {"to", "(end)"}}, "customers"};
  EXPECT_EQ(who(paths_definition(), life, question, cell).size(), 2u);
}

TEST(Paths, NodesThatAreCalledAsOursStayApart) {
  Fixture life;
  life.add("anna", kDay, {{"touchpoint", "(end)"}});
  life.add("bert", kDay, {{"touchpoint", "\"(end)\""}});
  const Table paths = ask_paths(life);
  EXPECT_EQ(number(paths, "1|\"(end)\"|(end)", "value"), 1);
  EXPECT_EQ(number(paths, "1|\"\"(end)\"\"|(end)", "value"), 1);
  EXPECT_EQ(node_cell("\"x\""), "\"x\"");
}

TEST(Paths, RefuseWhatCannotBeAsked) {
  const auto where = [&](Parameters parameters) {
    const Question question = with(std::move(parameters));
    return FixtureQuestion(paths_definition(), shop().snapshot(), question).answer().status().where();
  };
  EXPECT_EQ(where({{"node", "touchpont"}}), "node");
  EXPECT_THAT(where({{"anchor", "tochpoint = \"x\""}}), testing::StartsWith("anchor"));
  EXPECT_EQ(where({{"steps", "21"}}), "steps");
  EXPECT_TRUE(ask_paths(shop(), {{"node", "properties.never_seen"}}).empty());
  EXPECT_TRUE(ask_paths(Fixture()).empty());
}

// --- the twin

struct Modes {
  bool collapse = true;
  bool cut = false;
  bool start = false;
  bool end = false;
  bool anchor = false;
  bool before = false;
  size_t steps = 3;
  size_t top = 2;
  std::string by;

  Question question() const {
    Question asked = with({{"collapse", collapse ? "yes" : "no"},
                           {"steps", std::to_string(steps)},
                           {"top", std::to_string(top)},
                           {"direction", before ? "before" : "after"}});
    if (cut) asked.parameters["gap"] = {"30m"};
    if (start) asked.parameters["start"] = {PathLife::kStart};
    if (end) asked.parameters["end"] = {PathLife::kEnd};
    if (anchor) asked.parameters["anchor"] = {PathLife::kAnchor};
    if (!by.empty()) asked.by = {by};
    return asked;
  }
  std::string text() const {
    std::string text = by;
    for (const bool flag : {collapse, cut, start, end, anchor, before}) text += flag ? " 1" : " 0";
    return text + " " + std::to_string(steps) + " " + std::to_string(top);
  }
};

using Life = std::vector<PathEvent>;
struct Station {
  std::string name;
  Micros time = 0;
};
struct TwinPath {
  size_t customer = 0;
  std::string group;
  std::vector<Station> stations;  // In the order in which steps are counted; the last one is ours.
};

std::optional<Life> bounded(Life life, const Modes& modes) {
  const auto find = [&](const std::string& mark, size_t from) {
    for (size_t i = from; i < life.size(); ++i) {
      if (life[i].mark == mark) return static_cast<ptrdiff_t>(i);
    }
    return ptrdiff_t{-1};
  };
  if (modes.start) {
    const ptrdiff_t at = find("s", 0);
    if (at < 0) return std::nullopt;
    life.erase(life.begin(), life.begin() + at);
  }
  if (modes.end) {
    const ptrdiff_t at = find("e", modes.start ? 1 : 0);
    if (at < 0) return std::nullopt;
    life.erase(life.begin() + at + 1, life.end());
  }
  if (modes.anchor) {
    const ptrdiff_t at = find("a", 0);
    if (at < 0) return std::nullopt;
    if (modes.before) {
      life.erase(life.begin() + at + 1, life.end());
    } else {
      life.erase(life.begin(), life.begin() + at);
    }
  }
  return life;
}

std::vector<TwinPath> paths_of(const PathLife& life, const Modes& modes) {
  std::vector<TwinPath> paths;
  const auto lives = life.lives();
  for (size_t c = 0; c < lives.size(); ++c) {
    std::vector<Life> journeys;
    for (const PathEvent& event : lives[c]) {
      if (journeys.empty() || (modes.cut && event.time - journeys.back().back().time > 30 * kMinute)) {
        journeys.emplace_back();
      }
      journeys.back().push_back(event);
    }
    for (const Life& journey : journeys) {
      const std::optional<Life> own = bounded(journey, modes);
      if (!own) continue;
      Life nodes;
      for (const PathEvent& event : *own) {
        if (!event.node.empty()) nodes.push_back(event);
      }
      if (nodes.empty()) continue;
      const PathEvent& counted_from = modes.before ? nodes.back() : nodes.front();
      TwinPath path{c, modes.by == "channel" ? counted_from.channel : modes.by.empty() ? "" : "1", {}};
      if (modes.collapse) {
        nodes.erase(std::unique(nodes.begin(), nodes.end(),
                                [](const PathEvent& a, const PathEvent& b) { return a.node == b.node; }),
                    nodes.end());
      }
      if (modes.before) std::reverse(nodes.begin(), nodes.end());
      for (size_t i = 0; i < std::min(nodes.size(), modes.steps); ++i) {
        path.stations.push_back({nodes[i].node, nodes[i].time});
      }
      path.stations.push_back({nodes.size() > modes.steps ? "(further)" : modes.before ? "(start)" : "(end)", 0});
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

void keep_top_names(std::vector<TwinPath>& paths, size_t top) {
  std::map<std::tuple<std::string, size_t, std::string>, int64_t> counts;  // By group, place, name.
  for (const TwinPath& path : paths) {
    for (size_t i = 0; i + 1 < path.stations.size(); ++i) ++counts[{path.group, i, path.stations[i].name}];
  }
  std::map<std::pair<std::string, size_t>, std::vector<std::pair<int64_t, std::string>>> ranked;
  for (const auto& [key, count] : counts) {
    ranked[{std::get<0>(key), std::get<1>(key)}].emplace_back(-count, std::get<2>(key));
  }
  for (auto& [place, names] : ranked) {
    std::sort(names.begin(), names.end());
    names.resize(std::min(names.size(), top));
  }
  for (TwinPath& path : paths) {
    for (size_t i = 0; i + 1 < path.stations.size(); ++i) {
      const auto& names = ranked[{path.group, i}];
      const bool named = std::any_of(names.begin(), names.end(),
                                     [&](const auto& each) { return each.second == path.stations[i].name; });
      if (!named) path.stations[i].name = "(other)";
    }
  }
}

struct TwinRow {
  int64_t times = 0;
  std::set<uint32_t> customers;
  std::vector<double> seconds;
};

std::map<std::string, TwinRow> twin(const PathLife& life, const Modes& modes) {
  std::vector<TwinPath> paths = paths_of(life, modes);
  keep_top_names(paths, modes.top);
  std::map<std::string, TwinRow> rows;
  for (const TwinPath& path : paths) {
    for (size_t i = 0; i + 1 < path.stations.size(); ++i) {
      const Station& from = path.stations[i];
      const Station& to = path.stations[i + 1];
      const std::string key = modes.before ? std::to_string(modes.steps - i) + "|" + to.name + "|" + from.name
                                           : std::to_string(i + 1) + "|" + from.name + "|" + to.name;
      TwinRow& row = rows[modes.by.empty() ? key : path.group + "|" + key];
      ++row.times;
      row.customers.insert(life.number(path.customer));
      if (i + 2 < path.stations.size()) {
        row.seconds.push_back(static_cast<double>(std::abs(to.time - from.time)) / 1e6);
      }
    }
  }
  return rows;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

CellRef cell_of(const std::string& key, const std::string& by) {
  std::vector<std::string> words;
  for (size_t begin = 0; begin <= key.size();) {
    const size_t bar = std::min(key.find('|', begin), key.size());
    words.push_back(key.substr(begin, bar - begin));
    begin = bar + 1;
  }
  CellRef cell{{}, "customers"};
  if (!by.empty()) {
    cell.keys.emplace_back(by, words.front());
    words.erase(words.begin());
  }
  cell.keys.emplace_back("column", words[0]);
  cell.keys.emplace_back("from", words[1]);
  cell.keys.emplace_back("to", words[2]);
  return cell;
}

void agree(const PathLife& life, const std::shared_ptr<const Snapshot>& snapshot, const Modes& modes, bool people) {
  SCOPED_TRACE(modes.text());
  const FixtureQuestion asked(paths_definition(), snapshot, modes.question());
  const Result<Answer> answer = asked.answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  const Table table = table_of(*answer);
  const std::map<std::string, TwinRow> rows = twin(life, modes);
  ASSERT_EQ(table.size(), rows.size());
  for (const auto& [key, row] : rows) {
    ASSERT_EQ(table.count(key), 1u) << key;
    EXPECT_EQ(number(table, key, "value"), row.times) << key;
    EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(row.customers.size())) << key;
    if (row.seconds.empty()) {
      EXPECT_EQ(table.at(key).at("median_seconds"), "") << key;
    } else {
      EXPECT_NEAR(real(table, key, "median_seconds"), median(row.seconds), 1e-6) << key;
    }
    if (people) {
      EXPECT_EQ(asked.who(cell_of(key, modes.by)), row.customers) << key;
    }
  }
}

TEST(Paths, AgreeWithTheTwinOnEveryTimeline) {
  const PathLife ties = every_life(5, {"a", "b", "c"}, {0, 20 * kMinute});
  const PathLife pauses = every_life(4, {"a", "b", "c"}, {0, 30 * kMinute, 30 * kMinute + 1});
  for (const auto* life : {&ties, &pauses}) {
    const auto snapshot = life->fixture().snapshot();
    for (const bool collapse : {true, false}) {
      for (const bool before : {true, false}) {
        for (const size_t steps : {1, 2, 5}) {
          Modes modes;
          modes.collapse = collapse;
          modes.before = before;
          modes.steps = steps;
          modes.cut = life == &pauses;
          agree(*life, snapshot, modes, false);
          modes.top = 100;
          agree(*life, snapshot, modes, steps == 5 && collapse);
        }
      }
    }
  }
}

TEST(Paths, AgreeWithTheTwinOnRandomLives) {
  std::mt19937_64 random(7);
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    const bool many = seed % 20 == 0;  // More nodes than a table holds.
    const PathLife life = random_lives(seed, many ? 400 : 40, many ? 700 : 2 + seed % 5, 6 + seed % 8);
    const auto snapshot = life.fixture().snapshot({1 + seed % 3, 0, seed});
    Modes modes;
    modes.collapse = random() % 2 == 0;
    modes.cut = random() % 2 == 0;
    modes.start = random() % 4 == 0;
    modes.end = random() % 4 == 0;
    modes.anchor = random() % 3 == 0;
    modes.before = random() % 2 == 0;
    modes.steps = 1 + random() % 6;
    modes.top = 1 + random() % 5;
    agree(life, snapshot, modes, !many);
    modes.by = seed % 2 == 0 ? "channel" : "properties.all";
    agree(life, snapshot, modes, !many);
    if (HasFailure()) return;
  }
}

TEST(Paths, WhatComesInGoesOut) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    for (const bool before : {false, true}) {
      const PathLife life = random_lives(seed, 2'000, 6, 12);
      Modes modes;
      modes.cut = seed % 2 == 0;
      modes.before = before;
      modes.steps = 4;
      modes.top = 3;
      const FixtureQuestion asked(paths_definition(), life.fixture().snapshot(), modes.question());
      std::map<std::string, int64_t> balance;  // By place and node.
      int64_t paths = 0;
      double share = 0;
      const int64_t whole = before ? 4 : 1;
      for (const auto& [key, cells] : table_of(*asked.answer())) {
        const int64_t times = *parse_integer(cells.at("value"));
        const int64_t column = *parse_integer(cells.at("column"));
        balance[std::to_string(column) + cells.at("from")] -= times;
        balance[std::to_string(column + 1) + cells.at("to")] += times;
        if (column != whole) continue;
        paths += times;
        share += *parse_number(cells.at("share"));
      }
      EXPECT_EQ(paths, static_cast<int64_t>(paths_of(life, modes).size()));
      EXPECT_NEAR(share, 100, 1e-9);
      for (const auto& [node, rest] : balance) {
        const bool outer = node.front() == (before ? '5' : '1') || node.ends_with("(end)") ||
                           node.ends_with("(start)") || node.ends_with("(further)");
        if (!outer) {
          EXPECT_EQ(rest, 0) << node;
        }
      }
    }
  }
}

TEST(Paths, AreTheSameHoweverTheWorkIsDivided) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    Modes modes;
    modes.cut = seed % 2 == 0;
    modes.before = seed % 3 == 0;
    if (seed > 3) modes.by = "channel";
    const PathLife life = random_lives(seed, 60, seed == 2 ? 60 : 4);
    EXPECT_EQ(difference_when_divided(paths_definition(), life.fixture(), modes.question()), "");
  }
}

TEST(Paths, SurviveDamagedStates) {
  Modes modes;
  modes.cut = true;
  const PathLife life = random_lives(3, 12, 3, 6);
  EXPECT_EQ(trouble_with_damage({paths_definition(), life.fixture().snapshot(), modes.question()}, 1, 20'000), "");
}

}  // namespace
}  // namespace sojourn
