// Reading the record: columns, timelines, customers; while others write, and while the log is folded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Micros kNoon = 1'772'366'400 * kSecond;  // 2026-03-01T12:00:00Z

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

}  // namespace
}  // namespace sojourn
