#include "enrich/fact_book.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <thread>

#include "base/disk.h"
#include "enrich/voice_facts.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Book = FactBook<VoiceFacts>;

VoiceFacts facts_of(uint32_t number) {
  VoiceFacts facts;
  facts.score = static_cast<int16_t>(number % 10'000);
  facts.topic = number;
  return facts;
}

std::unique_ptr<Book> open_book(const std::string& path, uint64_t version = 7) {
  auto book = Book::open(path, version, 1);
  EXPECT_TRUE(book.has_value());
  return std::move(*book);
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST(FactBook, FindsWhatWasAddedAndNothingElse) {
  const auto book = open_book("");
  std::mt19937_64 random(1);
  std::vector<uint64_t> keys;
  for (uint32_t i = 0; i < 20'000; ++i) {
    keys.push_back(random());
    book->add(keys.back(), facts_of(i));
  }
  for (uint32_t i = 0; i < keys.size(); ++i) EXPECT_EQ(book->find(keys[i]), facts_of(i));
  EXPECT_EQ(book->size(), keys.size());
  EXPECT_FALSE(book->find(random()));
  book->add(keys[3], facts_of(99));  // What was told first stays.
  EXPECT_EQ(book->find(keys[3]), facts_of(3));
  EXPECT_EQ(book->find(0), std::nullopt);  // 0 is a key like any other.
  book->add(0, facts_of(5));
  EXPECT_EQ(book->find(0), facts_of(5));
}

TEST(FactBook, KeepsFactsAndWordsOverAReopening) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/texts.book";
  {
    const auto book = open_book(path);
    for (uint32_t i = 0; i < 10'000; ++i) book->add(i, facts_of(i));
    EXPECT_EQ(book->words(0)->intern("checkout length"), 1U);
    book->add(10'000, facts_of(10'000));
  }
  const auto again = open_book(path);
  EXPECT_EQ(again->size(), 10'001U);
  EXPECT_EQ(again->find(9'999), facts_of(9'999));
  EXPECT_EQ(again->words(0)->find("checkout length"), 1U);
}

TEST(FactBook, BeginsAnewForAnotherVersion) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/texts.book";
  open_book(path)->add(1, facts_of(1));
  EXPECT_EQ(open_book(path, 8)->size(), 0U);
  EXPECT_EQ(open_book(path, 7)->size(), 0U);  // The other one has taken its place.
}

TEST(FactBook, DropsWhatIsDamagedAndGoesOn) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/texts.book";
  for (uint32_t batch = 0; batch < 3; ++batch) {
    const auto book = open_book(path);
    for (uint32_t i = 0; i < 10; ++i) book->add(100 * batch + i, facts_of(i));
  }
  const std::string whole = *read_file(path);
  for (size_t cut = 0; cut <= whole.size(); ++cut) {
    write_bytes(path, whole.substr(0, cut));
    const auto book = open_book(path);
    EXPECT_EQ(book->size() % 10, 0U) << cut;  // Whole batches or nothing.
    EXPECT_TRUE(cut < whole.size() || book->size() == 30U);
  }
  for (size_t byte = 0; byte < whole.size(); ++byte) {
    std::string damaged = whole;
    damaged[byte] = static_cast<char>(damaged[byte] ^ 0x40);
    write_bytes(path, damaged);
    auto book = open_book(path);
    EXPECT_LT(book->size(), 30U) << byte;
    book->add(777, facts_of(7));
    book.reset();
    EXPECT_EQ(open_book(path)->find(777), facts_of(7)) << byte;
  }
}

TEST(FactBook, IsSafeFromManyThreads) {
  const auto book = open_book("");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&book] {
      for (uint32_t i = 0; i < 5000; ++i) {
        const auto known = book->find(i);
        EXPECT_TRUE(!known || *known == facts_of(i));
        book->add(i, facts_of(i));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(book->size(), 5000U);
}

}  // namespace
}  // namespace sojourn
