// Events that are told again as they grow: of one id the newest version is in force, whatever the order they come in,
// and nothing shows that there were others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Event& tell(BatchMaker& maker, std::string_view id, int64_t version, std::string_view touchpoint, Micros time = 1,
            std::string_view who = "1") {
  Event& event = maker.add(id, time, {{Kind::kId, std::string(who)}}, touchpoint);
  event.version = version;
  return event;
}

std::vector<int64_t> receipt(Store& store, BatchMaker& maker) {
  const AppendReceipt got = append(store, maker);
  return {got.stored, got.repeats, got.replaced};
}

std::vector<std::string> column(Store& store, const std::string& sql) {
  std::vector<std::string> out;
  for (const auto& row : must(store.sql(sql, 10'000)).rows) out.push_back(row.at(0).value_or("NULL"));
  return out;
}

std::vector<std::string> shown(Store& store) {
  return column(store, "SELECT id || ' ' || touchpoint || ' ' || customer FROM events ORDER BY sequence");
}

TEST(Retelling, TheNewestVersionIsInForce) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker first;
  tell(first, "a", 2, "open");
  tell(first, "b", 0, "once");
  EXPECT_THAT(receipt(*store, first), ElementsAre(2, 0, 0));
  BatchMaker older;
  tell(older, "a", 1, "draft");
  tell(older, "a", 2, "same version");
  tell(older, "a", 0, "no version");
  tell(older, "b", 0, "told once");
  EXPECT_THAT(receipt(*store, older), ElementsAre(0, 4, 0));
  BatchMaker newer;
  tell(newer, "a", 5, "closed", 2, "2");
  tell(newer, "a", 4, "too late");
  tell(newer, "b", 7, "versioned");
  tell(newer, "c", 1, "new");
  tell(newer, "c", 2, "newer");
  EXPECT_THAT(receipt(*store, newer), ElementsAre(1, 1, 3));
  EXPECT_THAT(shown(*store), ElementsAre("a closed 2", "b versioned 1", "c newer 1"));
  EXPECT_EQ(store->timeline(1, {}, 10, 0)->size(), 2u);
  EXPECT_EQ(store->timeline(2, {}, 10, 0)->front().id, "a");
  const SourceQuality quality = must(store->quality()).front();
  EXPECT_EQ(quality.counts.events, 3);
  EXPECT_EQ(quality.counts.repeats, 4);  // A delivery that brought nothing at all is not counted.
  EXPECT_EQ(quality.counts.rows, 7);
  EXPECT_EQ(store->last_sequence(), 6);
  const auto superseded = store->superseded(2, 6);
  ASSERT_EQ(superseded->size(), 3u);
  EXPECT_EQ((*superseded)[0].sequence, 1);
  EXPECT_EQ((*superseded)[0].by, 3);
}

TEST(Retelling, AScanSeesWhatWasInForceThen) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  for (const int64_t version : {1, 2, 3}) {
    BatchMaker maker;
    tell(maker, "a", version, "v" + std::to_string(version));
    tell(maker, "x" + std::to_string(version), 0, "other");
    append(*store, maker);
  }
  const auto sequences = [&](int64_t as_of, std::vector<IdentifierCode> who = {}) {
    ScanRequest request;
    request.fields = {Field::kTouchpoint, Field::kText, Field::kAnswer};
    request.properties = true;
    request.as_of_sequence = as_of;
    request.only_who = std::move(who);
    std::vector<int64_t> found;
    EXPECT_TRUE(store
                    ->scan(request,
                           [&](const EventColumns& columns) -> Status {
                             EXPECT_EQ(columns.columns[0].terms.size(), columns.count);
                             EXPECT_EQ(columns.columns[1].texts.size(), columns.count);
                             EXPECT_EQ(columns.columns[2].valid.size(), columns.count);
                             EXPECT_EQ(columns.time.size(), columns.count);
                             found.insert(found.end(), columns.sequence.begin(), columns.sequence.end());
                             return {};
                           })
                    .ok());
    return found;
  };
  EXPECT_THAT(sequences(0), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(sequences(2), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(sequences(4), ElementsAre(2, 3, 4, 5, 6));
  EXPECT_THAT(sequences(INT64_MAX), ElementsAre(2, 4, 5, 6));
  EXPECT_THAT(sequences(INT64_MAX, {1}), ElementsAre(2, 4, 5, 6));
}

TEST(Retelling, AMendedReaderReplacesWhatItReadsOtherwise) {
  const TemporaryFolder folder;
  auto store = open_store(folder.path());
  const auto fill = [](BatchMaker& maker, std::string_view touchpoint) {
    for (const char* id : {"", "p", "q"}) {
      Event& event = maker.add(id, 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.org"}}, "visit");
      event.version = id[0] == 'q' ? 5 : 0;
      event.set_text(Field::kText, "said");
      event.set_number(Field::kAnswer, -0.5);
      event.set_integer(Field::kResolved, 1);
      event.set_integer(Field::kWait, 7);
      event.properties = R"({"a":1})";
      if (id[0] != 0) event.set_text(Field::kTouchpoint, touchpoint);
    }
    maker.add("n", 1, {}, "nobody");
  };
  BatchMaker first;
  fill(first, "old");
  append(*store, first);
  const auto again = [&](std::string_view touchpoint) {
    BatchMaker maker;
    fill(maker, touchpoint);
    maker.batch().replaces = true;
    return receipt(*store, maker);
  };
  EXPECT_THAT(again("old"), ElementsAre(0, 4, 0));  // Says the same: nothing to do.
  EXPECT_THAT(again("mended"), ElementsAre(0, 2, 2));
  EXPECT_THAT(again("mended"), ElementsAre(0, 4, 0));
  store.reset();
  store = open_store(folder.path());
  EXPECT_THAT(again("mended"), ElementsAre(0, 4, 0));
  EXPECT_THAT(again("old"), ElementsAre(0, 2, 2));
  EXPECT_THAT(column(*store, "SELECT touchpoint FROM events ORDER BY sequence"),
              ElementsAre("visit", "nobody", "old", "old"));
  BatchMaker twice;  // Within one batch, and against a newer version in force.
  tell(twice, "q", 4, "older");
  tell(twice, "p", 0, "one");
  tell(twice, "p", 0, "two");
  tell(twice, "p", 0, "two");
  tell(twice, "fresh", 0, "a");
  tell(twice, "fresh", 0, "b");
  twice.batch().replaces = true;
  EXPECT_THAT(receipt(*store, twice), ElementsAre(1, 2, 3));
  EXPECT_THAT(column(*store, "SELECT touchpoint FROM events WHERE id IN ('p', 'q', 'fresh') ORDER BY id"),
              ElementsAre("b", "two", "old"));
}

// Tellings in any order, dealt into batches and calls in any way, with restarts in between.
TEST(RetellingLaw, OnlyTheNewestTellingsCount) {
  struct Told {
    int64_t version = 0;
    std::string touchpoint;
    Micros time = 0;
    std::string who;
  };
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::vector<std::pair<std::string, Told>> tellings;
    std::map<std::string, Told> newest;
    for (int id = 0; id < 25; ++id) {
      const std::string name = "e" + std::to_string(id);
      const auto versions = static_cast<int64_t>(1 + random() % 5);
      for (int64_t version = random() % 2 == 0 ? 0 : 1; version <= versions; ++version) {
        const Told told{version, name + "v" + std::to_string(version), static_cast<Micros>(random() % 1000),
                        std::to_string(random() % 6)};
        tellings.emplace_back(name, told);
        newest[name] = told;
      }
    }
    std::shuffle(tellings.begin(), tellings.end(), random);
    const TemporaryFolder folder;
    auto store = open_store(folder.path());
    int64_t stored = 0;
    int64_t all = 0;
    for (size_t next = 0; next < tellings.size();) {
      std::vector<std::unique_ptr<BatchMaker>> makers;
      std::vector<const EventBatch*> batches;
      for (size_t batch = 0; batch < 1 + random() % 3; ++batch) {
        makers.push_back(std::make_unique<BatchMaker>("calls", "http"));
        for (size_t n = random() % 8; n > 0 && next < tellings.size(); --n, ++next) {
          const Told& told = tellings[next].second;
          tell(*makers.back(), tellings[next].first, told.version, told.touchpoint, told.time, told.who);
        }
        batches.push_back(&makers.back()->batch());
      }
      for (const AppendReceipt& one : must(store->append_all(batches, {}))) {
        stored += one.stored;
        all += one.stored + one.repeats + one.replaced;
      }
      if (random() % 6 == 0) {
        store.reset();
        store = open_store(folder.path());
      }
    }
    EXPECT_EQ(stored, static_cast<int64_t>(newest.size()));
    EXPECT_EQ(all, static_cast<int64_t>(tellings.size()));
    std::vector<std::string> expected;
    std::map<std::string, std::vector<std::pair<Micros, std::string>>> lives;
    Micros first = 1000;
    Micros last = 0;
    for (const auto& [id, told] : newest) {
      expected.push_back(id + " " + told.touchpoint + " " + std::to_string(told.time) + " " + told.who);
      lives[told.who].emplace_back(told.time, told.touchpoint);
      first = std::min(first, told.time);
      last = std::max(last, told.time);
    }
    EXPECT_EQ(column(*store,
                     "SELECT id || ' ' || touchpoint || ' ' || epoch_us(time) || ' ' || customer FROM events"
                     " ORDER BY id"),
              expected);
    for (auto& [who, life] : lives) {
      std::sort(life.begin(), life.end());
      std::vector<std::pair<Micros, std::string>> got;
      for (const StoredEvent& event :
           must(store->timeline(must(store->customer({Kind::kId, who})).number, {}, 99, 0))) {
        got.emplace_back(event.time, event.fields.at(0).second);
      }
      std::sort(got.begin(), got.end());
      EXPECT_EQ(got, life);
    }
    const SourceQuality quality = must(store->quality()).front();
    EXPECT_EQ(quality.counts.events, static_cast<int64_t>(newest.size()));
    EXPECT_EQ(quality.first_event, first);
    EXPECT_EQ(quality.last_event, last);
  }
}

}  // namespace
}  // namespace sojourn
