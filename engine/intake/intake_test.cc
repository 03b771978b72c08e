// Live batches in groups: each acknowledged event once, overload, neighbours of a bad batch.
// Method: real stores under many threads; what `done` said is compared with what the record holds.
#include <atomic>
#include <random>

#include "intake/intake_fixture.h"

namespace sojourn {
namespace {

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

// The same with a disk that is really full for a while: in a child, since the bound holds for a process.
// Everything at once, for the sanitizers: senders, readers, listeners that come and go.

}  // namespace
}  // namespace sojourn
