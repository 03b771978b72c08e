// Referrals by hand, and against a twin over random lives.
#include "influence/referrals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "influence/written_life.h"
#include "measure/ask_fixture.h"
#include "timelines/directory.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;

using ::testing::HasSubstr;

const MeasureDefinition kReferrals = referrals_definition();

// Anna brings bert and carl, carl brings dora; each buys for 10 euros.
WrittenLife family() {
  WrittenLife life;
  for (const auto& [name, referrer] : std::vector<std::pair<std::string, std::string>>{
           {"anna", ""}, {"bert", "anna"}, {"carl", "anna"}, {"dora", "carl"}}) {
    std::map<std::string, std::string> fields;
    if (!referrer.empty()) fields["properties.referrer"] = referrer;
    life.add(name, 1, "signup", fields);
    life.add(name, 2, "purchase", {{"amount", "10"}, {"currency", "EUR"}});
  }
  return life;
}

TEST(Referrals, ThreeReferredInTwoSteps) {
  const Fixture life = family().fixture();
  const Asked summary = ask(kReferrals, life);
  EXPECT_EQ(summary.number("referred"), 3);
  EXPECT_EQ(summary.number("customers"), 2) << "anna and carl";
  EXPECT_EQ(summary.number("chains"), 1);
  EXPECT_EQ(summary.number("depth"), 2);
  EXPECT_EQ(summary.number("value"), 30);
  EXPECT_EQ(summary.text("currency"), "EUR");
  const Asked chains = ask(kReferrals, life, with({{"show", "chains"}}));
  ASSERT_EQ(chains.answer.rows.size(), 1u);
  EXPECT_EQ(chains.text("head"), "anna");
  EXPECT_EQ(chains.number("value"), 30) << "all of it is credited to her";
  const Table depth = table_of(ask(kReferrals, life, with({{"show", "depth"}})).answer);
  EXPECT_EQ(number(depth, "1", "referred"), 2);
  EXPECT_EQ(number(depth, "1", "customers"), 1);
  EXPECT_EQ(number(depth, "2", "referred"), 1);
  EXPECT_EQ(real(depth, "2", "value"), 10);
  EXPECT_EQ(who(kReferrals, life, {}, {{}, "customers"}),
            (std::vector<uint32_t>{life.number("anna"), life.number("carl")}));
  EXPECT_EQ(who(kReferrals, life, with({{"show", "chains"}}), {{{"head", "anna"}}, "referred"}).size(), 3u);
}

TEST(Referrals, ToldByTheReferrer) {
  WrittenLife life;
  life.add("anna", 1, "referral", {{"properties.referred", "bert"}});
  life.add("anna", 2, "referral", {{"properties.referred", "bert"}});
  life.add("anna", 3, "referral", {{"properties.referred", "somebody who never came"}});
  life.add("bert", 4, "purchase", {{"amount", "7.50"}, {"currency", "EUR"}});
  const Asked asked = ask(kReferrals, life.fixture());
  EXPECT_EQ(asked.number("referred"), 1);
  EXPECT_EQ(asked.number("value"), 7.5);
  ASSERT_EQ(asked.answer.notes.size(), 1u);
  EXPECT_THAT(asked.answer.notes[0], HasSubstr("nobody of that name is a customer in this question: 1"));
}

TEST(Referrals, CirclesAndOneselfEnd) {
  WrittenLife life;
  life.add("anna", 1, "signup", {{"properties.referrer", "bert"}});
  life.add("bert", 2, "signup", {{"properties.referrer", "anna"}});
  life.add("carl", 3, "signup", {{"properties.referrer", "carl"}});
  const Asked asked = ask(kReferrals, life.fixture());
  EXPECT_EQ(asked.number("referred"), 1) << "anna by bert; that bert came by anna was said later";
  EXPECT_EQ(asked.answer.notes.size(), 2u);
  EXPECT_EQ(asked.none("value"), "the referred have no amounts");
}

TEST(Referrals, AReferrerWhomNobodyKnowsIsAPersonOfThatName) {
  WrittenLife life;
  life.add("anna", 1, "signup", {{"properties.referrer", "a friend"}});
  life.add("bert", 1, "signup", {{"properties.referrer", "a friend"}});
  const Asked asked = ask(kReferrals, life.fixture(), with({{"show", "chains"}}));
  ASSERT_EQ(asked.answer.rows.size(), 1u);
  EXPECT_EQ(asked.text("head"), "a friend");
  EXPECT_EQ(asked.number("referred"), 2);
  EXPECT_EQ(asked.number("customers"), 0);
  EXPECT_THAT(asked.answer.notes[0], HasSubstr("referrers who are no customers in this question: 1"));
}

TEST(Referrals, SeveralCurrenciesAreNotAddedUp) {
  WrittenLife life = family();
  life.add("bert", 3, "purchase", {{"amount", "500"}, {"currency", "JPY"}});
  EXPECT_THAT(ask(kReferrals, life.fixture()).none("value"), HasSubstr("EUR, JPY"));
  EXPECT_EQ(ask(kReferrals, life.fixture(), with({{"currency", "JPY"}})).number("value"), 500);
}

TEST(Referrals, TheRestIsInOneRow) {
  WrittenLife life = family();
  life.add("emil", 1, "signup", {{"properties.referrer", "fred"}});
  life.add("gina", 1, "signup", {{"properties.referrer", "hans"}});
  const Question question = with({{"show", "chains"}, {"top", "1"}});
  const Asked asked = ask(kReferrals, life.fixture(), question);
  ASSERT_EQ(asked.answer.rows.size(), 2u);
  EXPECT_EQ(asked.text("head", 1), "(other)");
  EXPECT_EQ(asked.number("referred", 1), 2);
  EXPECT_EQ(who(kReferrals, life.fixture(), question, {{{"head", "(other)"}}, "referred"}),
            (std::vector<uint32_t>{life.fixture().number("emil"), life.fixture().number("gina")}));
}

TEST(Referrals, TheFirstReferrerWhoIsNotOneselfCounts) {
  WrittenLife life;
  life.add("anna", 1, "signup", {{"properties.referrer", "anna"}});
  life.add("anna", 2, "visit", {{"properties.referrer", "anna"}});
  life.add("anna", 3, "visit", {{"properties.referrer", "bert"}});
  life.add("anna", 4, "visit", {{"properties.referrer", "carl"}});
  life.add("bert", 1, "visit");
  const Asked asked = ask(kReferrals, life.fixture(), with({{"show", "chains"}}));
  ASSERT_EQ(asked.answer.rows.size(), 1u);
  EXPECT_EQ(asked.text("head"), "bert");
  EXPECT_THAT(asked.answer.notes, ElementsAre("referrals left out because customers named themselves: 1"));
}

// A directory that writes down what it is asked, and can fail.
class WatchedDirectory final : public Directory {
 public:
  explicit WatchedDirectory(std::shared_ptr<const Directory> under) : under_(std::move(under)) {}
  Result<std::vector<std::optional<uint32_t>>> find_all(std::span<const std::string_view> names) const override {
    ++asks;
    asked.insert(names.begin(), names.end());
    if (fails) return Status::unavailable("the disk is gone");
    return under_->find_all(names);
  }
  Result<std::vector<std::string>> names(std::span<const uint32_t> customers) const override {
    ++asks;
    if (fails) return Status::unavailable("the disk is gone");
    return under_->names(customers);
  }

  bool fails = false;
  mutable int asks = 0;
  mutable std::set<std::string, std::less<>> asked;

 private:
  std::shared_ptr<const Directory> under_;
};

// A snapshot with that directory.
class PeopleSnapshot final : public Snapshot {
 public:
  explicit PeopleSnapshot(std::shared_ptr<const Snapshot> under)
      : people(std::make_shared<WatchedDirectory>(under->directory())), under_(std::move(under)) {}
  std::span<const ColumnInfo> columns() const override { return under_->columns(); }
  const std::shared_ptr<Names>& names(ColumnId column) const override { return under_->names(column); }
  size_t block_count() const override { return under_->block_count(); }
  int64_t event_count() const override { return under_->event_count(); }
  int64_t customer_count() const override { return under_->customer_count(); }
  TimeRange time_span() const override { return under_->time_span(); }
  int64_t last_sequence() const override { return under_->last_sequence(); }
  std::shared_ptr<const Directory> directory() const override { return people; }
  std::unique_ptr<BlockReader> reader(std::span<const ColumnId> ids) const override { return under_->reader(ids); }

  const std::shared_ptr<WatchedDirectory> people;

 private:
  std::shared_ptr<const Snapshot> under_;
};

TEST(Referrals, NamesAreLookedUpOnceAndOnlyThoseOfTheQuestion) {
  WrittenLife life = family();
  for (int i = 0; i < 50; ++i) {
    life.add("emil" + std::to_string(i), 30 + i, "signup", {{"properties.referrer", "fred" + std::to_string(i)}});
  }
  const auto snapshot = std::make_shared<const PeopleSnapshot>(life.fixture().snapshot());
  Question question = with({{"show", "chains"}});
  question.to = "2026-01-15";
  const FixtureQuestion asked(kReferrals, snapshot, question);
  EXPECT_TRUE(asked.bind());
  EXPECT_EQ(snapshot->people->asks, 0) << "nobody has been counted yet";
  ASSERT_EQ(asked.answer()->rows.size(), 1u);
  EXPECT_EQ(snapshot->people->asks, 2) << "who they are, and what the head is called";
  EXPECT_THAT(snapshot->people->asked, ElementsAre("anna", "carl"));
  EXPECT_EQ(asked.who({{{"head", "anna"}}, "referred"}).size(), 3u);
  EXPECT_EQ(snapshot->people->asks, 4);
}

TEST(Referrals, ARecordThatCannotBeAskedIsAnErrorAndNotNobody) {
  const auto snapshot = std::make_shared<const PeopleSnapshot>(family().fixture().snapshot());
  snapshot->people->fails = true;
  const FixtureQuestion asked(kReferrals, snapshot, Question());
  EXPECT_EQ(asked.answer().status().code(), StatusCode::kUnavailable);
}

TEST(Referrals, NobodyNamedAnybody) {
  WrittenLife life;
  life.add("anna", 1, "visit");
  const Asked asked = ask(kReferrals, life.fixture());
  EXPECT_EQ(asked.number("referred"), 0);
  EXPECT_EQ(asked.none("value"), "nobody was referred");
  EXPECT_TRUE(ask(kReferrals, life.fixture(), with({{"show", "chains"}})).answer.rows.empty());
}

// --- the twin: names all along, chains walked anew for everybody

struct Twin {
  std::map<std::string, std::string> parent;
  std::set<std::string> customers;

  std::string head(std::string name) const {
    for (auto up = parent.find(name); up != parent.end(); up = parent.find(name)) name = up->second;
    return name;
  }
  int64_t depth(std::string name) const {
    int64_t steps = 0;
    for (auto up = parent.find(name); up != parent.end(); up = parent.find(name), ++steps) name = up->second;
    return steps;
  }
};

Twin twin(const WrittenLife& life, const Fixture& fixture) {
  Twin twin;
  const auto persons = life.persons();
  for (const auto& [name, events] : persons) twin.customers.insert(name);
  // Of equally early referrers the one with the lesser number counts, strangers last, by name.
  const auto rank = [&](const std::string& name) {
    return twin.customers.count(name) != 0 ? std::tuple(0, fixture.number(name), std::string())
                                           : std::tuple(1, uint32_t{0}, name);
  };
  using Key = std::pair<Micros, std::tuple<int, uint32_t, std::string>>;
  std::map<std::string, std::pair<Key, std::string>> first;
  const auto refer = [&](Micros time, const std::string& referrer, const std::string& referred) {
    const std::pair<Key, std::string> candidate{{time, rank(referrer)}, referrer};
    const auto [known, added] = first.emplace(referred, candidate);
    if (!added) known->second = std::min(known->second, candidate);
  };
  for (const auto& [name, events] : persons) {
    for (const WrittenEvent& event : events) {
      const std::string whom = event.field("properties.referred");
      if (!whom.empty() && whom != name && twin.customers.count(whom) != 0) refer(event.time, name, whom);
    }
    for (const WrittenEvent& event : events) {
      const std::string by = event.field("properties.referrer");
      if (by.empty() || by == name) continue;
      refer(event.time, by, name);
      break;
    }
  }
  for (const auto& [name, referral] : first) twin.parent[name] = referral.second;
  for (const std::string& start : twin.customers) {
    for (;;) {  // As long as the walk up comes back.
      std::vector<std::string> way{start};
      while (twin.parent.count(way.back()) != 0 && way.size() <= twin.customers.size()) {
        way.push_back(twin.parent.at(way.back()));
        if (way.back() == start) break;
      }
      if (way.size() == 1 || way.back() != start) break;
      way.pop_back();
      const auto latest = std::max_element(way.begin(), way.end(), [&](const auto& a, const auto& b) {
        return std::tuple(first.at(a).first.first, fixture.number(a)) <
               std::tuple(first.at(b).first.first, fixture.number(b));
      });
      twin.parent.erase(*latest);
    }
  }
  return twin;
}

TEST(Referrals, AgreesWithTheTwin) {
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    const WrittenLife life = random_written_life(seed, 30, 40 * (1 + seed % 8));
    const Fixture fixture = life.fixture();
    const Twin wanted = twin(life, fixture);
    struct Sums {
      int64_t referred = 0;
      int64_t referrers = 0;
      int64_t depth = 0;
      int64_t cents = 0;
      std::set<uint32_t> people;
    };
    std::map<std::string, Sums> chains;
    Sums all;
    std::set<std::string> referrers;
    for (const auto& [name, by] : wanted.parent) referrers.insert(by);
    for (const auto& [name, events] : life.persons()) {
      if (wanted.parent.count(name) == 0) continue;
      int64_t cents = 0;
      for (const WrittenEvent& event : events) {
        if (event.field("currency") == "EUR") cents += 100 * std::stoll(event.field("amount"));
      }
      for (Sums* sums : {&chains[wanted.head(name)], &all}) {
        ++sums->referred;
        sums->depth = std::max(sums->depth, wanted.depth(name));
        sums->cents += cents;
        sums->people.insert(fixture.number(name));
      }
    }
    for (const std::string& name : referrers) {
      if (wanted.customers.count(name) == 0) continue;
      ++chains[wanted.head(name)].referrers;
      ++all.referrers;
    }
    const Asked summary = ask(kReferrals, fixture, with({{"currency", "EUR"}}));
    EXPECT_EQ(summary.number("referred"), all.referred) << seed;
    EXPECT_EQ(summary.number("customers"), all.referrers) << seed;
    EXPECT_EQ(summary.number("depth"), all.depth) << seed;
    const Question question = with({{"currency", "EUR"}, {"show", "chains"}, {"top", "1000"}});
    const Table table = table_of(ask(kReferrals, fixture, question).answer);
    ASSERT_EQ(table.size(), chains.size()) << seed;
    for (const auto& [head, sums] : chains) {
      EXPECT_EQ(number(table, head, "referred"), sums.referred) << seed << head;
      EXPECT_EQ(number(table, head, "customers"), sums.referrers) << seed << head;
      EXPECT_EQ(number(table, head, "depth"), sums.depth) << seed << head;
      EXPECT_EQ(real(table, head, "value"), static_cast<double>(sums.cents) / 100) << seed << head;
      const auto found = who(kReferrals, fixture, question, {{{"head", head}}, "referred"});
      EXPECT_EQ(std::set<uint32_t>(found.begin(), found.end()), sums.people);
    }
  }
}

TEST(Referrals, IsTheSameHoweverTheWorkIsDivided) {
  for (const std::string show : {"summary", "chains", "depth"}) {
    Question question = with({{"show", show}, {"currency", "EUR"}});
    EXPECT_EQ(difference_when_divided(kReferrals, random_written_life(3, 30, 300).fixture(), question), "");
    question.by = {"channel"};
    question.over = Period::kMonth;
    EXPECT_EQ(difference_when_divided(kReferrals, random_written_life(4, 30, 300).fixture(), question), "");
  }
}

TEST(Referrals, SurvivesDamagedStates) {
  const FixtureQuestion asked(kReferrals, random_written_life(5, 10, 60).fixture().snapshot(), with({}));
  EXPECT_EQ(trouble_with_damage(asked, 3), "");
}

}  // namespace
}  // namespace sojourn
