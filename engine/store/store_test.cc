// The record: what goes in comes out, once, in order, and after reopening.
#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "store/batch_fixture.h"
#include "store/key_set.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr Micros kNoon = 1'772'366'400 * kSecond;  // 2026-03-01T12:00:00Z

TEST(KeySet, KnowsWhatItWasGiven) {
  KeySet keys;
  EXPECT_TRUE(keys.insert({0, 0}));
  EXPECT_FALSE(keys.insert({0, 0}));
  for (uint64_t i = 1; i < 20'000; ++i) ASSERT_TRUE(keys.insert({i * 0x9E3779B97F4A7C15u, i << 50}));
  for (uint64_t i = 1; i < 20'000; ++i) ASSERT_FALSE(keys.insert({i * 0x9E3779B97F4A7C15u, i << 50}));
}

TEST(Store, KeepsEveryFieldOfAnEventAcrossReopening) {
  const TemporaryFolder folder;
  {
    BatchMaker maker;
    Event& event = maker.add("e1", kNoon, {{Kind::kId, "C-1"}, {Kind::kEmail, "a@example.com"}}, "purchase");
    event.offset_minutes = 60;
    event.set_text(Field::kText, maker.keep("Très bien, \"merci\" \xF0\x9F\x98\x80"));
    event.set_text(Field::kOrder, maker.keep("O-77"));
    event.set_text(Field::kCurrency, maker.keep("EUR"));
    event.set_integer(Field::kAmount, 1250);
    event.set_integer(Field::kCost, -5);
    event.set_integer(Field::kWait, 90 * kSecond + 500'000);
    event.set_integer(Field::kResolved, 1);
    event.set_integer(Field::kPerceived, 0);
    event.set_integer(Field::kPromise, kNoon + kDay);
    event.set_number(Field::kAnswer, 9.5);
    event.properties = maker.keep(R"({"a":1,"b":{"c":[true]}})");
    EXPECT_EQ(append(*open_store(folder.path()), maker).stored, 1);
  }
  const auto store = open_store(folder.path());
  EXPECT_EQ(store->last_sequence(), 1);
  const auto customer = store->customer({Kind::kEmail, "A@Example.com"});
  ASSERT_TRUE(customer.has_value());
  const auto events = store->timeline(customer->number, {}, 10, 0);
  ASSERT_TRUE(events.has_value()) << events.status().to_string();
  ASSERT_EQ(events->size(), 1u);
  const StoredEvent& event = events->front();
  EXPECT_EQ(event.id, "e1");
  EXPECT_EQ(event.source, "shop");
  EXPECT_EQ(event.time, kNoon);
  EXPECT_EQ(event.offset_minutes, 60);
  EXPECT_GT(event.received, 0);
  EXPECT_EQ(event.properties, R"({"a":1,"b":{"c":[true]}})");
  EXPECT_THAT(event.who, ElementsAre(Identifier{Kind::kId, "C-1"}, Identifier{Kind::kEmail, "a@example.com"}));
  EXPECT_THAT(event.fields,
              ElementsAre(Pair(Field::kTouchpoint, "purchase"), Pair(Field::kPerceived, "false"),
                          Pair(Field::kAnswer, "9.5"), Pair(Field::kText, "Très bien, \"merci\" \xF0\x9F\x98\x80"),
                          Pair(Field::kAmount, "12.50"), Pair(Field::kCurrency, "EUR"), Pair(Field::kOrder, "O-77"),
                          Pair(Field::kWait, "90.5"), Pair(Field::kResolved, "true"), Pair(Field::kCost, "-0.05"),
                          Pair(Field::kPromise, "2026-03-02T12:00:00Z")));
}

TEST(Store, IsItsOwnersAlone) {
  using std::filesystem::perms;
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/data";
  const auto store = open_store(path);
  BatchMaker maker;
  maker.add("e1", kNoon, {{Kind::kId, "C-1"}});
  append(*store, maker);
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_all);
  for (const char* file : {"/record.duckdb", "/record.duckdb.wal"}) {
    EXPECT_EQ(std::filesystem::status(path + file).permissions(), perms::owner_read | perms::owner_write) << file;
  }
}

TEST(Store, StoresAnEventOnceWithinABatchAndForEver) {
  const TemporaryFolder folder;
  const auto fill = [](BatchMaker& maker) {
    for (const char* id : {"a", "b", "a"}) maker.add(id, kNoon, {{Kind::kId, "1"}}, "visit");
    maker.add("", kNoon, {{Kind::kId, "1"}}, "visit");  // Without an id: named by what it says.
    maker.add("", kNoon, {{Kind::kId, "1"}}, "visit");
    maker.add("", kNoon, {{Kind::kId, "1"}}, "return");
  };
  {
    const auto store = open_store(folder.path());
    BatchMaker first;
    fill(first);
    const AppendReceipt receipt = append(*store, first);
    EXPECT_EQ(receipt.stored, 4);
    EXPECT_EQ(receipt.repeats, 2);
    BatchMaker again;
    fill(again);
    EXPECT_EQ(append(*store, again).stored, 0);
    BatchMaker other("crm");  // The same ids of another source are other events.
    fill(other);
    EXPECT_EQ(append(*store, other).stored, 4);
  }
  const auto store = open_store(folder.path());
  BatchMaker again;
  fill(again);
  EXPECT_EQ(append(*store, again).repeats, 6);
  EXPECT_EQ(store->last_sequence(), 8);
}

TEST(Store, TheFirstOfTwoEventsWithOneIdWins) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  maker.add("a", kNoon, {{Kind::kId, "1"}}, "first");
  maker.add("a", kNoon, {{Kind::kId, "2"}}, "second");
  append(*store, maker);
  EXPECT_EQ(store->customer({Kind::kId, "2"}).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store->timeline(1, {}, 10, 0)->front().fields.front().second, "first");
}

TEST(Store, AnEventWithoutIdentifierHasATimelineOfItsOwn) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  maker.add("a", kNoon, {});
  maker.add("b", kNoon, {});
  append(*store, maker);
  const auto rows = store->identifiers();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].identifier.kind, Kind::kUnknown);
  EXPECT_EQ((*rows)[0].identifier.value.size(), 32u);
  EXPECT_NE((*rows)[0].customer, (*rows)[1].customer);
}

TEST(Store, RefusesABatchThatIsTooLargeOrHasNoSource) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  EventBatch large;
  large.source = "x";
  large.events.resize(limits::kBatchEventsMax + 1);
  EXPECT_EQ(store->append(large).status().code(), StatusCode::kLimit);
  EXPECT_EQ(store->append(EventBatch()).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(store->last_sequence(), 0);
}

TEST(Store, ASecondProcessIsToldWhoHoldsTheFolder) {
  const TemporaryFolder folder;
  StoreOptions options;
  options.owner = "sojourn serve at http://127.0.0.1:8080";
  const auto store = Store::open(folder.path(), options);
  ASSERT_TRUE(store.has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<std::unique_ptr<Store>> second = Store::open(folder.path(), {});
    const bool right = !second && second.error().code() == StatusCode::kConflict &&
                       second.error().message().find(options.owner) != std::string::npos &&
                       second.error().message().find(folder.path()) != std::string::npos;
    ::_exit(right ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Store::open(folder.path(), {}).status().code(), StatusCode::kConflict);
}

TEST(Store, OpensNothingThatIsMissingOrForeign) {
  const TemporaryFolder folder;
  StoreOptions options;
  options.create = false;
  EXPECT_EQ(Store::open(folder.path() + "/none", options).status().code(), StatusCode::kNotFound);
  std::ofstream(folder.path() + "/record.duckdb") << std::string(20'000, 'x');
  EXPECT_EQ(Store::open(folder.path(), options).status().code(), StatusCode::kCorruption);
}

TEST(Store, StagesOfTouchpointsAreKeptInOrder) {
  const TemporaryFolder folder;
  using Rules = std::vector<std::pair<std::string, std::string>>;
  const Rules rules{{"visit*", "consider"}, {"purchase", "buy"}};
  {
    const auto store = open_store(folder.path());
    EXPECT_TRUE(store->set_touchpoint_stages(rules).ok());
    EXPECT_EQ(store->set_touchpoint_stages(Rules{{"x", "dream"}}).code(), StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(*open_store(folder.path())->touchpoint_stages(), rules);
}

}  // namespace
}  // namespace sojourn
