// The index of keys beside a table that is a vector, and a std::set that always knows better.
#include "store/key_index.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

constexpr auto kReplace = std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive;

struct Before {
  bool operator()(const EventKey& a, const EventKey& b) const { return comes_before(a, b); }
};

// A table of keys, and how a record uses its index.
class Table {
 public:
  Table(std::string folder, size_t fresh_max) : folder_(std::move(folder)), fresh_max_(fresh_max) { restart(); }

  void restart() {
    index_.reset();
    index_ = std::make_unique<KeyIndex>(folder_, fresh_max_);
    known_ = false;
  }
  // The rows from this one on never were: the table was put back to an earlier state.
  void roll_back(size_t rows) {
    rows_.resize(std::min(rows, rows_.size()));
    truth_.clear();
    for (const KeyMark& row : rows_) truth_.insert(row.key);
  }

  // Rows come without the index being asked, as when a record is used elsewhere and put back.
  void grow_unseen(const std::vector<EventKey>& keys) {
    for (const EventKey& key : keys) {
      if (truth_.insert(key).second) rows_.push_back({static_cast<int64_t>(rows_.size() + 1), key, ++clock_});
    }
  }

  void know() {
    if (known_ && index_->ready().ok()) return;
    known_ = false;
    for (int loading = 0; loading < 16 && !known_ && !::testing::Test::HasFatalFailure(); ++loading) {
      load();
      known_ = index_->ready().ok();
    }
    ASSERT_TRUE(known_);
  }

  void load() {
    const Status opened = index_->open(static_cast<int64_t>(rows_.size()), [&](const KeyMark& mark) -> Result<bool> {
      const KeyMark& row = rows_[static_cast<size_t>(mark.number) - 1];
      return row.key == mark.key && row.at == mark.at;
    });
    ASSERT_TRUE(opened.ok()) << opened.to_string();
    for (const KeyIndex::Range& gap : index_->gaps()) {
      index_->fill_from(gap.after);
      for (int64_t i = gap.after; i < gap.up_to; ++i) {
        ASSERT_TRUE(index_->fill(rows_[static_cast<size_t>(i)]).ok());
        ++read_;
      }
      if (settle_) must(index_->settle());
      ASSERT_TRUE(index_->filled(gap).ok());
    }
  }
  // Whatever is to be merged while gaps are filled is merged then.
  void settle_while_filling() { settle_ = true; }

  // A batch of which each key is checked against the set. It is committed, or goes.
  void append(const std::vector<EventKey>& keys, bool commit) {
    ASSERT_TRUE(index_->wait_for_room().ok());
    for (int attempt = 0; attempt < 10; ++attempt) {
      know();
      std::set<EventKey, Before> seen;
      std::vector<KeyMark> added;
      bool agrees = true;
      for (const EventKey& key : keys) {
        const bool expected = !truth_.contains(key) && seen.insert(key).second;
        agrees = index_->insert(key) == expected && agrees;
        if (expected) added.push_back({static_cast<int64_t>(rows_.size() + added.size() + 1), key, ++clock_});
      }
      if (!index_->fault().ok()) {  // Read again what was damaged.
        known_ = false;
        continue;
      }
      ASSERT_TRUE(agrees);
      if (!commit) {
        known_ = false;
        return;
      }
      for (const KeyMark& row : added) truth_.insert(row.key);
      rows_.insert(rows_.end(), added.begin(), added.end());
      if (!added.empty()) index_->committed(added.back());
      return;
    }
    FAIL() << "damaged again and again";
  }

  KeyIndex& index() { return *index_; }
  const std::vector<KeyMark>& rows() const { return rows_; }
  size_t take_read() { return std::exchange(read_, 0); }
  std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) found.push_back(entry.path().string());
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  const std::string folder_;
  const size_t fresh_max_;
  std::unique_ptr<KeyIndex> index_;
  bool known_ = false;
  bool settle_ = false;
  std::vector<KeyMark> rows_;
  std::set<EventKey, Before> truth_;
  Micros clock_ = 0;
  size_t read_ = 0;  // Rows that were read from the table.
};

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  size_t below(size_t count) { return static_cast<size_t>(random_() % count); }
  EventKey key() { return {random_(), random_()}; }
  // New keys and old ones, one or the other twice.
  std::vector<EventKey> batch(const Table& table, size_t size) {
    std::vector<EventKey> keys;
    for (size_t i = 0; i < size; ++i) {
      const bool old = below(4) == 0 && !table.rows().empty();
      keys.push_back(old ? table.rows()[below(table.rows().size())].key : key());
      if (below(20) == 0) keys.push_back(keys[below(keys.size())]);
    }
    return keys;
  }

 private:
  std::mt19937_64 random_;
};

void change_a_byte(const std::string& path, size_t at, int by) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const int byte = file.seekg(static_cast<std::streamoff>(at)).get();
  file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(byte ^ by));
}

// Whatever happens to the folder and whenever the program ends: the same answers as from a set in memory.
TEST(KeyIndex, AnswersAsASetDoesWhateverHappens) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const TemporaryFolder folder;
    Dice dice(seed);
    Table table(folder.path() + "/keys", 20 + dice.below(300));
    for (int step = 0; step < 120; ++step) {
      table.append(dice.batch(table, 1 + dice.below(dice.below(8) == 0 ? 600 : 30)), dice.below(6) != 0);
      if (HasFatalFailure()) return;
      const size_t what = dice.below(24);
      if (what > 8) continue;
      table.restart();
      const std::vector<std::string> files = table.files();
      if (what < 2 || files.empty()) continue;
      const std::string& file = files[dice.below(files.size())];
      const size_t size = std::filesystem::file_size(file);
      if (what < 5) change_a_byte(file, dice.below(size), 1 + static_cast<int>(dice.below(255)));
      if (what == 5) std::filesystem::remove(file);
      if (what == 6) std::filesystem::resize_file(file, dice.below(size));
      if (what == 8) std::filesystem::copy_file(file, folder.path() + "/keys/1-99.keys", kReplace);
      if (what != 7) continue;
      table.roll_back(dice.below(table.rows().size() + 1));
      table.grow_unseen(dice.batch(table, dice.below(2000)));
    }
  }
}

TEST(KeyIndex, OpeningReadsNoMoreThanTheNewestRows) {
  const TemporaryFolder folder;
  Dice dice(1);
  Table table(folder.path() + "/keys", 100);
  for (int i = 0; i < 100; ++i) table.append(dice.batch(table, 100), true);
  const size_t runs = must(table.index().settle());
  EXPECT_LE(runs, 8u);
  EXPECT_EQ(table.files().size(), runs);
  table.restart();
  table.know();
  EXPECT_LT(table.take_read(), 300u);
  table.append(dice.batch(table, 100), true);
}

// Each is at least 5/4 of all newer ones together.
TEST(KeyIndex, RunsStayFewHoweverManyKeysThereAre) {
  const TemporaryFolder folder;
  Dice dice(2);
  Table table(folder.path() + "/keys", 4);
  for (int i = 0; i < 160; ++i) {
    table.append(dice.batch(table, 5), true);
    const auto most = static_cast<size_t>(2 + std::log(i + 1) / std::log(2.25));
    if (i % 40 == 39) {
      EXPECT_LE(must(table.index().settle()), most) << i;
    }
  }
}

TEST(KeyIndex, OnlyWhatIsMissingIsReadAgain) {
  const TemporaryFolder folder;
  Dice dice(3);
  Table table(folder.path() + "/keys", 1000);
  for (int i = 0; i < 7; ++i) {
    table.append(dice.batch(table, 4000 >> i), true);
    must(table.index().settle());
  }
  table.restart();
  const std::vector<std::string> files = table.files();
  ASSERT_GT(files.size(), 1u);
  for (const std::string& file : files) {
    const auto facts = must(KeyRun::open(file))->facts();
    const auto rows = static_cast<size_t>(facts.last.number - facts.after);
    table.restart();
    table.know();
    const size_t fresh = table.take_read();
    table.restart();
    change_a_byte(file, 20, 1);  // In its header.
    table.know();
    EXPECT_EQ(table.take_read(), rows + fresh);
    must(table.index().settle());
    table.append(dice.batch(table, 50), false);
    if (!std::filesystem::exists(file)) break;  // Merged with another.
  }
}

TEST(KeyIndex, RunsOfAnotherTableAreNotBelieved) {
  const TemporaryFolder folder;
  Dice dice(4);
  Table table(folder.path() + "/keys", 50);
  Table other(folder.path() + "/other", 50);
  for (int i = 0; i < 30; ++i) {
    table.append(dice.batch(table, 20), true);
    if (i < 15) other.append(dice.batch(other, 20), true);
  }
  table.restart();
  must(other.index().settle());
  other.restart();
  for (const std::string& file : table.files()) std::filesystem::remove(file);
  std::filesystem::copy(folder.path() + "/other", folder.path() + "/keys", kReplace);
  table.append(dice.batch(table, 200), true);
}

// A batch that was not committed leaves no key behind.
TEST(KeyIndex, WhatIsNotCommittedIsForgotten) {
  const TemporaryFolder folder;
  Dice dice(5);
  Table table(folder.path() + "/keys", 50);
  const std::vector<EventKey> keys = dice.batch(table, 200);
  for (int i = 0; i < 5; ++i) table.append(keys, false);
  table.append(keys, true);
}

// A merge finds it while the newer rows are read from the table.
TEST(KeyIndex, DamageThatIsFoundWhileAGapIsFilledLeavesNoHole) {
  const TemporaryFolder folder;
  Dice dice(7);
  Table table(folder.path() + "/keys", 1000);
  for (int i = 0; i < 10; ++i) table.append(dice.batch(table, 1000), true);
  must(table.index().settle());
  table.restart();
  for (const std::string& file : table.files()) change_a_byte(file, std::filesystem::file_size(file) - 1, 1);
  std::vector<EventKey> more;
  for (int i = 0; i < 20'000; ++i) more.push_back(dice.key());
  table.grow_unseen(more);
  table.settle_while_filling();
  std::vector<EventKey> known;
  for (const KeyMark& row : table.rows()) known.push_back(row.key);
  table.append(known, true);
}

// A disk without room: batches are refused while too much waits, and nothing is lost when there is room again.
TEST(KeyIndex, ADiskWithoutRoomHoldsItUpAndNoMore) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    Dice dice(6);
    Table table(folder.path() + "/keys", 50);
    table.append(dice.batch(table, 60), true);
    rlimit limit{100, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    Status status;
    for (int i = 0; i < 20 && status.ok(); ++i) {
      table.append(dice.batch(table, 60), true);
      status = table.index().wait_for_room();
    }
    if (status.code() != StatusCode::kUnavailable) ::_exit(1);
    limit = {RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 100 && !table.index().wait_for_room().ok(); ++i) ::usleep(100'000);
    for (int i = 0; i < 20; ++i) table.append(dice.batch(table, 60), true);
    ::_exit(::testing::Test::HasFailure() ? 2 : 0);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << WEXITSTATUS(status);
}

}  // namespace
}  // namespace sojourn
