// Files of our own: whole or not at all, errors by code, and locks that exclude. Works in a fresh folder a test.
#include "base/disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "sojourn_disk_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
};

TEST_F(DiskTest, WritesAndReadsWholeFiles) {
  std::string bytes(100'000, 'x');
  bytes.append("a\0b\n", 4);
  ASSERT_TRUE(write_file_atomic(path("one"), bytes).ok());
  EXPECT_EQ(read_file(path("one")).value(), bytes);
  EXPECT_EQ(MappedFile::open(path("one")).value()->bytes(), bytes);
  ASSERT_TRUE(write_file_atomic(path("one"), "new").ok());
  EXPECT_EQ(read_file(path("one")).value(), "new");
  EXPECT_THAT(list_folder(folder_).value(), ElementsAre("one"));  // No temporary file is left.
}

TEST_F(DiskTest, KeepsAMappingWhenItsFileIsReplaced) {
  ASSERT_TRUE(write_file_atomic(path("one"), "old bytes").ok());
  const std::shared_ptr<const MappedFile> mapped = MappedFile::open(path("one")).value();
  ASSERT_TRUE(write_file_atomic(path("one"), "new").ok());
  EXPECT_EQ(mapped->bytes(), "old bytes");
}

TEST_F(DiskTest, MapsAnEmptyFile) {
  ASSERT_TRUE(write_file_atomic(path("empty"), "").ok());
  EXPECT_TRUE(MappedFile::open(path("empty")).value()->bytes().empty());
  EXPECT_EQ(read_file(path("empty")).value(), "");
}

TEST_F(DiskTest, ReadersSeeTheOldFileOrTheNewOne) {
  const std::string old_bytes(50'000, 'o');
  const std::string new_bytes(70'000, 'n');
  ASSERT_TRUE(write_file_atomic(path("one"), old_bytes).ok());
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 40; ++i) {
      EXPECT_TRUE(write_file_atomic(path("one"), i % 2 == 0 ? new_bytes : old_bytes).ok());
    }
    done = true;
  });
  while (!done) {
    const std::string seen = read_file(path("one")).value();
    EXPECT_TRUE(seen == old_bytes || seen == new_bytes);
  }
  writer.join();
}

TEST_F(DiskTest, NamesWhatIsMissing) {
  for (const Status& status : {MappedFile::open(path("none")).status(), read_file(path("none")).status(),
                               list_folder(path("none")).status(), write_file_atomic(path("none/x"), "")}) {
    EXPECT_EQ(status.code(), StatusCode::kNotFound);
    EXPECT_THAT(status.where(), HasSubstr(folder_));
  }
  EXPECT_EQ(read_file(folder_).error().code(), StatusCode::kUnavailable);
  EXPECT_EQ(MappedFile::open(folder_).error().code(), StatusCode::kUnavailable);
  EXPECT_EQ(remove_file(folder_).code(), StatusCode::kUnavailable);
}

TEST_F(DiskTest, LeavesNothingWhenAFileCannotBePutInItsPlace) {
  ASSERT_TRUE(make_folders(path("taken")).ok());
  EXPECT_EQ(write_file_atomic(path("taken"), "x").code(), StatusCode::kUnavailable);
  EXPECT_THAT(list_folder(folder_).value(), ElementsAre("taken"));
}

TEST_F(DiskTest, MakesListsAndRemoves) {
  ASSERT_TRUE(make_folders(path("a/b/c")).ok());
  ASSERT_TRUE(make_folders(path("a/b/c")).ok());
  ASSERT_TRUE(write_file_atomic(path("z"), "").ok());
  EXPECT_THAT(list_folder(folder_).value(), ElementsAre("a", "z"));
  EXPECT_TRUE(file_exists(path("z")));
  EXPECT_TRUE(remove_file(path("z")).ok());
  EXPECT_TRUE(remove_file(path("z")).ok());
  EXPECT_FALSE(file_exists(path("z")));
  ASSERT_TRUE(write_file_atomic(path("z"), "").ok());
  EXPECT_EQ(make_folders(path("z/under")).code(), StatusCode::kUnavailable);
}

TEST_F(DiskTest, ANewFileNeverReplacesWhatIsThereAndLeavesNothingBehind) {
  const auto first = make_unfinished_file(path("report"));
  const auto second = make_unfinished_file(path("report"));
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_NE(*first, *second);
  ASSERT_TRUE(write_file_atomic(*first, "one").ok());
  ASSERT_TRUE(write_file_atomic(*second, "two").ok());
  EXPECT_TRUE(finish_new_file(*first, path("report")).ok());
  EXPECT_EQ(finish_new_file(*second, path("report")).code(), StatusCode::kConflict);
  EXPECT_EQ(read_file(path("report")).value(), "one");
  EXPECT_FALSE(file_exists(*first) || file_exists(*second));
  EXPECT_EQ(make_unfinished_file(path("none/report")).status().code(), StatusCode::kNotFound);
}

TEST_F(DiskTest, LocksOutASecondTakerAndNamesTheFirst) {
  {
    const auto lock = FileLock::take(path("lock"), "process 12 (sojourn serve)");
    ASSERT_TRUE(lock.has_value());
    const auto second = FileLock::take(path("lock"), "process 13");
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code(), StatusCode::kConflict);
    EXPECT_THAT(second.error().message(), HasSubstr("process 12 (sojourn serve)"));
  }
  EXPECT_TRUE(FileLock::take(path("lock"), "process 13").has_value());
  EXPECT_EQ(FileLock::take(path("none/lock"), "x").error().code(), StatusCode::kNotFound);
}

TEST_F(DiskTest, ReleasesTheLockOfAProcessThatDied) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto lock = FileLock::take(path("lock"), "a longer text than its follower writes");
    ::_exit(lock.has_value() ? 0 : 1);  // Without running destructors, as a crash would.
  }
  int outcome = -1;
  ASSERT_EQ(::waitpid(child, &outcome, 0), child);
  ASSERT_EQ(outcome, 0);
  const auto lock = FileLock::take(path("lock"), "next");
  ASSERT_TRUE(lock.has_value());
  EXPECT_EQ(read_file(path("lock")).value(), "next");
}

}  // namespace
}  // namespace sojourn
