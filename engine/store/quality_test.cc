// Counts by source, and rejects: what a second import of the same file must leave as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/batch_fixture.h"
#include "store/source_ledger.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;

std::vector<int64_t> numbers(const IntakeCounts& counts) {
  return {counts.rows, counts.events, counts.repeats, counts.without_id, counts.without_time, counts.rejected};
}

// rows, events, repeats, without_id, without_time, rejected
constexpr IntakeCounts kFile{100, 80, 5, 3, 2, 15};
constexpr IntakeCounts kSameAgain{100, 0, 85, 3, 2, 15};

TEST(SourceLedger, AFirstRunIsSummedOverItsBatches) {
  SourceLedger ledger;
  ledger.add({1, "f"}, 7, kFile, 15);
  EXPECT_THAT(numbers(ledger.add({1, "f"}, 7, kFile, 15).first.total), ElementsAre(200, 160, 10, 6, 4, 30));
}

TEST(SourceLedger, ReadingAFileAgainChangesNothing) {
  SourceLedger ledger;
  ledger.add({1, "f"}, 7, kFile, 15);
  EXPECT_EQ(numbers(ledger.add({1, "f"}, 8, kSameAgain, 0).first.total), numbers(kFile));
  EXPECT_EQ(numbers(ledger.add({1, "f"}, 9, kSameAgain, 0).first.total), numbers(kFile));
}

TEST(SourceLedger, AFileThatGrewCountsItsRowsOnce) {
  SourceLedger ledger;
  ledger.add({1, "f"}, 7, kFile, 15);
  ledger.add({1, "f"}, 8, kSameAgain, 0);
  const auto& line = ledger.add({1, "f"}, 8, {50, 50, 0, 1, 0, 0}, 0).first;
  EXPECT_THAT(numbers(line.total), ElementsAre(150, 130, 5, 4, 2, 15));
}

TEST(SourceLedger, AnImportThatWasCutOffIsCountedOnceWhenItIsMadeGood) {
  SourceLedger ledger;
  ledger.add({1, "f"}, 7, {40, 40, 0, 0, 0, 0}, 0);
  ledger.add({1, "f"}, 8, {40, 0, 40, 0, 0, 0}, 0);
  EXPECT_THAT(numbers(ledger.add({1, "f"}, 8, {60, 60, 0, 0, 0, 0}, 0).first.total), ElementsAre(100, 100, 0, 0, 0, 0));
}

TEST(SourceLedger, OtherRowsUnderAnOldNameAreAdded) {
  SourceLedger ledger;
  ledger.add({1, "f"}, 7, kFile, 15);
  EXPECT_THAT(numbers(ledger.add({1, "f"}, 8, {10, 9, 1, 0, 0, 0}, 0).first.total), ElementsAre(110, 89, 6, 3, 2, 15));
}

TEST(SourceLedger, AStreamAddsUpButForgetsWholeEchoes) {
  SourceLedger ledger;
  ledger.add({1, "http"}, 0, {10, 10, 0, 0, 0, 0}, 0);
  ledger.add({1, "http"}, 0, {10, 0, 10, 0, 0, 0}, 0);
  EXPECT_THAT(numbers(ledger.add({1, "http"}, 0, {10, 5, 5, 0, 0, 0}, 0).first.total), ElementsAre(20, 15, 5, 0, 0, 0));
}

void fill(BatchMaker& maker) {
  maker.add("a", 100, {{Kind::kId, "1"}});
  maker.add("b", 300, {});
  maker.add("a", 100, {{Kind::kId, "1"}});
  maker.reject(7, "time", "\"yesterday\" is not a time", "c,yesterday,1");
  maker.batch().counts.without_time = 1;
}

TEST(Quality, ASecondImportLeavesRatesAndRejectsAsTheyWere) {
  const TemporaryFolder folder;
  for (int64_t run : {0, 0}) {
    const auto store = open_store(folder.path());
    BatchMaker maker("shop", "f.csv", run);
    fill(maker);
    append(*store, maker);
    const auto quality = store->quality();
    ASSERT_EQ(quality->size(), 1u);
    EXPECT_EQ((*quality)[0].source, "shop");
    EXPECT_THAT(numbers((*quality)[0].counts), ElementsAre(4, 2, 1, 1, 1, 1));
    EXPECT_EQ((*quality)[0].first_event, 100);
    EXPECT_EQ((*quality)[0].last_event, 300);
    EXPECT_GT((*quality)[0].last_import, 0);
    EXPECT_EQ(*store->reject_count("shop"), 1);
    EXPECT_EQ(*store->reject_count("nowhere"), 0);
    EXPECT_EQ(*store->reject_count(""), 1);
  }
}

TEST(Quality, RunsOfAFileAreToldApartAcrossReopening) {
  const TemporaryFolder folder;
  for (int64_t run : {1, 2, 3}) {
    const auto store = open_store(folder.path());
    for (int part = 0; part < 2; ++part) {
      BatchMaker maker("shop", "f.csv", run);
      for (int i = 0; i < 10; ++i) maker.add(std::to_string(part * 10 + i), i, {{Kind::kId, "1"}});
      append(*store, maker);
    }
    EXPECT_THAT(numbers((*store->quality())[0].counts), ElementsAre(20, 20, 0, 0, 0, 0)) << "run " << run;
  }
}

TEST(Quality, SourcesAreSummedOverTheirInputsAndSorted) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  for (const auto& [source, input] :
       std::vector<std::pair<std::string, std::string>>{{"web", "1.csv"}, {"crm", "1.csv"}, {"web", "2.csv"}}) {
    BatchMaker maker(source, input);
    maker.add(input, 5, {{Kind::kId, "1"}});
    append(*store, maker);
  }
  const auto quality = store->quality();
  ASSERT_EQ(quality->size(), 2u);
  EXPECT_EQ((*quality)[0].source, "crm");
  EXPECT_EQ((*quality)[1].counts.events, 2);
}

TEST(Quality, RejectsComeNewestFirstPagedAndBySource) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  for (const char* source : {"shop", "crm"}) {
    BatchMaker maker(source);
    for (uint64_t line = 1; line <= 3; ++line) maker.reject(line, "answer", "11 is above its scale", "raw");
    maker.reject(3, "answer", "11 is above its scale", "raw");  // The very same.
    append(*store, maker);
  }
  RejectFilter filter;
  EXPECT_EQ(store->rejects(filter)->size(), 6u);
  EXPECT_EQ(store->rejects(filter)->front().source, "crm");
  EXPECT_EQ(store->rejects(filter)->front().reject.line, 3u);
  EXPECT_EQ(store->rejects(filter)->back().source, "shop");
  filter.source = "crm";
  filter.offset = 1;
  filter.limit = 1;
  const auto rows = store->rejects(filter);
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ((*rows)[0].source, "crm");
  EXPECT_EQ((*rows)[0].reject.line, 2u);
  EXPECT_EQ((*rows)[0].reject.file, "events.csv");
  EXPECT_EQ((*rows)[0].reject.field, "answer");
  EXPECT_EQ((*rows)[0].reject.raw, "raw");
}

}  // namespace
}  // namespace sojourn
