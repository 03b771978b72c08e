#include "collect/batch_delivery.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace sojourn {
namespace {

// Takes what it is given, or what `answer` says.
struct OneByOne final : EventSink {
  Result<AppendReceipt> append(const EventBatch& batch) override {
    EXPECT_EQ(++at_once, 1) << "one batch at a time";
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    seen.push_back(batch.source + "/" + batch.input + "/" + std::to_string(batch.events.size()));
    --at_once;
    if (!answer.ok()) return answer;
    AppendReceipt receipt;
    receipt.stored = static_cast<int64_t>(batch.events.size());
    receipt.repeats = 1;
    receipt.replaced = 2;
    return receipt;
  }
  std::atomic<int> at_once{0};
  std::vector<std::string> seen;
  Status answer;
};

void fill(EventBatch& batch, size_t events) {
  for (size_t i = 0; i < events; ++i) batch.events.emplace_back().id = batch.arena.keep("e" + std::to_string(i));
  batch.rejects.resize(2);
  batch.counts.rows = static_cast<int64_t>(events + 2);
  batch.counts.rejected = 2;
}

EventBatch labelled() {
  EventBatch batch;
  batch.source = "shop";
  batch.input = "a.csv";
  batch.import_run = 7;
  batch.replaces = true;
  return batch;
}

TEST(BatchDelivery, HandsOverOneAtATimeAndGivesTheBatchBackEmptyWithItsLabels) {
  OneByOne sink;
  BatchDelivery delivery(sink, false, 3);
  EventBatch batch = labelled();
  for (const size_t events : {3, 5, 0}) {
    fill(batch, events);
    ASSERT_TRUE(delivery.hand_over(batch, "a.csv").ok());
    EXPECT_TRUE(batch.events.empty() && batch.rejects.empty());
    EXPECT_EQ(batch.counts.rows, 0);
    EXPECT_EQ(batch.source + batch.input + std::to_string(batch.import_run), "shopa.csv7");
    EXPECT_TRUE(batch.replaces);
  }
  ASSERT_TRUE(delivery.settle().ok());
  ASSERT_TRUE(delivery.settle().ok()) << "nothing is on its way";
  EXPECT_EQ(sink.seen, (std::vector<std::string>{"shop/a.csv/3", "shop/a.csv/5", "shop/a.csv/0"}));
  ASSERT_EQ(delivery.report().sources.size(), 1U);
  const SourceReport& report = delivery.report().sources.front();
  EXPECT_EQ(report.files, std::vector<std::string>{"a.csv"});
  EXPECT_EQ(report.counts.rows, 14);
  EXPECT_EQ(report.counts.events, 8);
  EXPECT_EQ(report.counts.repeats, 3);
  EXPECT_EQ(report.replaced, 6);
  EXPECT_EQ(report.counts.rejected, 6);
  EXPECT_EQ(report.rejects.size(), 3U) << "the first of them are shown";
  EXPECT_TRUE(delivery.report().samples.empty());
}

TEST(BatchDelivery, TellsTroubleWithTheNextBatchOrAtTheEnd) {
  OneByOne sink;
  sink.answer = Status::unavailable("the disk is full");
  EventBatch batch = labelled();
  BatchDelivery delivery(sink, false, 3);
  fill(batch, 1);
  ASSERT_TRUE(delivery.hand_over(batch, "a.csv").ok());
  fill(batch, 1);
  EXPECT_EQ(delivery.hand_over(batch, "a.csv").code(), StatusCode::kUnavailable);
  EXPECT_EQ(batch.events.size(), 1U) << "it was not taken";
  ASSERT_TRUE(delivery.hand_over(batch, "a.csv").ok());
  EXPECT_EQ(delivery.settle().message(), "the disk is full");
  EXPECT_EQ(delivery.report().sources.front().counts.events, 0);
}

TEST(BatchDelivery, ADryRunShowsTheFirstAndStoresNothing) {
  OneByOne sink;
  BatchDelivery delivery(sink, true, 3);
  EventBatch batch = labelled();
  for (int time = 0; time < 2; ++time) {
    fill(batch, 4);
    ASSERT_TRUE(delivery.hand_over(batch, "a.csv").ok());
  }
  ASSERT_TRUE(delivery.settle().ok());
  EXPECT_TRUE(sink.seen.empty());
  EXPECT_EQ(delivery.report().sources.front().counts.events, 8);
  EXPECT_EQ(delivery.report().samples.size(), 5U);
}

}  // namespace
}  // namespace sojourn
