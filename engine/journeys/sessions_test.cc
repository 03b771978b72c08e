// Method: small lives by hand; then every timeline of up to five events with pauses around the gap, and random ones,
// against a twin that writes sessions as lists; with and without a split, so by both ways to fold.
#include "journeys/sessions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "journeys/path_life.h"
#include "measure/ask_fixture.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

Asked ask_sessions(const Fixture& life, std::map<std::string, std::string> parameters) {
  return ask(sessions_definition(), life, with(std::move(parameters)));
}

// Anna comes twice, half an hour and a little apart, and leaves by the second door; Bert looks in once.
Fixture three_visits() {
  Fixture life;
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "home"}});
  life.add("anna", "2026-03-01T10:30:00Z", {{"touchpoint", "product"}});
  life.add("anna", "2026-03-01T11:00:00.000001Z", {{"touchpoint", "home"}});
  life.add("anna", "2026-03-01T11:00:40Z", {{"channel", "web"}});
  life.add("bert", "2026-03-02T10:00:00Z", {{"touchpoint", "home"}});
  life.add("", "2026-03-02T10:00:00Z", {{"touchpoint", "home"}});  // Nobody we could name.
  return life;
}

TEST(Sessions, CountsLengthsAndBounces) {
  const Asked asked = ask_sessions(three_visits(), {});
  EXPECT_EQ(asked.number("value"), 3);
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(asked.number("customers"), 2);
  EXPECT_EQ(asked.number("per_customer"), 1.5);
  EXPECT_DOUBLE_EQ(asked.number("events_mean"), 5.0 / 3);
  EXPECT_NEAR(asked.number("seconds_mean"), (1800 + 39.999999 + 0) / 3, 1e-9);
  EXPECT_NEAR(asked.number("seconds_median"), 39.999999, 1e-9);
  EXPECT_EQ(asked.number("bounced"), 1);
  EXPECT_NEAR(asked.number("bounce_share"), 100.0 / 3, 1e-9);
  EXPECT_LT(asked.number("low"), 33.3);
  EXPECT_GT(asked.number("high"), 33.4);
  EXPECT_EQ(who(sessions_definition(), three_visits(), with({}), {{}, "bounced"}),
            std::vector<uint32_t>{three_visits().number("bert")});
}

TEST(Sessions, EntryAndExitAreTheFirstAndLastNode) {
  const Asked entry = ask_sessions(three_visits(), {{"show", "entry"}});
  ASSERT_EQ(entry.answer.rows.size(), 1u);
  EXPECT_EQ(entry.text("node"), "home");
  EXPECT_EQ(entry.number("value"), 3);
  EXPECT_EQ(entry.number("customers"), 2);
  EXPECT_EQ(entry.number("share"), 100);
  EXPECT_EQ(entry.number("bounced"), 1);
  const Asked exit = ask_sessions(three_visits(), {{"show", "exit"}});
  ASSERT_EQ(exit.answer.rows.size(), 2u);
  EXPECT_EQ(exit.text("node", 0), "home");
  EXPECT_EQ(exit.number("value", 0), 2);
  EXPECT_EQ(exit.text("node", 1), "product");
}

TEST(Sessions, ShowsLengths) {
  const Asked lengths = ask_sessions(three_visits(), {{"show", "lengths"}});
  ASSERT_EQ(lengths.answer.rows.size(), 8u) << "up to the longest that occurs";
  EXPECT_EQ(lengths.number("value", 0), 1);
  EXPECT_EQ(lengths.number("value", 3), 1) << "39.999999 s: from 30 to 60";
  EXPECT_EQ(lengths.number("from_seconds", 7), 1800);
  EXPECT_EQ(lengths.number("to_seconds", 7), 3600);
  EXPECT_EQ(lengths.number("value", 7), 1);
}

TEST(Sessions, StartAndEndEventsAndALongestLengthCut) {
  Fixture life;
  for (int i = 0; i < 6; ++i) {
    life.add("anna", kDay + i * kMinute, {{"touchpoint", i == 2 ? "login" : i == 3 ? "logout" : "page"}});
  }
  EXPECT_EQ(ask_sessions(life, {}).number("value"), 1);
  EXPECT_EQ(ask_sessions(life, {{"session_start", "touchpoint = \"login\""}}).number("value"), 2);
  EXPECT_EQ(ask_sessions(life, {{"session_end", "touchpoint = \"logout\""}}).number("value"), 2);
  EXPECT_EQ(ask_sessions(life, {{"longest", "1m"}}).number("value"), 3);
  EXPECT_EQ(ask_sessions(life, {{"gap", "0"}}).number("value"), 6);
  EXPECT_EQ(ask_sessions(life, {{"bounce_events", "6"}}).number("bounced"), 1);
}

TEST(Sessions, AnswersNothingForNobody) {
  const Asked none = ask_sessions(Fixture(), {});
  EXPECT_EQ(none.number("value"), 0);
  EXPECT_EQ(none.none("bounce_share"), "no sessions");
  EXPECT_EQ(none.none("seconds_median"), "no sessions");
  EXPECT_TRUE(ask_sessions(Fixture(), {{"show", "entry"}}).answer.rows.empty());
  EXPECT_TRUE(ask_sessions(Fixture(), {{"show", "lengths"}}).answer.rows.empty());
}

TEST(Sessions, OneCustomerHasNoInterval) {
  Fixture life;
  life.add("anna", kDay, {{"touchpoint", "a"}});
  life.add("anna", 2 * kDay, {{"touchpoint", "a"}});
  EXPECT_NE(ask_sessions(life, {}).none("low"), "");
}

// --- the twin

struct TwinRow {
  std::vector<double> lengths;
  std::set<uint32_t> customers;
  double events = 0;
  int64_t bounced = 0;
};

struct TwinSession {
  size_t customer;
  std::vector<PathEvent> events;
  double seconds() const { return static_cast<double>(events.back().time - events.front().time) / 1e6; }
};

std::vector<TwinSession> sessions_of(const PathLife& life, Micros gap) {
  std::vector<TwinSession> sessions;
  const auto lives = life.lives();
  for (size_t c = 0; c < lives.size(); ++c) {
    for (size_t i = 0; i < lives[c].size(); ++i) {
      if (i == 0 || lives[c][i].time - lives[c][i - 1].time > gap) sessions.push_back({c, {}});
      sessions.back().events.push_back(lives[c][i]);
    }
  }
  return sessions;
}

std::string key_of(const TwinSession& session, const std::string& show) {
  if (show == "summary") return "";
  if (show == "lengths") {
    std::string key;
    for (const int64_t from : Sessions::kLengths) {
      if (session.seconds() >= static_cast<double>(from)) key = std::to_string(from);
    }
    return key;
  }
  std::string node;
  for (const PathEvent& event : session.events) {
    if (!event.node.empty() && (show == "exit" || node.empty())) node = event.node;
  }
  return node;
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double h = static_cast<double>(values.size() - 1) * q;
  const auto low = static_cast<size_t>(std::floor(h));
  const size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (h - std::floor(h)) * (values[high] - values[low]);
}

void expect_row(const Table& table, const std::string& key, const TwinRow& row, size_t sessions, bool summary) {
  const auto count = static_cast<int64_t>(row.lengths.size());
  ASSERT_EQ(table.count(key), 1u) << key;
  EXPECT_EQ(number(table, key, "value"), count) << key;
  EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(row.customers.size())) << key;
  if (table.at(key).count("bounced") != 0) {
    EXPECT_EQ(number(table, key, "bounced"), row.bounced) << key;
    EXPECT_NEAR(real(table, key, "bounce_share"), 100.0 * static_cast<double>(row.bounced) / static_cast<double>(count),
                1e-9);
  }
  if (!summary) {
    EXPECT_NEAR(real(table, key, "share"), 100.0 * static_cast<double>(count) / static_cast<double>(sessions), 1e-9);
    return;
  }
  double sum = 0;
  for (const double length : row.lengths) sum += length;
  EXPECT_NEAR(real(table, key, "seconds_mean"), sum / static_cast<double>(count), 1e-6);
  EXPECT_NEAR(real(table, key, "seconds_median"), quantile(row.lengths, 0.5), 1e-6);
  EXPECT_NEAR(real(table, key, "seconds_p90"), quantile(row.lengths, 0.9), 1e-6);
  EXPECT_NEAR(real(table, key, "events_mean"), row.events / static_cast<double>(count), 1e-9);
}

void agree(const PathLife& life, const std::string& show, bool people, const std::string& by = "") {
  Question question = with({{"show", show}});
  if (!by.empty()) question.by = {by};
  const FixtureQuestion asked(sessions_definition(), life.fixture().snapshot(), question);
  const Result<Answer> answer = asked.answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  const Table table = table_of(*answer);
  std::map<std::string, TwinRow> rows;
  std::map<std::string, size_t> sessions;  // By group.
  for (const TwinSession& session : sessions_of(life, 30 * kMinute)) {
    const std::string group = by == "channel" ? session.events.front().channel : by.empty() ? "" : "1";
    ++sessions[group];
    const std::string own = key_of(session, show);
    TwinRow& row = rows[by.empty() ? own : show == "summary" ? group : group + "|" + own];
    row.lengths.push_back(session.seconds());
    row.customers.insert(life.number(session.customer));
    row.events += static_cast<double>(session.events.size());
    row.bounced += session.events.size() == 1 ? 1 : 0;
  }
  for (const auto& [key, row] : rows) {
    expect_row(table, key, row, sessions[by.empty() ? "" : key.substr(0, key.find('|'))], show == "summary");
    if (!people) continue;
    CellRef cell{{}, "customers"};
    const std::string own = by.empty() ? key : key.substr(std::min(key.size(), key.find('|') + 1));
    if (!by.empty()) cell.keys.emplace_back(by, key.substr(0, key.find('|')));
    if (show != "summary") cell.keys.emplace_back(show == "lengths" ? "from_seconds" : "node", own);
    EXPECT_EQ(asked.who(cell), row.customers) << key;
  }
  size_t counted = 0;
  for (const auto& [key, cells] : table) counted += number(table, key, "value") > 0 ? 1 : 0;
  EXPECT_EQ(counted, rows.size());
}

TEST(Sessions, AgreeWithTheTwin) {
  const PathLife every = every_life(5, {"a", "b", ""}, {0, 30 * kMinute, 30 * kMinute + 1});
  const PathLife random = random_lives(1, 400, 5);
  for (const std::string show : {"summary", "entry", "exit", "lengths"}) {
    SCOPED_TRACE(show);
    agree(every, show, false);
    agree(every, show, false, "properties.all");
    agree(random, show, true);
    agree(random, show, true, "properties.all");
    agree(random, show, true, "channel");
  }
}

TEST(Sessions, TheIntervalCountsCustomers) {
  const PathLife life = random_lives(2, 100, 3);
  std::map<size_t, std::pair<int64_t, int64_t>> people;
  int64_t bounced = 0;
  for (const TwinSession& session : sessions_of(life, 30 * kMinute)) {
    ++people[session.customer].first;
    people[session.customer].second += session.events.size() == 1 ? 1 : 0;
    bounced += session.events.size() == 1 ? 1 : 0;
  }
  ClusterSums sums;
  for (const auto& [customer, own] : people) sums.add(own.first, own.second);
  const double worth = *sums.effective_n(bounced);
  const double share = static_cast<double>(bounced) / static_cast<double>(sums.answers());
  const Asked asked = ask_sessions(life.fixture(), {});
  EXPECT_NEAR(asked.number("low"), 100 * wilson(share * worth, worth)->low, 1e-9);
  EXPECT_NEAR(asked.number("high"), 100 * wilson(share * worth, worth)->high, 1e-9);
}

TEST(Sessions, AreTheSameHoweverTheWorkIsDivided) {
  for (const std::string show : {"summary", "entry", "exit", "lengths"}) {
    Question question = with({{"show", show}});
    EXPECT_EQ(difference_when_divided(sessions_definition(), random_lives(3, 60, 4).fixture(), question), "");
    question.by = {"channel"};
    EXPECT_EQ(difference_when_divided(sessions_definition(), random_lives(4, 60, 4).fixture(), question), "");
    const FixtureQuestion asked(sessions_definition(), random_lives(5, 12, 3).fixture().snapshot(), question);
    EXPECT_EQ(trouble_with_damage(asked), "") << show;
  }
}

}  // namespace
}  // namespace sojourn
