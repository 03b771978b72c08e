// Method: real stores under many threads; trouble is put between the intake and the store; what `done` said is compared
// with what the record holds.
#include "intake/intake.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <random>
#include <set>

#include "intake/troubled_store.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;

std::unique_ptr<EventBatch> events(const std::string& name, int count, const std::string& source = "shop") {
  BatchMaker maker(source, "/v1/batch");
  for (int i = 0; i < count; ++i) {
    const std::string id = name + "-" + std::to_string(i);
    maker.add(id, kSecond * (i + 1), {{Kind::kId, id}}, "visit");
  }
  return std::make_unique<EventBatch>(std::move(maker.batch()));
}

struct Place {
  explicit Place(const IntakeLimits& limits = {}, const TroubledStore::Trouble& trouble = nullptr)
      : store(open_store(folder.path())) {
    store.trouble_with(trouble);
    timelines = must(Timelines::open(folder.path(), store));
    intake = std::make_unique<Intake>(store, *timelines, limits);
  }
  std::set<std::string> ids() {
    std::set<std::string> all;
    const SqlTable table = must(store.sql("SELECT id FROM events", 10'000'000));
    for (const auto& row : table.rows) EXPECT_TRUE(all.insert(*row[0]).second) << *row[0] << " is there twice";
    return all;
  }

  TemporaryFolder folder;
  TroubledStore store;
  std::unique_ptr<Timelines> timelines;
  std::unique_ptr<Intake> intake;
};

// Lets transactions pass only when told to.
class Gate {
 public:
  TroubledStore::Trouble trouble() {
    return [this](std::span<const EventBatch* const>) {
      std::unique_lock lock(mutex_);
      ++held_;
      moved_.notify_all();
      moved_.wait(lock, [this] { return open_; });
      return Status();
    };
  }
  void wait_for_one() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return held_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    moved_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  int held_ = 0;
  bool open_ = false;
};

TEST(Intake, WhatWasAcknowledgedIsInTheRecordOnce) {
  Place place;
  std::mutex mutex;
  std::set<std::string> acknowledged;
  std::vector<std::thread> senders;
  constexpr int kThreads = 8;
  constexpr int kBatches = 60;
  for (int t = 0; t < kThreads; ++t) {
    senders.emplace_back([&, t] {
      std::mt19937 random(static_cast<uint32_t>(t));
      for (int i = 0; i < kBatches; ++i) {
        const std::string name = std::to_string(t) + "/" + std::to_string(i);
        const int count = 1 + static_cast<int>(random() % 5);
        // Every third one is sent again, as a client does that did not hear the answer.
        for (int again = 0; again < (i % 3 == 0 ? 2 : 1); ++again) {
          const auto receipt = place.intake->append(events(name, count), std::nullopt, 500);
          ASSERT_TRUE(receipt) << receipt.status().to_string();
          ASSERT_EQ(receipt->stored + receipt->repeats, count);
          ASSERT_EQ(receipt->stored, again == 0 ? count : 0);
        }
        const std::lock_guard lock(mutex);
        for (int n = 0; n < count; ++n) acknowledged.insert(name + "-" + std::to_string(n));
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(place.ids(), acknowledged);
  const IntakeCounters counters = place.intake->counters();
  EXPECT_EQ(counters.events, static_cast<int64_t>(acknowledged.size()));
  EXPECT_EQ(counters.waiting_bytes, 0);
  EXPECT_EQ(counters.failed_batches, 0);
  EXPECT_LE(counters.commits, kThreads * kBatches * 4 / 3);
}

TEST(Intake, ManyWaitForOneCommit) {
  Gate gate;
  Place place({}, gate.trouble());
  std::atomic<int> told = 0;
  const auto count_ok = [&told](const Result<AppendReceipt>& receipt) { told += receipt ? 1 : 0; };
  ASSERT_TRUE(place.intake->submit({events("first", 1), std::nullopt, 100, count_ok}).ok());
  gate.wait_for_one();
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(place.intake->submit({events(std::to_string(i), 2), std::nullopt, 100, count_ok}).ok());
  }
  EXPECT_EQ(told, 0);
  gate.open();
  place.intake->stop();
  EXPECT_EQ(told, 501);
  EXPECT_EQ(place.store.transactions(), 2);
  EXPECT_EQ(place.ids().size(), 1001u);
}

TEST(Intake, ACommitHasABound) {
  Gate gate;
  Place place({.commit_events = 10}, gate.trouble());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(place.intake->submit({events(std::to_string(i), 4), std::nullopt, 100, nullptr}).ok());
  }
  ASSERT_TRUE(place.intake->submit({events("large", 25), std::nullopt, 100, nullptr}).ok());
  gate.open();
  place.intake->stop();
  EXPECT_GE(place.store.transactions(), 10);
  EXPECT_EQ(place.ids().size(), 105u);
}

TEST(Intake, OverloadIsRefusedAndMemoryIsBounded) {
  for (const IntakeLimits& limits : {IntakeLimits{.waiting_bytes = 1 << 20}, IntakeLimits{.waiting_batches = 50}}) {
    Gate gate;
    Place place(limits, gate.trouble());
    std::atomic<int> told = 0;
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
      const Status status =
          place.intake->submit({events(std::to_string(i), 3), std::nullopt, 1000,
                                [&told](const Result<AppendReceipt>& receipt) { told += !!receipt; }});
      if (status.ok()) {
        ++taken;
        continue;
      }
      EXPECT_EQ(status.code(), StatusCode::kLimit);
      ++refused;
    }
    EXPECT_GT(taken, 0);
    EXPECT_GT(refused, 0);
    EXPECT_LE(place.intake->counters().waiting_bytes, static_cast<int64_t>(limits.waiting_bytes));
    EXPECT_LE(taken, static_cast<int>(limits.waiting_batches));
    EXPECT_EQ(place.intake->counters().refused_batches, refused);
    gate.open();
    // Once the disk keeps up there is room again.
    while (place.intake->counters().waiting_bytes > 0) std::this_thread::yield();
    EXPECT_TRUE(place.intake->append(events("later", 1), std::nullopt, 1000));
    place.intake->stop();
    EXPECT_EQ(told, taken);
    EXPECT_EQ(place.ids().size(), static_cast<size_t>(3 * taken + 1));
  }
}

TEST(Intake, ALargeBodyIsTakenAlone) {
  Place place({.waiting_bytes = 1000});
  EXPECT_TRUE(place.intake->append(events("large", 100), std::nullopt, 1'000'000));
}

TEST(Intake, OneBadBatchDoesNotHarmItsNeighbours) {
  Gate gate;
  const auto hold = gate.trouble();
  Place place({}, [&](std::span<const EventBatch* const> batches) {
    SOJOURN_CHECK(hold(batches));
    for (const EventBatch* batch : batches) {
      if (batch->source == "bad") return Status::limit("too many");
    }
    return Status();
  });
  std::atomic<int> good = 0;
  std::atomic<int> bad = 0;
  const auto note = [&](const Result<AppendReceipt>& receipt) {
    if (receipt) {
      good += 1;
    } else {
      EXPECT_EQ(receipt.error().code(), StatusCode::kLimit);
      bad += 1;
    }
  };
  for (int i = 0; i < 30; ++i) {
    const std::string name = std::to_string(i);
    RawBody raw;
    raw.source = "shop";
    raw.format = "x";
    raw.body = name;
    ASSERT_TRUE(place.intake->submit({events(name, 2, i % 10 == 4 ? "bad" : "shop"), raw, 100, note}).ok());
  }
  gate.open();
  place.intake->stop();
  EXPECT_EQ(good, 27);
  EXPECT_EQ(bad, 3);
  EXPECT_EQ(place.ids().size(), 54u);
  std::set<std::string> bodies;
  ASSERT_TRUE(place.store
                  .raw_bodies({},
                              [&](const RawBody& body) {
                                EXPECT_TRUE(bodies.insert(body.body).second);
                                return Status();
                              })
                  .ok());
  EXPECT_EQ(bodies.size(), 27u);
}

TEST(Intake, ABodyWithoutEventsIsKept) {
  Place place;
  RawBody raw;
  raw.source = "desk";
  raw.format = "zendesk";
  raw.headers = "{}";
  raw.body = std::string("\0\xff not read", 11);
  raw.outcome = "no JSON";
  const auto receipt = place.intake->append(nullptr, raw, raw.body.size());
  ASSERT_TRUE(receipt) << receipt.status().to_string();
  EXPECT_EQ(receipt->stored, 0);
  int seen = 0;
  ASSERT_TRUE(place.store
                  .raw_bodies({.source = "desk", .failed_only = true},
                              [&](const RawBody& body) {
                                ++seen;
                                EXPECT_EQ(body.body, raw.body);
                                EXPECT_EQ(body.outcome, "no JSON");
                                return Status();
                              })
                  .ok());
  EXPECT_EQ(seen, 1);
}

TEST(Intake, TroubleWithTheDiskPassesWithoutARestart) {
  std::atomic<bool> full = true;
  Place place({}, [&](std::span<const EventBatch* const>) {
    return full ? Status::unavailable("the disk is full") : Status();
  });
  const auto refused = place.intake->append(events("a", 1), std::nullopt, 100);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), StatusCode::kUnavailable);
  EXPECT_EQ(place.intake->counters().failed_batches, 1);
  EXPECT_EQ(place.intake->counters().waiting_bytes, 0);
  full = false;
  EXPECT_TRUE(place.intake->append(events("a", 1), std::nullopt, 100));
  EXPECT_EQ(place.ids().size(), 1u);
}

// The same with a disk that is really full for a while: in a child, since the bound holds for a process.
TEST(Intake, AFullDiskIsToldAndPasses) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer does not follow forks";
#endif
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    Result<std::unique_ptr<Store>> store = Store::open(folder.path(), {});
    if (!store) ::_exit(2);
    Result<std::unique_ptr<Timelines>> timelines = Timelines::open(folder.path(), **store);
    if (!timelines) ::_exit(3);
    {
      Intake intake(**store, **timelines, {});
      if (!intake.append(events("before", 100), std::nullopt, 1000)) ::_exit(4);
      for (int round = 0; round < 3; ++round) {
        const std::string name = std::to_string(round);
        const rlimit tight{4096, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &tight);
        const auto refused = intake.append(events(name, 2000), std::nullopt, 1000);
        if (refused || refused.error().code() != StatusCode::kUnavailable) ::_exit(5);
        const rlimit wide{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &wide);
        auto taken = intake.append(events(name, 2000), std::nullopt, 1000);
        // Who still reads what was undone is sent away first; senders are asked to come again meanwhile.
        for (int again = 0; !taken && taken.error().code() == StatusCode::kUnavailable && again < 500; ++again) {
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
          taken = intake.append(events(name, 2000), std::nullopt, 1000);
        }
        if (!taken) ::write(2, taken.error().message().data(), taken.error().message().size());
        if (!taken) ::_exit(6);
        if (taken->stored != 2000) ::_exit(7);
      }
    }
    // What was undone must not show in what came after it.
    const auto long_texts =
        (*store)->sql("SELECT count(*) FROM events WHERE strlen(id) > 20 OR strlen(customer) > 20", 1);
    if (!long_texts || long_texts->rows[0][0] != "0") ::_exit(9);
    ::_exit((*store)->last_sequence() == 6100 ? 0 : 8);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << WEXITSTATUS(status);
  const auto store = open_store(folder.path());
  EXPECT_EQ(must(store->sql("SELECT count(*) FROM events", 1)).rows[0][0], "6100");
}

TEST(Intake, StoppingCommitsWhatWaits) {
  std::promise<Result<AppendReceipt>> told;
  Gate gate;
  Place place({}, gate.trouble());
  ASSERT_TRUE(place.intake
                  ->submit({events("a", 5), std::nullopt, 100,
                            [&told](const Result<AppendReceipt>& receipt) { told.set_value(receipt); }})
                  .ok());
  gate.wait_for_one();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(place.intake->submit({events("b" + std::to_string(i), 5), std::nullopt, 100, nullptr}).ok());
  }
  std::thread opener([&gate] { gate.open(); });
  place.intake->stop();
  opener.join();
  EXPECT_EQ(told.get_future().get()->stored, 5);
  EXPECT_EQ(place.ids().size(), 55u);
  EXPECT_EQ(place.intake->submit({events("c", 1), std::nullopt, 1, nullptr}).code(), StatusCode::kUnavailable);
  place.intake->stop();
}

TEST(Intake, TimelinesFollowAndListenersAreTold) {
  Place place({.follow_every = 50'000});
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<IntakeState> heard;
  const int64_t listener = place.intake->listen([&](const IntakeState& state) {
    const std::lock_guard lock(mutex);
    heard.push_back(state);
    changed.notify_all();
  });
  const auto wait_for = [&](int64_t sequence) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(10),
                            [&] { return !heard.empty() && heard.back().last_sequence >= sequence; });
  };
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(place.intake->append(events(std::to_string(i), 10), std::nullopt, 100));
    ASSERT_TRUE(wait_for(10 * i));
    EXPECT_EQ(must(place.timelines->current())->event_count(), 10 * i);
    EXPECT_EQ(place.intake->state().last_sequence, 10 * i);
  }
  // What is no event counts as a change as well.
  const uint64_t before = place.intake->state().change;
  place.intake->touch();
  {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return heard.back().change > before; }));
    for (size_t i = 1; i < heard.size(); ++i) EXPECT_GT(heard[i].change, heard[i - 1].change);
    // Not more often than told; each is dated when it was shown.
    EXPECT_GE(heard.back().at - heard.front().at, (static_cast<int64_t>(heard.size()) - 2) * 50'000);
  }
  place.intake->forget(listener);
  const size_t so_far = heard.size();
  place.intake->touch();
  while (place.intake->state().change == before + 1) std::this_thread::yield();
  place.intake->stop();
  EXPECT_EQ(heard.size(), so_far);
}

// Everything at once, for the sanitizers: senders, readers, listeners that come and go.
TEST(Intake, AllAtOnce) {
  Place place({.waiting_bytes = 200'000, .commit_events = 200, .linger = 500, .follow_every = 5'000});
  std::atomic<int64_t> stored = 0;
  std::atomic<bool> ended = false;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) {
        const std::string name = std::to_string(t) + "/" + std::to_string(i);
        const Status status =
            place.intake->submit({events(name, 3), std::nullopt, 300, [&stored](const Result<AppendReceipt>& receipt) {
                                    if (receipt) stored += receipt->stored;
                                  }});
        if (!status.ok()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
  }
  std::thread watcher([&] {
    while (!ended) {
      std::atomic<int> heard = 0;
      const int64_t listener = place.intake->listen([&heard](const IntakeState&) { ++heard; });
      place.intake->touch();
      (void)place.intake->state();
      (void)place.intake->counters();
      (void)place.timelines->current();
      place.intake->forget(listener);
    }
  });
  for (std::thread& thread : threads) thread.join();
  ended = true;
  watcher.join();
  place.intake->stop();
  EXPECT_EQ(static_cast<int64_t>(place.ids().size()), stored);
}

}  // namespace
}  // namespace sojourn
