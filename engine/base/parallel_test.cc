// Every index once, in private lanes, with failures passed on, whatever the number of threads.
#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace sojourn {
namespace {

TEST(ParallelFor, CallsEveryIndexOnce) {
  for (const size_t threads : {0U, 1U, 2U, 7U}) {
    for (const size_t count : {0U, 1U, 5U, 10'000U}) {
      std::vector<std::atomic<int>> calls(count);
      parallel_for(count, threads, [&](size_t thread, size_t index) {
        EXPECT_LT(thread, std::max<size_t>(threads, 1));
        ++calls[index];
      });
      for (const std::atomic<int>& number : calls) EXPECT_EQ(number, 1);
    }
  }
}

TEST(ParallelFor, GivesEachThreadItsOwnLaneInAscendingOrder) {
  struct Lane {
    size_t sum = 0;
    size_t last = 0;
    bool ascending = true;
  };
  std::vector<Lane> lanes(4);
  parallel_for(50'000, lanes.size(), [&](size_t thread, size_t index) {
    Lane& lane = lanes[thread];  // Unguarded on purpose: the thread sanitizer would tell of an overlap.
    lane.ascending = lane.ascending && (lane.sum == 0 || index > lane.last);
    lane.last = index;
    lane.sum += index;
  });
  size_t sum = 0;
  for (const Lane& lane : lanes) {
    sum += lane.sum;
    EXPECT_TRUE(lane.ascending);
  }
  EXPECT_EQ(sum, size_t{50'000} * 49'999 / 2);
}

TEST(ParallelFor, ThrowsOnTheLowestFailure) {
  for (const size_t threads : {1U, 3U}) {
    try {
      parallel_for(1000, threads, [](size_t, size_t index) {
        if (index >= 10) throw std::runtime_error(std::to_string(index));
      });
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "10");
    }
  }
}

TEST(ThreadCount, IsWhatTheEnvironmentSays) {
  ::setenv("SOJOURN_THREADS", "3", 1);
  EXPECT_EQ(thread_count(), 3U);
  for (const char* nonsense : {"0", "many", "", "-1", "2x"}) {
    ::setenv("SOJOURN_THREADS", nonsense, 1);
    EXPECT_GE(thread_count(), 1U) << nonsense;
    EXPECT_LE(thread_count(), 1024U) << nonsense;
  }
  ::unsetenv("SOJOURN_THREADS");
  EXPECT_GE(thread_count(), 1U);
}

}  // namespace
}  // namespace sojourn
