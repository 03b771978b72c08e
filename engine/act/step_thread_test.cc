#include "act/step_thread.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// Tells how often it stepped.
class Counted {
 public:
  Result<bool> step() {
    const std::lock_guard lock(mutex_);
    ++steps_;
    told_.notify_all();
    if (steps_ == fails_at) return Status::unavailable("once");
    return steps_ < at_once;
  }
  bool reaches(int steps) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, std::chrono::seconds(30), [&] { return steps_ >= steps; });
  }
  int steps() {
    const std::lock_guard lock(mutex_);
    return steps_;
  }
  int at_once = 0;   // So many steps without a pause.
  int fails_at = 0;  // 0: none fails.

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  int steps_ = 0;
};

TEST(StepThread, StepsOnWhileThereIsMoreAndWhenWoken) {
  Counted counted;
  counted.at_once = 4;
  StepThread thread([&] { return counted.step(); }, [] { return hours(1); });
  EXPECT_FALSE(thread.running());
  thread.start();
  EXPECT_TRUE(thread.running());
  EXPECT_TRUE(counted.reaches(4));
  thread.wake();
  EXPECT_TRUE(counted.reaches(5));
  thread.stop();
  EXPECT_EQ(counted.steps(), 5) << "an hour has not passed";
  EXPECT_TRUE(thread.ending());
  EXPECT_FALSE(thread.running());
}

TEST(StepThread, StepsAgainAfterItsPause) {
  Counted counted;
  StepThread thread([&] { return counted.step(); }, [] { return milliseconds(1); });
  thread.start();
  EXPECT_TRUE(counted.reaches(3));
}

TEST(StepThread, TellsItsTroubleUntilAStepGoesWell) {
  Counted counted;
  counted.fails_at = 1;
  StepThread thread([&] { return counted.step(); }, [] { return hours(1); });
  thread.start();
  EXPECT_TRUE(counted.reaches(1));
  while (thread.trouble().ok()) std::this_thread::yield();
  EXPECT_EQ(thread.trouble().message(), "once");
  thread.wake();
  EXPECT_TRUE(counted.reaches(2));
  while (!thread.trouble().ok()) std::this_thread::yield();
}

TEST(StepThread, EndsWithoutHavingBegun) {
  Counted counted;
  {
    StepThread thread([&] { return counted.step(); }, [] { return hours(1); });
  }
  EXPECT_EQ(counted.steps(), 0);
}

}  // namespace
}  // namespace sojourn
