// kill -9 at any moment: what was acknowledged is there and whole, what was not is there whole or not at all.
//
// A child appends batches that a seed determines and says so after each; the parent kills it at a random moment, opens
// the store and compares it with what the batches should have left.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

#include "base/decimal.h"
#include "base/disk.h"
#include "store/batch_fixture.h"
#include "store/record.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using Clock = std::chrono::steady_clock;

constexpr int kKills = 25;

constexpr size_t kFreshKeys = 300;  // So few that runs of keys are written and merged all the while.

StoreOptions few_keys() {
  StoreOptions options;
  options.fresh_keys = kFreshKeys;
  return options;
}

size_t batch_size(int number) { return number % 3 == 0 ? 500 : 40; }

// Batch `number`: every third is large. Each has its own input, reject and new identifiers, and repeats one event.
void fill(BatchMaker& maker, int number) {
  for (size_t i = 0; i < batch_size(number); ++i) {
    const std::string id = std::to_string(number) + "-" + std::to_string(i);
    maker.add(id, number, {{Kind::kId, id}, {Kind::kEmail, id + "@example.com"}},
              "touchpoint " + std::to_string(number));
  }
  maker.add(std::to_string(number) + "-0", number, {});
  maker.reject(1, "time", "no time", "batch " + std::to_string(number));
}

[[noreturn]] void append_until_killed(const std::string& folder, int first, int acknowledge) {
  const Result<std::unique_ptr<Store>> store = Store::open(folder, few_keys());
  if (!store) ::_exit(2);
  for (int number = first;; ++number) {
    // Every fourth goes together with the next, and with a body.
    std::vector<std::unique_ptr<BatchMaker>> makers;
    std::vector<const EventBatch*> batches;
    for (int i = 0; i < (number % 4 == 0 ? 2 : 1); ++i) {
      if (i > 0) ++number;
      makers.push_back(std::make_unique<BatchMaker>("shop", "input " + std::to_string(number), number + 1));
      fill(*makers.back(), number);
      batches.push_back(&makers.back()->batch());
    }
    RawBody body;
    body.source = "hook";
    body.body = std::to_string(number);
    const std::span<const RawBody> bodies(&body, batches.size() - 1);
    if (!(*store)->append_all(batches, bodies)) ::_exit(3);
    if (::write(acknowledge, &number, sizeof number) != sizeof number) ::_exit(4);
  }
}

// How many batches the store holds; a test failure when one of them is not whole.
int whole_batches(Store& store) {
  const auto events = store.sql(
      "SELECT time_us, n, terms, customers FROM (SELECT epoch_us(time) AS time_us, count(*) AS n,"
      " count(DISTINCT touchpoint) AS terms, count(DISTINCT customer) AS customers"
      " FROM events GROUP BY 1) ORDER BY time_us",
      1'000'000);
  EXPECT_TRUE(events.has_value()) << events.status().to_string();
  if (!events) return 0;
  int number = 0;
  int64_t total = 0;
  for (const auto& row : events->rows) {
    EXPECT_EQ(*row[0], std::to_string(number));
    EXPECT_EQ(*row[1], std::to_string(batch_size(number)));
    EXPECT_EQ(*row[2], "1");
    EXPECT_EQ(*row[3], *row[1]);
    total += static_cast<int64_t>(batch_size(number++));
  }
  EXPECT_EQ(store.last_sequence(), total);
  EXPECT_EQ(static_cast<int64_t>(store.identifiers()->size()), 2 * total);
  EXPECT_EQ(static_cast<int64_t>(store.links(std::nullopt)->size()), total);
  EXPECT_EQ(*store.reject_count(""), number);
  int pairs = 0;  // Those that went together are there together, with their body.
  EXPECT_TRUE(store
                  .raw_bodies({},
                              [&](const RawBody& body) -> Status {
                                EXPECT_LT(parse_integer(body.body).value(), number);
                                ++pairs;
                                return {};
                              })
                  .ok());
  EXPECT_LE(2 * pairs, number);
  const auto quality = store.quality();
  if (number > 0) {
    EXPECT_EQ((*quality)[0].counts.events, total);
    EXPECT_EQ((*quality)[0].counts.repeats, number);
    EXPECT_EQ((*quality)[0].counts.rejected, number);
  }
  return number;
}

// Every event that is there is a repeat, and no other one is.
void expect_repeats(const std::string& folder, int batches) {
  const auto store = must(Store::open(folder, few_keys()));
  for (int number = 0; number < batches; ++number) {
    BatchMaker maker("shop", "input " + std::to_string(number), number + 1);
    fill(maker, number);
    const AppendReceipt receipt = append(*store, maker);
    ASSERT_EQ(receipt.stored, 0) << "batch " << number;
    ASSERT_EQ(receipt.repeats, static_cast<int64_t>(batch_size(number)) + 1);
  }
  EXPECT_EQ(*store->reject_count(""), batches);
}

TEST(StoreCrash, KillMinusNineLeavesWholeBatchesOnly) {
  const auto deadline = Clock::now() + std::chrono::seconds(15);
  const TemporaryFolder folder;
  int stored = 0;
  int kills = 0;
  // The longest the child may live. A machine that is slow (or a sanitizer's) gets more, so that kills fall between
  // and into batches, not always before the first.
  uint32_t span_us = 120'000;
  for (; kills < kKills && Clock::now() < deadline; ++kills) {
    const uint32_t seed = 20260301u + static_cast<uint32_t>(kills);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      append_until_killed(folder.path(), stored, pipe[1]);
    }
    ::close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % span_us));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    int acknowledged = stored;
    for (int number = 0; ::read(pipe[0], &number, sizeof number) == sizeof number;) acknowledged = number + 1;
    ::close(pipe[0]);

    if (acknowledged == stored) span_us = std::min(span_us * 3 / 2, 3'000'000u);

    const auto store = must(Store::open(folder.path(), few_keys()));
    stored = whole_batches(*store);
    ASSERT_GE(stored, acknowledged);
    ASSERT_LE(stored, acknowledged + 2);
    if (HasFailure()) return;
  }
  expect_repeats(folder.path(), stored);
  std::printf("%d kills from seed 20260301 on, %d batches stored\n", kills, stored);
  EXPECT_GT(stored, 0);
}

// A disk that is full: the batch is refused, and afterwards the record is what it was.
TEST(StoreCrash, AFullDiskRefusesTheBatchAndKeepsTheRecord) {
  const TemporaryFolder folder;
  {
    const auto store = open_store(folder.path());
    BatchMaker maker("shop", "input 0", 1);
    fill(maker, 0);
    append(*store, maker);
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<std::unique_ptr<Store>> store = Store::open(folder.path(), {});
    if (!store) ::_exit(2);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{4096, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    BatchMaker maker("shop", "input 1", 2);
    fill(maker, 3);
    const Result<AppendReceipt> refused = (*store)->append(maker.batch());
    if (refused || refused.error().code() != StatusCode::kUnavailable) ::_exit(3);
    if ((*store)->last_sequence() != static_cast<int64_t>(batch_size(0))) ::_exit(4);
    ::_exit(0);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << WEXITSTATUS(status);
  EXPECT_EQ(whole_batches(*open_store(folder.path())), 1);
}

// Runs in a child, whose files cannot grow beyond a limit while full(true) holds: 0 when all went as it should.
template <class Body>
int in_child(const Body& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::_exit(body([](rlim_t bytes) {
      const rlimit limit{bytes, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }));
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(StoreCrash, TheRecordGoesOnWhenTheDiskHasRoomAgain) {
  const TemporaryFolder folder;
  EXPECT_EQ(in_child([&](const auto& limit_files) {
              const auto store = open_store(folder.path());
              BatchMaker first("shop", "input 0", 1);
              fill(first, 0);
              append(*store, first);
              limit_files(4096);
              BatchMaker second("shop", "input 1", 2);
              BatchMaker third("shop", "input 2", 3);
              fill(second, 1);
              fill(third, 2);
              const EventBatch* const both[] = {&second.batch(), &third.batch()};
              for (int i = 0; i < 3; ++i) {
                const auto refused = store->append_all(both, {});
                if (refused || refused.status().code() != StatusCode::kUnavailable) return 1;
                if (store->last_sequence() != static_cast<int64_t>(batch_size(0))) return 2;
                const Document document{"kind", "name", "text", 0};
                if (store->put_documents(std::span(&document, 1)).code() != StatusCode::kUnavailable) return 3;
                if (!store->documents("kind")->empty()) return 4;
              }
              limit_files(RLIM_INFINITY);
              const auto receipts = store->append_all(both, {});
              if (!receipts || (*receipts)[1].stored != static_cast<int64_t>(batch_size(2))) return 5;
              return whole_batches(*store) == 3 && !::testing::Test::HasFailure() ? 0 : 6;
            }),
            0);
  EXPECT_EQ(whole_batches(*open_store(folder.path())), 3);
}

// Here it is not the log but the file that cannot grow, which DuckDB does not forgive: it must be opened anew.
TEST(StoreCrash, TheRecordGoesOnAfterTheLogCouldNotBeFolded) {
  const TemporaryFolder folder;
  std::mt19937_64 random(5);
  int64_t next = 0;
  const auto add = [&](Store& store) {  // About 1 MB.
    BatchMaker maker;
    for (int i = 0; i < 8; ++i) {
      std::string noise;
      while (noise.size() < 60'000) noise += std::to_string(random());
      Event& event = maker.add(std::to_string(next++), 1, {{Kind::kId, std::to_string(next)}});
      event.set_text(Field::kText, maker.keep(noise));
      event.properties = maker.keep("{\"a\":\"" + noise + "\"}");
    }
    return store.append(maker.batch()).has_value();
  };
  EXPECT_EQ(in_child([&](const auto& limit_files) {
              {
                const auto store = open_store(folder.path());
                for (int i = 0; i < 60; ++i) {
                  if (!add(*store)) return 1;
                }
              }
              const auto store = open_store(folder.path());
              // Room for the log to become long, but not for the file, which is larger already.
              if (std::filesystem::file_size(folder.path() + "/record.duckdb") < Record::kLogBytes * 3 / 2) return 5;
              limit_files(Record::kLogBytes * 9 / 8);
              int stored = 60;
              bool refused = false;
              for (int i = 0; i < 60 && !refused; ++i) {
                if (add(*store)) {
                  ++stored;
                } else {
                  refused = true;
                }
              }
              if (!refused || store->last_sequence() != 8 * stored) return 2;
              limit_files(RLIM_INFINITY);
              for (int i = 0; i < 24; ++i, ++stored) {
                if (!add(*store)) return 3;
              }
              int64_t count = 0;
              const Status status = store->scan({}, [&](const EventColumns& columns) -> Status {
                count += static_cast<int64_t>(columns.count);
                return {};
              });
              return status.ok() && count == 8 * stored && store->last_sequence() == count ? 0 : 4;
            }),
            0);
  EXPECT_GT(open_store(folder.path())->last_sequence(), 8 * 84);
}

}  // namespace
}  // namespace sojourn
