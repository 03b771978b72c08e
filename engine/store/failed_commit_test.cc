// A disk that cannot take the last bytes of a commit, or cannot sync them: it fails at its very end, when its rows stand
// in the tables already and DuckDB must take them out again. The program must live, and the record must hold what was
// acknowledged. And a disk that says it has no room: nothing is begun.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "store/batch_fixture.h"
#include "store/duckdb_session.h"
#include "store/key_index.h"

namespace {
std::atomic<bool> g_sync_fails = false;
[[maybe_unused]] std::atomic<uint64_t> g_room = UINT64_MAX;  // Bytes the disk says it has, at most.
}  // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // They have one of their own.
// In place of the C library's, for this program: DuckDB calls it too.
extern "C" int fsync(int file) {
  if (!g_sync_fails) return static_cast<int>(::syscall(SYS_fsync, file));
  errno = EIO;
  return -1;
}
extern "C" int statvfs(const char* path, struct statvfs* found) noexcept {
  struct statfs disk {};
  if (::statfs(path, &disk) != 0) return -1;
  *found = {};
  found->f_bsize = static_cast<unsigned long>(disk.f_bsize);
  found->f_frsize = 1;
  found->f_bavail = std::min<uint64_t>(disk.f_bavail * static_cast<uint64_t>(disk.f_frsize), g_room);
  found->f_bfree = found->f_bavail;
  found->f_blocks = disk.f_blocks * static_cast<uint64_t>(disk.f_frsize);
  found->f_flag = static_cast<unsigned long>(disk.f_flags);
  return 0;
}
#endif

namespace sojourn {
namespace {

using Kind = IdentifierKind;

void limit_files(rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

// Batches of events with one identifier or two: those of two stand in the column `others`.
class Sender {
 public:
  explicit Sender(std::mt19937& random) : random_(random) {}
  bool send(Store& store, size_t events) {
    BatchMaker maker;
    const size_t share = random_() % 3;  // None, half or all have two.
    for (size_t i = 0; i < events; ++i) {
      const std::string person = std::to_string(++next_ % 1000);
      Who who{{Kind::kId, person}};
      if (random_() % 2 < share) who.emplace_back(Kind::kEmail, person + "@example.com");
      maker.add(std::to_string(next_), 1, who);
    }
    return store.append(maker.batch()).has_value();
  }

 private:
  std::mt19937& random_;
  size_t next_ = 0;
};

// 0 when all went as it should.
int commits_that_fail(const std::string& folder, uint32_t seed) {
  std::mt19937 random(seed);
  ::signal(SIGXFSZ, SIG_IGN);
  auto store = open_store(folder);
  Sender sender(random);
  int failed = 0;
  for (int round = 0; round < 8; ++round) {
    for (size_t i = random() % 5; i > 0; --i) {
      if (!sender.send(*store, 1 + random() % 2000)) return 1;
    }
    if (random() % 3 == 0) {
      store.reset();
      store = open_store(folder);
    }
    if (!sender.send(*store, 1 + random() % 3)) return 2;
    const int64_t before = store->last_sequence();
    std::error_code none;
    const uintmax_t log = std::filesystem::file_size(folder + "/record.duckdb.wal", none);
    if (random() % 2 == 0) {
      g_sync_fails = true;
    } else {
      limit_files((none ? 0 : log) + random() % 300);
    }
    if (!sender.send(*store, 1 + random() % 8)) ++failed;
    g_sync_fails = false;
    limit_files(RLIM_INFINITY);
    if (!sender.send(*store, 1 + random() % 8)) return 4;
    if (store->last_sequence() <= before) return 5;
  }
  if (failed == 0) return 3;
  int64_t seen = 0;
  const Status status = store->scan({}, [&](const EventColumns& columns) -> Status {
    seen += static_cast<int64_t>(columns.count);
    return {};
  });
  return status.ok() && seen == store->last_sequence() ? 0 : 6;
}

TEST(FailedCommit, IsUndoneAtItsVeryEndAndTheRecordGoesOn) {
  for (uint32_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(commits_that_fail(folder.path(), seed));
    int status = 1;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    const auto store = open_store(folder.path());
    for (const IdentifierRow& row : *store->identifiers()) {  // Texts that were undone badly would be longer.
      EXPECT_LE(row.identifier.value.size(), std::string_view("999@example.com").size());
    }
  }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

using Clock = std::chrono::steady_clock;

// The exit status of a child that runs this; a signal counts as -1.
template <class Body>
int in_child(const Body& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool fails(Sender& sender, Store& store) {
  g_sync_fails = true;
  const bool stored = sender.send(store, 1);
  g_sync_fails = false;
  return !stored;
}

TEST(FailedCommit, IsForgivenAlsoWhenTheRecordCannotBeOpenedAtOnce) {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/record.duckdb";
  EXPECT_EQ(in_child([&] {
              std::mt19937 random(1);
              Sender sender(random);
              const auto store = open_store(folder.path());
              if (!sender.send(*store, 10) || !fails(sender, *store)) return 1;
              std::filesystem::rename(file, file + ".away");
              std::filesystem::create_directory(file);
              for (int i = 0; i < 3; ++i) {
                const Document document{"kind", "name", "text", 0};
                if (store->put_documents(std::span(&document, 1)).code() != StatusCode::kUnavailable) return 2;
                if (store->sql("SELECT 1", 1).status().code() != StatusCode::kUnavailable) return 3;
                if (sender.send(*store, 1)) return 4;
              }
              std::filesystem::remove(file);
              std::filesystem::rename(file + ".away", file);
              if (!sender.send(*store, 5)) return 5;
              return store->last_sequence() >= 15 && store->sql("SELECT 1", 1).has_value() ? 0 : 6;
            }),
            0);
  EXPECT_GE(open_store(folder.path())->last_sequence(), 15);
}

// Who reads is stopped, and nobody begins; but who has rows and takes his time is not taken them away.
TEST(FailedCommit, ReadersDoNotHoldUpTheRecordThatMustBeOpenedAnew) {
  const TemporaryFolder folder;
  EXPECT_EQ(in_child([&] {
              std::mt19937 random(2);
              Sender sender(random);
              const auto store = open_store(folder.path());
              if (!sender.send(*store, 20'000)) return 1;
              std::atomic<int> state = 0;
              Status slow;
              std::thread reader([&] {
                slow = store->scan({}, [&](const EventColumns&) -> Status {
                  state = std::max(state.load(), 1);
                  for (int i = 0; i < 500 && state < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
                  return {};
                });
              });
              while (state == 0) std::this_thread::yield();
              const bool failed = fails(sender, *store);
              const bool held_up = !sender.send(*store, 1);
              const auto from = Clock::now();
              const Status refused = store->scan({}, [](const EventColumns&) { return Status(); });
              const bool at_once =
                  Clock::now() - from < std::chrono::seconds(2);  // The reader would be waited for 5 s.
              state = 2;
              const bool stored = sender.send(*store, 1);
              reader.join();
              if (!failed || !held_up) return 2;
              if (refused.code() != StatusCode::kUnavailable || !at_once) return 3;
              if (!slow.ok() && slow.code() != StatusCode::kUnavailable) return 4;
              if (!stored) return 5;
              return store->scan({}, [](const EventColumns&) { return Status(); }).ok() ? 0 : 6;
            }),
            0);
}

TEST(FailedCommit, AQuestionIsStoppedWhenTheRecordMustBeOpenedAnew) {
  const TemporaryFolder folder;
  EXPECT_EQ(
      in_child([&] {
        std::mt19937 random(3);
        Sender sender(random);
        const auto store = open_store(folder.path());
        if (!sender.send(*store, 20'000)) return 1;
        Status answered;
        std::thread asker([&] {
          answered =
              store->sql("SELECT sum((a.sequence + b.sequence * c.sequence) % 7) FROM events a, events b, events c", 1)
                  .status();
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        const bool failed = fails(sender, *store);
        const bool stored = sender.send(*store, 1);
        asker.join();
        return failed && stored && answered.code() == StatusCode::kUnavailable ? 0 : 2;
      }),
      0);
}

TEST(FailedCommit, AnOldRecordIsBroughtForwardWhenThatCanBeDone) {
  const TemporaryFolder folder;
  {
    const auto old = must(DuckDatabase::open(folder.path() + "/record.duckdb", {}));
    const Status made =
        must(DuckConnection::open(old)).run(must(read_file(source_folder() + "/tests/golden/make_store_v2.sql")));
    ASSERT_TRUE(made.ok()) << made.to_string();
  }
  EXPECT_EQ(in_child([&] {
              g_room = 4 << 20;
              if (Store::open(folder.path(), {}).status().code() != StatusCode::kUnavailable) return 1;
              g_room = UINT64_MAX;
              g_sync_fails = true;
              if (Store::open(folder.path(), {}).status().code() != StatusCode::kUnavailable) return 2;
              g_sync_fails = false;
              return Store::open(folder.path(), {}).has_value() ? 0 : 3;
            }),
            0);
  EXPECT_EQ(open_store(folder.path())->last_sequence(), 2);
}

TEST(FailedCommit, NothingIsBegunWithoutRoom) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker big;
  const std::string text(100'000, 'x');
  for (int i = 0; i < 200; ++i) big.add(std::to_string(i), 1, {{Kind::kId, "1"}}).set_text(Field::kText, text);
  const Document document{"kind", "name", "text", 0};
  const std::vector<std::pair<std::string, std::string>> rules{{"visit*", "buy"}};
  g_room = 20 << 20;
  EXPECT_EQ(store->append(big.batch()).status().code(), StatusCode::kUnavailable);  // Texts that are not its arena's.
  EXPECT_TRUE(store->put_documents(std::span(&document, 1)).ok());
  g_room = 10 << 20;
  EXPECT_EQ(store->put_documents(std::span(&document, 1)).code(), StatusCode::kUnavailable);
  EXPECT_EQ(store->remove_document("kind", "name").code(), StatusCode::kUnavailable);
  EXPECT_EQ(store->set_touchpoint_stages(rules).code(), StatusCode::kUnavailable);
  EXPECT_EQ(store->link({Kind::kId, "1"}, {Kind::kId, "2"}, "").status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(store->sql("SELECT count(*) FROM events", 1).has_value());  // Reading needs none.
  g_room = UINT64_MAX;
  EXPECT_EQ(must(store->append(big.batch())).stored, 200);
  EXPECT_TRUE(store->remove_document("kind", "name").ok());
}

// The folder's files: a merge would take the room that commits need.
TEST(FailedCommit, KeysAreNotMergedWithoutRoomToSpare) {
  const TemporaryFolder folder;
  KeyIndex index(folder.path(), 100);
  const auto nobody = [](const KeyMark&) -> Result<bool> { return false; };
  ASSERT_TRUE(index.open(0, nobody).ok());
  index.fill_from(0);
  g_room = 100 << 20;
  for (int64_t i = 1; i <= 1000; ++i) ASSERT_TRUE(index.fill({i, {static_cast<uint64_t>(i), 1}, i}).ok());
  const size_t runs = must(index.settle());
  g_room = UINT64_MAX;
  EXPECT_EQ(runs, 10U);
}

#endif

}  // namespace
}  // namespace sojourn
