// Method: small lives by hand; then every short timeline and random lives against a twin that writes each journey as
// text, with and without a split, so by both ways to fold; intervals from customers' own counts; the limit.
#include "journeys/variants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journeys/path_life.h"
#include "journeys/path_names.h"
#include "measure/ask_fixture.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

Fixture shop() {
  Fixture life;
  const auto add = [&](const std::string& who, const std::vector<const char*>& places, int minutes) {
    int minute = 0;
    for (const char* place : places) {
      life.add(who, kDay + minute * kMinute, {{"touchpoint", place}});
      minute += minutes;
    }
  };
  add("anna", {"visit", "visit", "buy"}, 10);
  add("bert", {"visit", "buy"}, 10);
  add("carl", {"visit", "buy"}, 40);
  add("dora", {"visit"}, 10);
  life.add("", kDay, {{"touchpoint", "visit"}});  // Nobody we could name.
  return life;
}

Asked ask_variants(const Fixture& life, std::map<std::string, std::string> parameters = {}) {
  return ask(variants_definition(), life, with(std::move(parameters)));
}

TEST(Variants, CountWholeSequences) {
  const Asked asked = ask_variants(shop());
  ASSERT_EQ(asked.answer.rows.size(), 3u);
  EXPECT_EQ(asked.text("variant", 0), "visit > buy");
  EXPECT_EQ(asked.number("value", 0), 50);
  EXPECT_NEAR(asked.number("low", 0), 100 * wilson(2, 4)->low, 1e-9);
  EXPECT_EQ(asked.number("n", 0), 4);
  EXPECT_EQ(asked.number("journeys", 0), 2);
  EXPECT_EQ(asked.number("customers", 0), 2);
  EXPECT_EQ(asked.number("length", 0), 2);
  EXPECT_EQ(asked.number("seconds_median", 0), 1500);
  EXPECT_EQ(asked.text("variant", 1), "visit") << "equal counts in order of the alphabet";
  EXPECT_EQ(asked.text("variant", 2), "visit > visit > buy");
}

TEST(Variants, CollapseAndTheRestTogether) {
  const Asked asked = ask_variants(shop(), {{"collapse", "yes"}, {"top", "1"}});
  ASSERT_EQ(asked.answer.rows.size(), 2u);
  EXPECT_EQ(asked.text("variant", 0), "visit > buy");
  EXPECT_EQ(asked.number("journeys", 0), 3);
  EXPECT_EQ(asked.number("seconds_median", 0), 1200) << "from the first to the last event";
  EXPECT_EQ(asked.text("variant", 1), "(other)");
  EXPECT_EQ(asked.number("customers", 1), 1);
  EXPECT_EQ(asked.text("length", 1), "");
  EXPECT_THAT(asked.answer.notes, testing::ElementsAre("variants in (other): 1"));
}

TEST(Variants, CutLongJourneys) {
  const Asked asked = ask_variants(shop(), {{"steps", "1"}});
  EXPECT_EQ(asked.text("variant", 0), "visit > (further)");
  EXPECT_EQ(asked.number("journeys", 0), 3);
  EXPECT_EQ(asked.number("length", 0), 1);
  EXPECT_EQ(asked.text("variant", 1), "visit");
}

TEST(Variants, OneOfACustomersManyJourneysIsNotACustomer) {
  Fixture life;
  for (int day = 0; day < 10; ++day) life.add("anna", day * kDay, {{"touchpoint", "a"}});
  life.add("bert", kDay, {{"touchpoint", "a"}});
  life.add("carl", kDay, {{"touchpoint", "b"}});
  life.add("carl", 2 * kDay, {{"touchpoint", "c"}});
  const Question question = with({{"gap", "1h"}, {"top", "1"}});
  const Asked asked = ask(variants_definition(), life, question);
  EXPECT_EQ(asked.number("journeys", 0), 11);
  EXPECT_EQ(asked.number("customers", 0), 2);
  EXPECT_EQ(asked.number("journeys", 1), 2);
  EXPECT_EQ(asked.number("customers", 1), 1);
  EXPECT_LT(asked.number("low", 0), 100 * wilson(11, 13)->low) << "thirteen journeys of three customers";
  EXPECT_EQ(who(variants_definition(), life, question, {{{"variant", "(other)"}}, "customers"}),
            std::vector<uint32_t>{life.number("carl")});
}

TEST(Variants, NodesWithOurSignsAreQuoted) {
  Fixture life;
  life.add("anna", kDay, {{"touchpoint", "a > b"}});
  life.add("bert", kDay, {{"touchpoint", "a"}});
  life.add("bert", 2 * kDay, {{"touchpoint", "b"}});
  life.add("carl", kDay, {{"touchpoint", "(other)"}});
  life.add("dora", kDay, {{"touchpoint", "\"a\""}});
  const Table table = table_of(ask_variants(life).answer);
  EXPECT_EQ(table.size(), 4u);
  for (const char* text : {"\"a > b\"", "a > b", "\"(other)\"", "\"\"\"a\"\"\""})
    EXPECT_EQ(table.count(text), 1u) << text;
}

TEST(Variants, AnswerNothingForNobody) {
  EXPECT_TRUE(ask_variants(Fixture()).answer.rows.empty());
  EXPECT_TRUE(ask_variants(shop(), {{"node", "properties.never_seen"}}).answer.rows.empty());
}

// --- the limit

std::string number_text(uint32_t number) {
  std::string bytes;
  append_number(number + 1, bytes);
  return bytes;
}

TEST(VariantsFound, TooManyIsTooManyInAnyOrder) {
  const std::shared_ptr<Names> names = make_names();
  const auto saved = [&](const VariantsFound& found) {
    ByteWriter out;
    found.save(*names, out);
    return out.take();
  };
  VariantsFound low;
  VariantsFound high;
  for (uint32_t i = 0; i < VariantsFound::kVariantsMax; ++i) low.add(number_text(i), 1);
  EXPECT_FALSE(low.too_many());
  for (uint32_t i = 0; i < 2; ++i) high.add(number_text(VariantsFound::kVariantsMax - 1 + i), 1);
  VariantsFound both = low;
  both.merge(high);
  EXPECT_TRUE(both.too_many());
  VariantsFound other_way = high;
  other_way.merge(low);
  low.add(number_text(VariantsFound::kVariantsMax), 1);
  EXPECT_EQ(saved(both), saved(other_way));
  EXPECT_EQ(saved(both), saved(low));
  VariantsFound empty;
  empty.merge(low);
  EXPECT_EQ(saved(both), saved(empty));
  const std::string bytes = saved(both);
  ByteReader again(bytes);
  EXPECT_TRUE(VariantsFound::load(*names, again)->too_many());
}

TEST(VariantsFound, LongSequencesHaveALimitOfBytes) {
  VariantsFound found;
  const std::string long_one(10'000, '\1');
  for (uint32_t i = 0; i < 30'000 && !found.too_many(); ++i) found.add(number_text(i) + long_one, 1);
  EXPECT_TRUE(found.too_many());
}

TEST(Variants, TooManyIsAnError) {
  const Fixture life = shop();
  const std::shared_ptr<const Snapshot> snapshot = life.snapshot();
  const Question question = with({});
  MeasureDefinition definition = variants_definition();
  BindContext context(*snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  const Variants variants = *Variants::bind(context);
  Variants::State state;
  EXPECT_TRUE(variants.check(state).ok());
  for (uint32_t i = 0; i <= VariantsFound::kVariantsMax; ++i) state.found.add(number_text(i), 1);
  EXPECT_EQ(variants.check(state).code(), StatusCode::kLimit);
  EXPECT_THAT(variants.check(state).message(), testing::HasSubstr("collapse=yes"));
}

// --- the twin

struct Modes {
  bool collapse = false;
  bool cut = false;
  bool start = false;
  bool end = false;
  size_t steps = 1'000;
  size_t top = 3;
  std::string by;

  Question question() const {
    Question asked =
        with({{"collapse", collapse ? "yes" : "no"}, {"steps", std::to_string(steps)}, {"top", std::to_string(top)}});
    if (cut) asked.parameters["gap"] = {"30m"};
    if (start) asked.parameters["start"] = {PathLife::kStart};
    if (end) asked.parameters["end"] = {PathLife::kEnd};
    if (!by.empty()) asked.by = {by};
    return asked;
  }
};

struct Journey {
  uint32_t customer = 0;
  std::string text;
  double seconds = 0;
  std::string channel;  // Of its first event with a node.
};

std::optional<Journey> journey_of(std::vector<PathEvent> life, const Modes& modes) {
  const auto cut_at = [&](const char* mark, size_t from, bool keep_before) {
    for (size_t i = from; i < life.size(); ++i) {
      if (life[i].mark != mark) continue;
      if (keep_before) {
        life.resize(i + 1);
      } else {
        life.erase(life.begin(), life.begin() + static_cast<ptrdiff_t>(i));
      }
      return true;
    }
    return false;
  };
  if (modes.start && !cut_at("s", 0, false)) return std::nullopt;
  if (modes.end && !cut_at("e", modes.start ? 1 : 0, true)) return std::nullopt;
  Journey journey;
  std::string before;
  size_t length = 0;
  Micros first = -1;
  for (const PathEvent& event : life) {
    if (event.node.empty()) continue;
    if (first < 0) {
      first = event.time;
      journey.channel = event.channel;
    }
    journey.seconds = static_cast<double>(event.time - first) / 1e6;
    if (modes.collapse && event.node == before) continue;
    before = event.node;
    ++length;
    if (length <= modes.steps) journey.text += (length == 1 ? "" : " > ") + event.node;
    if (length == modes.steps + 1) journey.text += " > (further)";
  }
  if (length == 0) return std::nullopt;
  return journey;
}

std::map<std::string, std::vector<Journey>> journeys_by_group(const PathLife& life, const Modes& modes) {
  std::map<std::string, std::vector<Journey>> groups;
  const auto lives = life.lives();
  for (size_t c = 0; c < lives.size(); ++c) {
    std::vector<PathEvent> events;
    for (size_t i = 0; i < lives[c].size(); ++i) {
      events.push_back(lives[c][i]);
      const bool last = i + 1 == lives[c].size();
      if (!last && !(modes.cut && lives[c][i + 1].time - lives[c][i].time > 30 * kMinute)) continue;
      std::optional<Journey> journey = journey_of(events, modes);
      events.clear();
      if (!journey) continue;
      journey->customer = life.number(c);
      const std::string group = modes.by.empty() ? "" : modes.by == "channel" ? journey->channel : "1";
      groups[group].push_back(std::move(*journey));
    }
  }
  return groups;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

void expect_row(const Table& table, const std::string& key, const std::vector<Journey>& own,
                const std::vector<Journey>& all) {
  ASSERT_EQ(table.count(key), 1u) << key;
  std::map<uint32_t, std::pair<int64_t, int64_t>> people;
  std::vector<double> seconds;
  std::set<uint32_t> customers;
  for (const Journey& each : all) ++people[each.customer].first;
  for (const Journey& each : own) {
    ++people[each.customer].second;
    seconds.push_back(each.seconds);
    customers.insert(each.customer);
  }
  const auto count = static_cast<int64_t>(own.size());
  const double share = static_cast<double>(count) / static_cast<double>(all.size());
  EXPECT_EQ(number(table, key, "journeys"), count) << key;
  EXPECT_EQ(number(table, key, "n"), static_cast<int64_t>(all.size())) << key;
  EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(customers.size())) << key;
  EXPECT_NEAR(real(table, key, "value"), 100 * share, 1e-9) << key;
  EXPECT_NEAR(real(table, key, "seconds_median"), median(seconds), 1e-6) << key;
  ClusterSums sums;
  for (const auto& [customer, counts] : people) sums.add(counts.first, counts.second);
  const std::optional<double> worth = sums.effective_n(count);
  if (!worth) return;
  EXPECT_NEAR(real(table, key, "low"), 100 * wilson(share * *worth, *worth)->low, 1e-7) << key;
  EXPECT_NEAR(real(table, key, "high"), 100 * wilson(share * *worth, *worth)->high, 1e-7) << key;
}

void agree(const PathLife& life, const Modes& modes, bool people) {
  const FixtureQuestion asked(variants_definition(), life.fixture().snapshot(), modes.question());
  const Result<Answer> answer = asked.answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  const Table table = table_of(*answer);
  size_t rows = 0;
  for (const auto& [group, journeys] : journeys_by_group(life, modes)) {
    std::map<std::string, std::vector<Journey>> variants;
    for (const Journey& journey : journeys) variants[journey.text].push_back(journey);
    std::vector<std::pair<int64_t, std::string>> ranked;
    for (const auto& [text, own] : variants) ranked.emplace_back(-static_cast<int64_t>(own.size()), text);
    std::sort(ranked.begin(), ranked.end());  // Names are of one letter and digit, so texts sort as their nodes do.
    std::map<std::string, std::vector<Journey>> shown;
    for (size_t i = 0; i < ranked.size(); ++i) {
      const std::vector<Journey>& own = variants[ranked[i].second];
      std::vector<Journey>& into = shown[i < modes.top ? ranked[i].second : "(other)"];
      into.insert(into.end(), own.begin(), own.end());
    }
    for (const auto& [text, own] : shown) {
      const std::string key = modes.by.empty() ? text : group + "|" + text;
      expect_row(table, key, own, journeys);
      if (!people) continue;
      CellRef cell{{{"variant", text}}, "customers"};
      if (!modes.by.empty()) cell.keys.emplace_back(modes.by, group);
      std::set<uint32_t> customers;
      for (const Journey& each : own) customers.insert(each.customer);
      EXPECT_EQ(asked.who(cell), customers) << key;
    }
    rows += shown.size();
  }
  EXPECT_EQ(table.size(), rows);
}

TEST(Variants, AgreeWithTheTwin) {
  const PathLife every = every_life(4, {"a", "b", ""}, {0, 30 * kMinute, 30 * kMinute + 1});
  for (const bool cut : {false, true}) {
    for (const bool collapse : {false, true}) {
      Modes modes;
      modes.cut = cut;
      modes.collapse = collapse;
      modes.top = 500;
      agree(every, modes, false);
      modes.top = 2;
      modes.steps = 2;
      agree(every, modes, false);
    }
  }
  std::mt19937_64 random(11);
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    const bool many = seed % 20 == 0;  // More nodes than one byte codes.
    const PathLife life = random_lives(seed, many ? 300 : 40, many ? 300 : 2 + seed % 3, 4 + seed % 8);
    Modes modes;
    modes.collapse = random() % 2 == 0;
    modes.cut = random() % 2 == 0;
    modes.start = random() % 4 == 0;
    modes.end = random() % 4 == 0;
    modes.steps = random() % 2 == 0 ? 1'000 : 1 + random() % 4;
    modes.top = many ? 500 : 1 + random() % 6;
    agree(life, modes, !many);
    modes.by = seed % 2 == 0 ? "channel" : "properties.all";
    agree(life, modes, !many);
    if (HasFailure()) return;
  }
}

TEST(Variants, AreTheSameHoweverTheWorkIsDivided) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    Modes modes;
    modes.cut = seed % 2 == 0;
    modes.collapse = seed % 3 == 0;
    if (seed > 3) modes.by = "channel";
    const PathLife life = random_lives(seed, 60, seed == 2 ? 60 : 3, 5);
    EXPECT_EQ(difference_when_divided(variants_definition(), life.fixture(), modes.question()), "");
  }
}

TEST(Variants, SurviveDamagedStates) {
  Modes modes;
  modes.cut = true;
  const PathLife life = random_lives(3, 12, 2, 6);
  EXPECT_EQ(trouble_with_damage({variants_definition(), life.fixture().snapshot(), modes.question()}, 1, 20'000), "");
}

}  // namespace
}  // namespace sojourn
