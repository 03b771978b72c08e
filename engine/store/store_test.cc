// The record: what goes in comes out, once, in order, and after reopening.
#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/limits.h"
#include "store/batch_fixture.h"
#include "store/key_set.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
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

TEST(Store, ScansColumnsInArrivalOrder) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  for (int batch = 0; batch < 3; ++batch) {
    BatchMaker maker;
    for (int i = 0; i < 5000; ++i) {
      const int n = batch * 5000 + i;
      Event& event = maker.add(std::to_string(n), kNoon - n, {{Kind::kId, std::to_string(n % 100)}}, "t");
      if (n % 2 == 0) event.set_number(Field::kAnswer, n);
      if (n % 3 == 0)
        event.set_text(Field::kText, maker.keep("a text that is longer than twelve bytes " + std::to_string(n)));
      if (n % 5 == 0) event.set_integer(Field::kResolved, 1);
      if (n % 7 == 0) event.properties = maker.keep("{\"n\":" + std::to_string(n) + "}");
    }
    append(*store, maker);
  }
  const std::vector<std::string> terms = *store->terms();
  int64_t expected = 0;
  const auto check = [&](const EventColumns& columns) -> Status {
    for (size_t i = 0; i < columns.count; ++i, ++expected) {
      const int64_t n = expected;
      if (columns.sequence[i] != n + 1 || columns.time[i] != kNoon - n) return Status::internal("order");
      if (terms[columns.source[i]] != "shop") return Status::internal("source");
      if (terms[columns.columns[0].terms[i]] != "t" || columns.columns[1].terms[i] != 0)
        return Status::internal("term");
      if (columns.columns[2].valid[i] != (n % 2 == 0) ||
          (n % 2 == 0 && columns.columns[2].numbers[i] != static_cast<double>(n))) {
        return Status::internal("number");
      }
      const std::string text = n % 3 == 0 ? "a text that is longer than twelve bytes " + std::to_string(n) : "";
      if (columns.columns[3].texts[i] != text) return Status::internal("text");
      if (columns.columns[4].valid[i] != (n % 5 == 0) || (columns.columns[4].integers[i] != 0) != (n % 5 == 0)) {
        return Status::internal("bool");
      }
      if (columns.properties[i].empty() != (n % 7 != 0)) return Status::internal("properties");
    }
    return {};
  };
  ScanRequest request;
  request.fields = {Field::kTouchpoint, Field::kChannel, Field::kAnswer, Field::kText, Field::kResolved};
  request.properties = true;
  const Status status = store->scan(request, check);
  EXPECT_TRUE(status.ok()) << status.to_string() << " at " << expected;
  EXPECT_EQ(expected, 15'000);
}

TEST(Store, ScansARangeAndChosenIdentifiersAndStopsOnError) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  for (int i = 0; i < 3000; ++i) maker.add(std::to_string(i), kNoon + i, {{Kind::kId, std::to_string(i % 3)}});
  append(*store, maker);
  std::vector<int64_t> seen;
  const auto collect = [&](const EventColumns& columns) -> Status {
    seen.insert(seen.end(), columns.sequence.begin(), columns.sequence.end());
    return {};
  };
  ScanRequest request;
  request.after_sequence = 10;
  request.up_to_sequence = 20;
  ASSERT_TRUE(store->scan(request, collect).ok());
  EXPECT_THAT(seen, ElementsAre(11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
  seen.clear();
  request.only_who = {2, 3};
  ASSERT_TRUE(store->scan(request, collect).ok());
  EXPECT_THAT(seen, ElementsAre(11, 12, 14, 15, 17, 18, 20));
  const Status stopped = store->scan({}, [](const EventColumns&) { return Status::invalid("enough"); });
  EXPECT_EQ(stopped.message(), "enough");
}

TEST(Store, TimelineIsInOrderOfTimeThenArrivalAndIsPaged) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  maker.add("late", kNoon + 5, {{Kind::kId, "1"}});
  maker.add("tie1", kNoon, {{Kind::kId, "1"}});
  maker.add("tie2", kNoon, {{Kind::kAnonymous, "c"}, {Kind::kId, "1"}});
  maker.add("other", kNoon, {{Kind::kId, "2"}});
  maker.add("early", kNoon - 5, {{Kind::kAnonymous, "c"}});
  append(*store, maker);
  const auto ids = [&](TimeRange range, size_t limit, size_t offset) {
    std::vector<std::string> out;
    const auto events = store->timeline(1, range, limit, offset);
    for (const StoredEvent& event : *events) out.push_back(event.id);
    return out;
  };
  EXPECT_THAT(ids({}, SIZE_MAX, 0), ElementsAre("early", "tie1", "tie2", "late"));
  EXPECT_THAT(ids({}, 2, 1), ElementsAre("tie1", "tie2"));
  EXPECT_THAT(ids({kNoon, kNoon + 5}, 10, 0), ElementsAre("tie1", "tie2"));
  EXPECT_EQ(store->timeline(99, {}, 1, 0).status().code(), StatusCode::kNotFound);
}

TEST(Store, FindsCustomersByAnyPartOfAnIdentifier) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  maker.add("1", kNoon, {{Kind::kId, "ABC-10"}, {Kind::kEmail, "ann@example.com"}});
  maker.add("2", kNoon, {{Kind::kId, "10"}});
  maker.add("3", kNoon, {});
  append(*store, maker);
  const auto names = [&](std::string_view text, size_t limit) {
    std::vector<std::string> out;
    const auto customers = store->find_customers(text, limit);
    for (const Store::Customer& customer : *customers) {
      out.push_back(format_identifier(customer.identifiers.front()));
    }
    return out;
  };
  EXPECT_THAT(names("10", 9), ElementsAre("10", "ABC-10"));
  EXPECT_THAT(names("10", 1), ElementsAre("10"));
  EXPECT_THAT(names("ANN@", 9), ElementsAre("ABC-10"));
  EXPECT_THAT(names("email:ann@example.com", 9), ElementsAre("ABC-10"));
  EXPECT_THAT(names("nobody", 9), IsEmpty());
  const IdentifierCode numbers[] = {3, 1};
  const auto customers = store->customers(numbers);
  ASSERT_TRUE(customers.has_value());
  EXPECT_EQ((*customers)[0].identifiers[0].value, "10");
  EXPECT_EQ((*customers)[1].identifiers.size(), 2u);
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

TEST(Store, ManyMayReadWhileOneWrites) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  const auto read = [&] {
    while (!done) {
      const int64_t last = store->last_sequence();
      int64_t count = 0;
      ScanRequest request;
      request.up_to_sequence = last;
      const Status status = store->scan(request, [&](const EventColumns& columns) {
        count += static_cast<int64_t>(columns.count);
        return Status();
      });
      if (!status.ok() || count != last) ++wrong;
      if (!store->identifiers() || !store->sql("SELECT count(*) FROM events", 1)) ++wrong;
    }
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) readers.emplace_back(read);
  for (int batch = 0; batch < 20; ++batch) {
    BatchMaker maker;
    for (int i = 0; i < 500; ++i) {
      maker.add(std::to_string(batch) + "-" + std::to_string(i), kNoon, {{Kind::kId, std::to_string(i)}});
    }
    append(*store, maker);
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

// A checkpoint waits for readers, so it must not begin while the one who appends is reading.
TEST(Store, TheLogIsFoldedWhenNobodyReads) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  int64_t next = 0;
  const auto append_megabyte = [&] {
    BatchMaker maker;
    for (int i = 0; i < 16; ++i) {
      maker.add(std::to_string(next++), kNoon, {{Kind::kId, "1"}}).properties =
          maker.keep("{\"a\":\"" + std::string(64 * 1024, 'x') + "\"}");
    }
    append(*store, maker);
  };
  const auto log_bytes = [&] {
    std::error_code none;
    const uintmax_t bytes = std::filesystem::file_size(folder.path() + "/record.duckdb.wal", none);
    return none ? 0 : bytes;
  };
  append_megabyte();
  const Status status = store->scan({}, [&](const EventColumns&) -> Status {
    for (int i = 0; i < 20; ++i) append_megabyte();
    return {};
  });
  ASSERT_TRUE(status.ok()) << status.to_string();
  EXPECT_GT(log_bytes(), 16U << 20);
  append_megabyte();
  EXPECT_LT(log_bytes(), 1U << 20);
  EXPECT_EQ(must(store->sql("SELECT count(*) FROM events", 1)).rows[0][0], std::to_string(next));
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
