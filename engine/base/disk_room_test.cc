#include "base/disk_room.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;

TEST(DiskRoom, WhatIsSetAsideForOneIsNotFoundForAnother) {
  std::optional<uint64_t> free = 100 * kMiB;
  std::string asked;
  DiskRoom room("/data", 10 * kMiB, [&](const std::string& folder) {
    asked = folder;
    return free;
  });
  EXPECT_TRUE(room.reserve(60 * kMiB).ok());
  EXPECT_EQ(asked, "/data");
  const Status refused = room.reserve(31 * kMiB);
  EXPECT_EQ(refused.code(), StatusCode::kUnavailable);
  EXPECT_EQ(refused.message(), "the disk has no room: 100 MiB are left where 101 are needed");
  EXPECT_TRUE(room.reserve(30 * kMiB).ok()) << "what was refused is not set aside";
  room.release(60 * kMiB);
  EXPECT_TRUE(room.reserve(60 * kMiB).ok());
}

TEST(DiskRoom, OthersFillTheDiskToo) {
  std::optional<uint64_t> free = 100 * kMiB;
  DiskRoom room("/data", 10 * kMiB, [&](const std::string&) { return free; });
  ASSERT_TRUE(room.reserve(60 * kMiB).ok());
  EXPECT_TRUE(room.check().ok());
  free = 69 * kMiB;
  EXPECT_EQ(room.check().code(), StatusCode::kUnavailable);
  room.release(10 * kMiB);  // Written.
  EXPECT_TRUE(room.check().ok());
  free.reset();  // The disk does not tell.
  EXPECT_TRUE(room.reserve(1000 * kMiB).ok());
}

}  // namespace
}  // namespace sojourn
