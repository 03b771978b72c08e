// Imports that are cut short: by a restart, by somebody, by a record that cannot be written; and live intake meanwhile.
// Method: the record is made slow or failing around a real one.
#include <time.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "intake/import_jobs_fixture.h"
#include "intake/import_sink.h"
#include "intake/intake.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

TEST_F(ImportJobsTest, WhatWaitsSurvivesARestart) {
  const int64_t id = must(bring("a.csv", kGood)).id;
  const int64_t open = must(bring("b.csv", kGood, {}, true)).id;
  // As a crash leaves it behind.
  [[maybe_unused]] static UploadFile* volatile crashed;
  crashed = must(jobs_->make_file("half.csv", 3)).release();
  restart();
  EXPECT_EQ(must(jobs_->find(id)).state, ImportState::kQueued);
  EXPECT_EQ(must(jobs_->find(open)).state, ImportState::kStopped);
  EXPECT_EQ(left(), std::vector<std::string>{std::to_string(id)});
  jobs_->start();
  EXPECT_EQ(wait_for(id).state, ImportState::kDone);
  EXPECT_EQ(events(), 2);
  EXPECT_EQ(must(bring("c.csv", kGood)).id, open + 1);
}

TEST_F(ImportJobsTest, OneThatWasBeingReadBeginsAgainAndStoresNothingTwice) {
  open_record_that_fails_after(10'000);
  const int64_t id = must(bring("a.csv", many(60'000))).id;
  wait_at_gate();
  EXPECT_GT(events(), 0);
  restart();
  fail_with({});
  EXPECT_EQ(must(jobs_->find(id)).state, ImportState::kQueued);
  EXPECT_EQ(must(jobs_->find(id)).rows, 0);
  jobs_->start();
  const ImportJob job = wait_for(id);
  EXPECT_EQ(job.state, ImportState::kDone) << job.error.to_string();
  EXPECT_GT(only(job).counts.repeats, 0);
  EXPECT_EQ(only(job).counts.events + only(job).counts.repeats, 60'000);
  EXPECT_EQ(events(), 60'000);
}

TEST_F(ImportJobsTest, AFileThatIsGoneIsSaid) {
  const int64_t id = must(bring("a.csv", kGood)).id;
  std::filesystem::remove_all(imports() + "/" + std::to_string(id));
  restart();
  EXPECT_EQ(must(jobs_->find(id)).state, ImportState::kFailed);
  EXPECT_THAT(must(jobs_->find(id)).error.message(), HasSubstr("gone"));
}

TEST_F(ImportJobsTest, StoppingKeepsWhatIsStored) {
  open_record_that_fails_after(10'000);
  const int64_t id = must(bring("a.csv", many(60'000))).id;
  const int64_t waiting = must(bring("b.csv", kGood)).id;
  wait_at_gate();
  EXPECT_EQ(must(jobs_->stop_job(waiting)).state, ImportState::kStopped);
  const ImportJob job = must(jobs_->stop_job(id));
  EXPECT_EQ(job.state, ImportState::kStopped);
  EXPECT_TRUE(job.error.ok());
  EXPECT_GE(events(), 10'000);
  EXPECT_LT(events(), 60'000);
  EXPECT_THAT(left(), IsEmpty());
  fail_with({});
  EXPECT_EQ(must(jobs_->stop_job(id)).state, ImportState::kStopped);
  EXPECT_EQ(read("c.csv", kGood).state, ImportState::kDone) << "the next one is not stopped with it";
}

TEST_F(ImportJobsTest, WhatIsCountedIsWhatIsStored) {
  open_record_that_fails_after(65'000);  // In the midst of the second batch.
  const auto agrees = [&](const ImportJob& job, int64_t earlier) {
    const std::vector<SourceQuality> quality = must(store_->quality());
    ASSERT_EQ(quality.size(), 1u);
    EXPECT_EQ(only(job).counts.events + earlier, events());
    EXPECT_EQ(quality[0].counts.events, events());
    EXPECT_EQ(quality[0].counts.rows, only(job).counts.rows);
    EXPECT_EQ(quality[0].counts.rejected, only(job).counts.rejected);
    EXPECT_EQ(Json::parse(import_job_text(job, false))["rows"], only(job).counts.rows);
  };
  // A fault every 1000 rows.
  std::string text = many(120'000);
  for (size_t at = text.find("c-96,"), row = 0; at != std::string::npos; at = text.find("c-96,", at + 1)) {
    if (++row % 10 == 0) text.replace(text.rfind('\n', at) + 1, 10, "not a time");
  }
  const int64_t id = must(bring("a.csv", text)).id;
  wait_at_gate();
  const ImportJob stopped = must(jobs_->stop_job(id));
  fail_with({});
  EXPECT_EQ(stopped.state, ImportState::kStopped);
  EXPECT_GE(events(), 65'000);
  EXPECT_LT(events(), 100'000);
  agrees(stopped, 0);
  // Going on.
  const int64_t earlier = events();
  const ImportJob done = wait_for(must(bring("a.csv", text)).id);
  EXPECT_EQ(done.state, ImportState::kDone);
  EXPECT_EQ(only(done).counts.rows, 120'000);
  EXPECT_EQ(only(done).counts.repeats, earlier);
  agrees(done, earlier);
}

TEST_F(ImportJobsTest, WhatACrashCutShortIsCountedOnceAfterAll) {
  const auto quality = [&] { return must(store_->quality()).at(0).counts; };
  open_record_that_fails_after(15'000);
  const int64_t id = must(bring("a.csv", many(60'000))).id;
  wait_at_gate();
  EXPECT_GE(events(), 15'000);
  EXPECT_LT(events(), 60'000);
  EXPECT_EQ(quality().events, events());
  EXPECT_EQ(quality().rows, events()) << "as a crash would leave it";
  restart();
  fail_with({});
  jobs_->start();
  const ImportJob job = wait_for(id);
  EXPECT_EQ(only(job).counts.events + only(job).counts.repeats, 60'000);
  EXPECT_EQ(quality().rows, 60'000);
  EXPECT_EQ(quality().events, 60'000);
  EXPECT_EQ(quality().rejected, 0);
}

TEST_F(ImportJobsTest, ARecordThatCannotBeWrittenForAWhileIsWaitedFor) {
  fail_with(Status::unavailable("the disk is full"));
  jobs_->start();
  const int64_t id = must(bring("a.csv", kGood)).id;
  wait_at_gate();
  fail_with({});
  EXPECT_EQ(wait_for(id).state, ImportState::kDone);
  EXPECT_EQ(events(), 2);
}

TEST_F(ImportJobsTest, ADiskThatStaysFullPutsItBackIntoTheQueueAndItsFileIsKept) {
  fail_with(Status::unavailable("the disk is full"));
  jobs_->start();
  const int64_t id = must(bring("a.csv", kGood)).id;
  const auto put_back = [](const ImportJob& job) { return job.state == ImportState::kQueued && !job.error.ok(); };
  EXPECT_THAT(wait_for(id, put_back).error.message(), HasSubstr("the disk is full"));
  const auto tried_again = [](const ImportJob& job) { return job.state == ImportState::kRunning && !job.error.ok(); };
  EXPECT_THAT(wait_for(id, tried_again).error.message(), HasSubstr("the disk is full")) << "told meanwhile, too";
  EXPECT_EQ(events(), 0);
  EXPECT_EQ(left(), std::vector<std::string>{std::to_string(id)});
  fail_with({});
  const ImportJob job = wait_for(id);
  EXPECT_EQ(job.state, ImportState::kDone);
  EXPECT_TRUE(job.error.ok());
  EXPECT_EQ(events(), 2);
}

TEST_F(ImportJobsTest, OneThatEndsTheServerTwiceIsNotReadAThirdTime) {
  const int64_t id = must(bring("a.csv", kGood)).id;
  for (int ends = 1; ends <= 2; ++ends) {
    // What is left of a server that came to a bad end while it read.
    ImportJob left_behind = must(parse_import_job(must(store_->documents("import")).at(0).text));
    left_behind.state = ImportState::kRunning;
    left_behind.attempts = ends;
    const Document document{"import", std::to_string(id), import_job_text(left_behind, true)};
    ASSERT_TRUE(store_->put_documents({&document, 1}).ok());
    restart();
    EXPECT_EQ(must(jobs_->find(id)).state, ends == 1 ? ImportState::kQueued : ImportState::kFailed);
  }
  EXPECT_THAT(must(jobs_->find(id)).error.message(), HasSubstr("bad end 2 times"));
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, TheRecordKnowsThatOneIsBeingRead) {
  gate_close();
  jobs_->start();
  const int64_t id = must(bring("a.csv", kGood)).id;
  wait_at_gate();
  const auto kept = [&] { return must(parse_import_job(must(store_->documents("import")).at(0).text)); };
  EXPECT_EQ(kept().state, ImportState::kRunning);
  EXPECT_EQ(kept().attempts, 1);
  gate_open();
  wait_for(id);
  EXPECT_EQ(kept().state, ImportState::kDone);
  // A server that is stopped as it should be is none that came to a bad end.
  open_record_that_fails_after(5'000);
  const int64_t later = must(bring("b.csv", many(20'000))).id;
  for (int again = 0; again < 3; ++again) {
    wait_at_gate();
    open_record_that_fails_after(0);
  }
  wait_at_gate();
  EXPECT_EQ(must(jobs_->find(later)).state, ImportState::kRunning);
}

TEST_F(ImportJobsTest, ADocumentThatCannotBeReadIsToldAndTheOthersAreRead) {
  const int64_t id = must(bring("a.csv", kGood)).id;
  const std::vector<Document> broken{{"import", "7", "{\"id\":"}, {"import", "x", ""}};
  ASSERT_TRUE(store_->put_documents(broken).ok());
  restart();
  EXPECT_EQ(must(jobs_->find(7)).state, ImportState::kFailed);
  EXPECT_EQ(must(jobs_->find(7)).error.code(), StatusCode::kCorruption);
  EXPECT_EQ(jobs_->list().size(), 2u);
  EXPECT_EQ(must(bring("b.csv", kGood)).id, 8);
  jobs_->start();
  EXPECT_EQ(wait_for(id).state, ImportState::kDone);
}

TEST_F(ImportJobsTest, LiveIntakeIsAcknowledgedMeanwhile) {
  jobs_.reset();
  const auto timelines = must(Timelines::open(folder_.path(), *store_));
  Intake intake(*store_, *timelines);
  ImportJobs::Options options;
  options.folder = imports();
  options.busy = [&intake] { return intake.counters().waiting_bytes > 0; };
  jobs_ = must(ImportJobs::open(*store_, *sources_, options));
  jobs_->start();
  const int64_t id = must(bring("a.csv", many(200'000))).id;
  int64_t acknowledged = 0;
  for (int i = 0; !must(jobs_->find(id)).ended(); ++i) {
    BatchMaker maker("web", "/v1/track");
    maker.add("live-" + std::to_string(i), 1'700'000'000 * kSecond, {{IdentifierKind::kId, "anna"}});
    auto batch = std::make_unique<EventBatch>(std::move(maker.batch()));
    const auto start = std::chrono::steady_clock::now();
    must(intake.append(std::move(batch), std::nullopt, 100));
    ++acknowledged;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  }
  EXPECT_GT(acknowledged, 5);
  EXPECT_EQ(wait_for(id).state, ImportState::kDone);
  EXPECT_EQ(events(), 200'000 + acknowledged);
  intake.stop();
  jobs_.reset();
}

// So many seconds of a processor.
void spend(double seconds) {
  const auto spent = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  for (const double from = spent(); spent() - from < seconds;) continue;
}

// Rows that cost much come in small slices, so that live senders wait for none of them long.
TEST_F(ImportJobsTest, SlicesAreAsLargeAsTheirCommitsAreCheap) {
  std::vector<size_t> slices;
  store_->trouble_with([&slices](std::span<const EventBatch* const> batches) {
    for (const EventBatch* batch : batches) {
      slices.push_back(batch->events.size());
      spend(static_cast<double>(batch->events.size()) / 50'000);
    }
    return Status();
  });
  EXPECT_EQ(read("a.csv", many(20'000)).state, ImportState::kDone);
  ASSERT_GT(slices.size(), 4u);
  EXPECT_EQ(slices.front(), ImportSink::kSliceEventsMax);
  for (size_t i = 1; i < slices.size(); ++i) EXPECT_LE(slices[i], ImportSink::kSliceEventsMax / 2) << i;
  EXPECT_EQ(events(), 20'000);
}

}  // namespace
}  // namespace sojourn
