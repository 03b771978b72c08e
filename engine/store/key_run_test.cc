// Runs of keys in files: all that was put is found, nothing else, and no damage goes unseen.
#include "store/key_run.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

std::vector<EventKey> random_keys(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<EventKey> keys(count);
  for (EventKey& key : keys) key = {random(), random()};
  std::sort(keys.begin(), keys.end(), comes_before);
  return keys;
}

std::shared_ptr<KeyRun> write_run(const std::string& path, const std::vector<EventKey>& keys) {
  const auto writer = must(KeyRunWriter::create(path, 5, {900, {1, 2}, 77}, keys.size()));
  for (const EventKey& key : keys) EXPECT_TRUE(writer->put(key).ok());
  EXPECT_TRUE(writer->finish().ok());
  return must(KeyRun::open(path));
}

std::vector<EventKey> read_run(const KeyRun& run) {
  const auto reader = must(KeyRunReader::open(run));
  std::vector<EventKey> keys;
  while (!reader->at_end()) {
    keys.push_back(reader->key());
    EXPECT_TRUE(reader->advance().ok());
  }
  return keys;
}

// Answers that none of them may have, and those that all must have.
void expect_exactly(KeyRun& run, const std::vector<EventKey>& keys) {
  for (const EventKey& key : keys) {
    ASSERT_EQ(run.find(key), KeyRun::Answer::kYes);
    for (const EventKey& near : {EventKey{key.low + 1, key.high}, EventKey{key.low, key.high + 1},
                                 EventKey{key.high, key.low}, EventKey{key.low ^ (uint64_t{1} << 63), key.high}}) {
      const bool there = std::binary_search(keys.begin(), keys.end(), near, comes_before);
      ASSERT_EQ(run.find(near), there ? KeyRun::Answer::kYes : KeyRun::Answer::kNo);
    }
  }
}

TEST(KeyRun, HoldsWhatWasPutAndNothingElse) {
  const TemporaryFolder folder;
  for (const size_t count : {0u, 1u, 2u, 31u, 254u, 255u, 256u, 2015u, 2016u, 50'000u}) {
    const std::vector<EventKey> keys = random_keys(count, count);
    const auto run = write_run(folder.path() + "/" + std::to_string(count), keys);
    EXPECT_EQ(run->facts().keys, count);
    EXPECT_EQ(run->facts().after, 5);
    EXPECT_EQ(run->facts().last.number, 900);
    EXPECT_EQ(run->facts().last.key, (EventKey{1, 2}));
    EXPECT_EQ(run->facts().last.at, 77);
    expect_exactly(*run, keys);
    EXPECT_EQ(read_run(*run), keys);
    EXPECT_EQ(run->find({}), KeyRun::Answer::kNo);
  }
}

// Keys are hashes, but what is right must not hang on that.
TEST(KeyRun, KeysMayLieAnywhere) {
  const TemporaryFolder folder;
  std::vector<EventKey> keys;
  for (uint64_t i = 0; i < 5'000; ++i) {
    keys.push_back({i, 0});
    keys.push_back({~i, ~uint64_t{0}});
    keys.push_back({i << 40, i % 3});
    keys.push_back({7, i << 50});
  }
  std::sort(keys.begin(), keys.end(), comes_before);
  const auto run = write_run(folder.path() + "/run", keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());  // The same key again is passed over.
  EXPECT_EQ(run->facts().keys, keys.size());
  expect_exactly(*run, keys);
  EXPECT_EQ(read_run(*run), keys);
}

TEST(KeyRun, WhatIsNotFinishedIsNotThere) {
  const TemporaryFolder folder;
  {
    const auto writer = must(KeyRunWriter::create(folder.path() + "/run", 0, {}, 10));
    EXPECT_TRUE(writer->put({1, 1}).ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(KeyRun::open(folder.path() + "/run").status().code(), StatusCode::kNotFound);
}

// Every byte of a run in turn is another one. No key is denied that is there, none is found that is not: where it
// matters, the run says that it is damaged; and it always does when all of it is read.
TEST(KeyRun, NoDamagedByteGoesUnseen) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/run";
  const std::vector<EventKey> keys = random_keys(300, 1);
  const std::vector<EventKey> others = random_keys(300, 2);
  write_run(path, keys);
  const size_t size = std::filesystem::file_size(path);
  ASSERT_EQ(size, 4 * 4096u);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::mt19937 random(3);
  for (size_t at = 0; at < size; ++at) {
    char byte = 0;
    file.seekg(static_cast<std::streamoff>(at)).get(byte);
    file.seekp(static_cast<std::streamoff>(at)).put(static_cast<char>(byte ^ (1 + random() % 255))).flush();
    const auto run = KeyRun::open(path);
    if (at < 4096) {
      ASSERT_EQ(run.status().code(), StatusCode::kCorruption) << "byte " << at;
    } else {
      bool damaged = false;
      for (const EventKey& key : keys) {
        const KeyRun::Answer answer = (*run)->find(key);
        ASSERT_NE(answer, KeyRun::Answer::kNo) << "byte " << at;
        damaged = damaged || answer == KeyRun::Answer::kDamaged;
      }
      for (const EventKey& key : others) ASSERT_NE((*run)->find(key), KeyRun::Answer::kYes) << "byte " << at;
      ASSERT_TRUE(damaged) << "byte " << at;
    }
    file.seekp(static_cast<std::streamoff>(at)).put(byte).flush();
  }
  expect_exactly(*must(KeyRun::open(path)), keys);
}

TEST(KeyRun, AReaderSeesDamageToo) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/run";
  const auto run = write_run(path, random_keys(40'000, 1));
  std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(500'000).put('!');
  const auto reader = must(KeyRunReader::open(*run));
  Status status;
  while (status.ok() && !reader->at_end()) status = reader->advance();
  EXPECT_EQ(status.code(), StatusCode::kCorruption);
}

TEST(KeyRun, AnotherLengthIsDamage) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/run";
  write_run(path, random_keys(3'000, 1));
  const size_t size = std::filesystem::file_size(path);
  for (const size_t other : {size_t{0}, size_t{1}, size_t{4095}, size_t{4096}, size - 4096, size - 1, size + 1}) {
    std::filesystem::resize_file(path, other);
    EXPECT_EQ(KeyRun::open(path).status().code(), StatusCode::kCorruption) << other;
    std::filesystem::resize_file(path, other);
    write_run(path, random_keys(3'000, 1));
  }
}

// A page of the run that stood there before, or of another place, has a checksum that was right once.
TEST(KeyRun, APageOfAnotherPlaceIsDamage) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/run";
  const std::vector<EventKey> keys = random_keys(3'000, 1);
  write_run(path, keys);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::vector<char> page(4096);
  file.seekg(8 * 4096).read(page.data(), 4096);
  file.seekp(7 * 4096).write(page.data(), 4096).flush();
  const auto run = must(KeyRun::open(path));
  bool damaged = false;
  for (const EventKey& key : keys) damaged = damaged || run->find(key) == KeyRun::Answer::kDamaged;
  EXPECT_TRUE(damaged);
}

}  // namespace
}  // namespace sojourn
