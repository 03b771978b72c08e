// Live intake through disks that fail, stops, and with all who follow it.
// Method: trouble is put between the intake and a real store; what `done` said is compared with what the record holds.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <future>

#include "intake/intake_fixture.h"

namespace sojourn {
namespace {

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
