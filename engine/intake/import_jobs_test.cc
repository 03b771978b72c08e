// Method: real stores in folders of their own; the record is made slow or failing around them. What an import left behind
// is asked from the record, and from the disk.
#include "intake/import_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "base/disk.h"
#include "intake/intake.h"
#include "intake/troubled_store.h"
#include "store/batch_fixture.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

const std::string kGood =
    "time,customer,touchpoint\n"
    "2026-01-05T10:00:00Z,c-1,purchase\n"
    "2026-01-06T10:00:00Z,c-2,visit\n";

const std::string kMap =
    "source = \"till\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"when\"\nwho.id = \"card\"\n";

// So many different events.
std::string many(int events, int from = 0) {
  std::string text = "time,customer,touchpoint\n";
  for (int i = from; i < from + events; ++i) {
    const std::string second = std::to_string(1'700'000'000 + i);
    text += second + ",c-" + std::to_string(i % 97) + ",visit\n";
  }
  return text;
}

class ImportJobsTest : public testing::Test {
 protected:
  ImportJobsTest() { open_record(); }
  ~ImportJobsTest() override { gate_open(); }

  void open_record() {
    store_ = std::make_unique<TroubledStore>(open_store(folder_.path()));
    store_->trouble_with([this](std::span<const EventBatch* const> batches) { return pass(batches); });
    sources_ = must(SourceBook::open(*store_));
    ImportJobs::Options options;
    options.folder = imports();
    options.patience = patience_;
    options.rest = kSecond / 100;
    options.open_time = open_time_;
    options.free_bytes = [this](const std::string&) { return std::optional<uint64_t>(free_); };
    options.stored = [this] { ++told_; };
    jobs_ = must(ImportJobs::open(*store_, *sources_, options));
  }
  // As a server that is stopped and started again.
  void restart() {
    jobs_.reset();
    sources_.reset();
    store_.reset();
    open_record();
  }
  std::string imports() const { return folder_.path() + "/imports"; }

  std::unique_ptr<UploadFile> file(const std::string& name, const std::string& text) {
    std::unique_ptr<UploadFile> made = must(jobs_->make_file(name, text.size()));
    EXPECT_TRUE(made->write(text).ok());
    EXPECT_TRUE(made->finish(true).ok());
    return made;
  }
  Result<ImportJob> bring(const std::string& name, const std::string& text, ImportJob wish = {}, bool more = false) {
    return jobs_->add(std::move(wish), *file(name, text), more);
  }
  ImportJob wait_for(
      int64_t id, bool (*done)(const ImportJob&) = [](const ImportJob& job) { return job.ended(); }) {
    for (int i = 0; i < 2000; ++i) {
      const ImportJob job = must(jobs_->find(id));
      if (done(job)) return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << "the import does not end";
    return must(jobs_->find(id));
  }
  ImportJob read(const std::string& name, const std::string& text, ImportJob wish = {}) {
    jobs_->start();
    return wait_for(must(bring(name, text, std::move(wish))).id);
  }
  static SourceReport only(const ImportJob& job) {
    EXPECT_EQ(job.report.sources.size(), 1u) << job.error.to_string();
    return job.report.sources.empty() ? SourceReport() : job.report.sources.front();
  }
  int64_t events() { return must(parse_integer(*must(store_->sql("select count(*) from events", 1)).rows[0][0])); }
  std::vector<std::string> left() const {
    const Result<std::vector<std::string>> names = list_folder(imports());
    return names ? *names : std::vector<std::string>();
  }

  // --- what stands between an import and the record
  void gate_close() { set_gate(true); }
  void gate_open() { set_gate(false); }
  void set_gate(bool closed) {
    const std::lock_guard lock(gate_mutex_);
    closed_ = closed;
    gate_.notify_all();
  }
  Status pass(std::span<const EventBatch* const> batches) {
    std::unique_lock lock(gate_mutex_);
    if (!batches.empty()) waiting_ = true;
    gate_.wait(lock, [this] { return !closed_; });
    return failing_;
  }
  void fail_with(Status status) {
    const std::lock_guard lock(gate_mutex_);
    failing_ = std::move(status);
  }
  // From so many commits on the record fails, and imports wait for it until somebody stops them.
  void open_record_that_fails_after(int commits) {
    patience_ = kHour;
    restart();
    fail_with(Status::unavailable("the disk is full"));
    waiting_ = false;
    store_->trouble_with([this, commits, made = 0](std::span<const EventBatch* const> batches) mutable {
      if (batches.empty() || ++made <= commits) return Status();
      return pass(batches);
    });
    jobs_->start();
  }
  void wait_at_gate() {
    for (int i = 0; i < 2000; ++i) {
      {
        const std::lock_guard lock(gate_mutex_);
        if (waiting_) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << "nothing came to the record";
  }

  std::mutex gate_mutex_;
  std::condition_variable gate_;
  bool closed_ = false, waiting_ = false;
  Status failing_;
  std::atomic<int> told_{0};
  Micros patience_ = kSecond / 5;  // Of the record that is opened next.
  Micros open_time_ = kHour;
  std::atomic<uint64_t> free_{uint64_t{1} << 40};  // Bytes of the disk.
  TemporaryFolder folder_;
  std::unique_ptr<TroubledStore> store_;
  std::unique_ptr<SourceBook> sources_;
  std::unique_ptr<ImportJobs> jobs_;
};

TEST_F(ImportJobsTest, ReadsAFileAndForgetsIt) {
  const ImportJob job = read("visits.csv", kGood);
  EXPECT_EQ(job.state, ImportState::kDone) << job.error.to_string();
  EXPECT_EQ(job.format, "rows");
  EXPECT_EQ(job.bytes_read, kGood.size());
  EXPECT_EQ(job.bytes_total, kGood.size());
  EXPECT_EQ(only(job).source, "visits");
  EXPECT_EQ(only(job).counts.rows, 2);
  EXPECT_EQ(only(job).counts.events, 2);
  EXPECT_GE(job.ended_at, job.started_at);
  EXPECT_EQ(events(), 2);
  EXPECT_GT(told_, 0);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, RepeatsAreHarmless) {
  read("visits.csv", kGood);
  const ImportJob again = read("visits.csv", kGood);
  EXPECT_EQ(only(again).counts.events, 0);
  EXPECT_EQ(only(again).counts.repeats, 2);
  EXPECT_EQ(events(), 2);
}

TEST_F(ImportJobsTest, RowsAtFaultAreToldWithFileAndLine) {
  const ImportJob job = read("visits.csv", kGood + "yesterday,c-3,visit\n2026-01-07T10:00:00Z,c-4,visit\n");
  EXPECT_EQ(job.state, ImportState::kDone);
  EXPECT_EQ(only(job).counts.events, 3);
  ASSERT_EQ(only(job).rejects.size(), 1u);
  EXPECT_EQ(only(job).rejects[0].file, "visits.csv");
  EXPECT_EQ(only(job).rejects[0].line, 4u);
  EXPECT_EQ(only(job).rejects[0].field, "time");
}

TEST_F(ImportJobsTest, StrictStopsAtTheFirstAndNamesItWithoutOurFolder) {
  ImportJob wish;
  wish.strict = true;
  const ImportJob job = read("visits.csv", kGood + "yesterday,c-3,visit\n", wish);
  EXPECT_EQ(job.state, ImportState::kFailed);
  EXPECT_EQ(job.error.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(job.error.where(), "visits.csv:4");
  EXPECT_EQ(events(), 0);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, ADryRunStoresNothing) {
  ImportJob wish;
  wish.dry_run = true;
  const ImportJob job = read("visits.csv", kGood + "yesterday,c-3,visit\n", wish);
  EXPECT_EQ(job.state, ImportState::kDone);
  EXPECT_EQ(only(job).counts.events, 2);
  EXPECT_EQ(only(job).counts.rejected, 1);
  ASSERT_EQ(job.report.samples.size(), 2u);
  EXPECT_THAT(job.report.samples[0], HasSubstr("customer=c-1"));
  EXPECT_EQ(events(), 0);
  EXPECT_EQ(must(store_->reject_count("")), 0);
}

TEST_F(ImportJobsTest, AMapIsKeptAsItWas) {
  ImportJob wish;
  wish.map = "till";
  wish.map_toml = kMap;
  const ImportJob job = read("till.csv", "when,card\n2026-01-05,17\n", wish);
  EXPECT_EQ(job.state, ImportState::kDone) << job.error.to_string();
  EXPECT_EQ(only(job).source, "till");
  EXPECT_EQ(events(), 1);
}

TEST_F(ImportJobsTest, AFileIsReadAsItsSourceIsSetUp) {
  SourceSpec crm;
  crm.name = "crm";
  crm.format = "tracking";
  crm.zone = "Europe/Berlin";
  crm.country = "DE";
  crm.currency = "EUR";
  ASSERT_TRUE(sources_->put(crm).ok());
  ImportJob wish;
  wish.source = "crm";
  wish.dry_run = true;
  const std::string text = "time,phone,amount\n2026-07-01 12:00,0151 99988877,5\n";
  EXPECT_THAT(read("one.csv", text, wish).report.samples,
              testing::ElementsAre("2026-07-01T12:00:00+02:00 phone=+4915199988877 amount=5.00 currency=EUR"));
  wish.currency = "CHF";
  wish.zone = "UTC";
  EXPECT_THAT(read("one.csv", text, wish).report.samples,
              testing::ElementsAre("2026-07-01T12:00:00Z phone=+4915199988877 amount=5.00 currency=CHF"));
}

TEST_F(ImportJobsTest, RowsThatGiveNoEventAreTold) {
  ImportJob wish;
  wish.map = "till";
  wish.map_toml = kMap + "when = \"card\"\n";
  const ImportJob job = read("till.csv", "when,card\n2026-01-05,17\n2026-01-06,\n", wish);
  EXPECT_EQ(only(job).without_event, 1);
  EXPECT_EQ(must(parse_import_job(import_job_text(job, true))).report.sources.at(0).without_event, 1);
  EXPECT_THAT(import_job_text(job, false), HasSubstr("\"without_event\":1"));
}

TEST_F(ImportJobsTest, AFileThatNobodyKnowsIsRefusedAtOnceAndLeavesNothing) {
  const Result<ImportJob> job = bring("till.csv", "when,card\n2026-01-05,17\n");
  ASSERT_FALSE(job);
  EXPECT_EQ(job.error().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(job.error().where(), "map");
  EXPECT_THAT(job.error().message(), HasSubstr("when, card"));
  EXPECT_THAT(job.error().message(), Not(HasSubstr(folder_.path())));
  EXPECT_THAT(left(), IsEmpty());
  EXPECT_THAT(jobs_->list(), IsEmpty());
}

TEST_F(ImportJobsTest, WordsThatDoNotFitAreNamed) {
  ImportJob both;
  both.map = "till";
  both.map_toml = kMap;
  both.format = "rows";
  EXPECT_EQ(bring("a.csv", kGood, both).error().where(), "format");
  ImportJob zone;
  zone.zone = "Mars";
  EXPECT_THAT(bring("a.csv", kGood, zone).error().message(), HasSubstr("Mars"));
  ImportJob country;
  country.country = "Holland";
  EXPECT_EQ(bring("a.csv", kGood, country).error().where(), "country");
  for (const char* name : {"", "..", "a/", "\x01", "   "}) {
    EXPECT_EQ(jobs_->make_file(name, 1).error().where(), "name") << name;
  }
  EXPECT_EQ(must(jobs_->make_file("../../etc/a.csv", 1))->name(), "a.csv");
  EXPECT_EQ(jobs_->make_file("a.csv", kImportBytesMax + 1).error().code(), StatusCode::kLimit);
  EXPECT_EQ(jobs_->find(99).error().code(), StatusCode::kNotFound);
  EXPECT_EQ(jobs_->stop_job(99).error().code(), StatusCode::kNotFound);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, NoRoomOnTheDiskIsSaidBeforeAnythingIsTaken) {
  free_ = kImportBytesMax;
  const Result<std::unique_ptr<UploadFile>> huge = jobs_->make_file("a.csv", kImportBytesMax);
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.error().code(), StatusCode::kUnavailable);
  EXPECT_THAT(huge.error().message(), HasSubstr("no room"));
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, RoomThatIsSetAsideForOneIsNotFoundForAnother) {
  free_ = uint64_t{300} << 20;
  const uint64_t large = uint64_t{150} << 20;
  std::unique_ptr<UploadFile> one = must(jobs_->make_file("a.csv", large));
  EXPECT_EQ(jobs_->make_file("b.csv", large).error().code(), StatusCode::kUnavailable);
  one.reset();
  EXPECT_TRUE(jobs_->make_file("b.csv", large));
}

TEST_F(ImportJobsTest, ADiskThatFillsUpMeanwhileEndsAFile) {
  const std::string piece(1 << 20, 'x');
  for (const std::optional<uint64_t> length : {std::optional<uint64_t>(uint64_t{1} << 30), std::optional<uint64_t>()}) {
    free_ = uint64_t{1} << 40;
    const std::unique_ptr<UploadFile> file = must(jobs_->make_file("a.csv", length));
    EXPECT_TRUE(file->write(piece).ok());
    free_ = uint64_t{60} << 20;
    Status status;
    uint64_t pieces = 1;
    while (status.ok() && pieces < 40) status = file->write(piece), ++pieces;
    EXPECT_EQ(status.code(), StatusCode::kUnavailable);
    EXPECT_LE(pieces, 18u);
  }
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, AFileThatNobodyKeepsIsGone) {
  {
    const std::unique_ptr<UploadFile> half = must(jobs_->make_file("a.csv", std::nullopt));
    EXPECT_TRUE(half->write("time,cust").ok());
    EXPECT_EQ(left().size(), 1u);
    const auto modes = std::filesystem::status(half->path()).permissions();
    EXPECT_EQ(modes, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(ImportJobsTest, OneAfterTheOther) {
  gate_close();
  jobs_->start();
  const int64_t first = must(bring("a.csv", kGood)).id;
  const int64_t second = must(bring("b.csv", kGood)).id;
  wait_at_gate();
  EXPECT_EQ(must(jobs_->find(first)).state, ImportState::kRunning);
  EXPECT_EQ(must(jobs_->find(second)).state, ImportState::kQueued);
  ASSERT_EQ(jobs_->list().size(), 2u);
  EXPECT_EQ(jobs_->list()[0].id, second);
  gate_open();
  const ImportJob later = wait_for(second);
  EXPECT_GE(later.started_at, must(jobs_->find(first)).ended_at);
  EXPECT_EQ(events(), 4);
}

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
  open_record_that_fails_after(2);
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
  open_record_that_fails_after(2);
  const int64_t id = must(bring("a.csv", many(60'000))).id;
  const int64_t waiting = must(bring("b.csv", kGood)).id;
  wait_at_gate();
  EXPECT_EQ(must(jobs_->stop_job(waiting)).state, ImportState::kStopped);
  const ImportJob job = must(jobs_->stop_job(id));
  EXPECT_EQ(job.state, ImportState::kStopped);
  EXPECT_TRUE(job.error.ok());
  EXPECT_EQ(events(), 10'000);
  EXPECT_THAT(left(), IsEmpty());
  fail_with({});
  EXPECT_EQ(must(jobs_->stop_job(id)).state, ImportState::kStopped);
  EXPECT_EQ(read("c.csv", kGood).state, ImportState::kDone) << "the next one is not stopped with it";
}

// Job, record and the counts of the source say the same, wherever an import was cut short.
TEST_F(ImportJobsTest, WhatIsCountedIsWhatIsStored) {
  open_record_that_fails_after(13);  // In the midst of the second batch.
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
  open_record_that_fails_after(3);
  const int64_t id = must(bring("a.csv", many(60'000))).id;
  wait_at_gate();
  EXPECT_EQ(events(), 15'000);
  EXPECT_EQ(quality().events, 15'000);
  EXPECT_EQ(quality().rows, 15'000) << "as a crash would leave it";
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
  open_record_that_fails_after(1);
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

TEST_F(ImportJobsTest, AnOpenImportToWhichNothingComesIsStopped) {
  open_time_ = kSecond / 20;
  restart();
  const int64_t slow = must(bring("a.csv", kGood, {}, true)).id;
  const std::unique_ptr<UploadFile> coming = must(jobs_->make_file("b.csv", 10, slow));
  jobs_->start();
  const ImportJob idle = wait_for(must(bring("a.csv", kGood, {}, true)).id);
  EXPECT_EQ(idle.state, ImportState::kStopped);
  EXPECT_THAT(idle.error.message(), HasSubstr("did not come"));
  EXPECT_EQ(must(jobs_->find(slow)).state, ImportState::kOpen) << "its file is being sent";
}

TEST_F(ImportJobsTest, AFileThatCouldNotBeKeptMayBeSentAgain) {
  const int64_t id = must(bring("a.csv", kGood, {}, true)).id;
  store_->trouble_documents_with([] { return Status::unavailable("the disk is full"); });
  EXPECT_EQ(jobs_->add_file(id, *file("b.csv", kGood), ImportJobs::As::kFile).error().code(), StatusCode::kUnavailable);
  store_->trouble_documents_with({});
  const Result<ImportJob> again = jobs_->add_file(id, *file("b.csv", kGood), ImportJobs::As::kFile);
  EXPECT_TRUE(again) << again.error().to_string();
}

TEST_F(ImportJobsTest, AMapThatIsTooLargeIsNotRead) {
  const int64_t id = must(bring("a.csv", kGood, {}, true)).id;
  const Result<ImportJob> large = jobs_->add_file(id, *file("a.toml", std::string(300'000, '#')), ImportJobs::As::kMap);
  EXPECT_EQ(large.error().code(), StatusCode::kLimit);
}

TEST_F(ImportJobsTest, SeveralFilesAreOneImport) {
  const std::string map =
      "source = \"shop\"\n[[file]]\nname = \"orders\"\n"
      "[[file.join]]\nfile = \"people\"\non = \"who\"\ncolumns = [\"mail\"]\n"
      "[[file.event]]\ntime = \"when\"\nwho.email = \"mail\"\n";
  ImportJob job = must(bring("orders.csv", "when,who\n2026-01-05,1\n", {}, true));
  EXPECT_EQ(job.state, ImportState::kOpen);
  EXPECT_TRUE(jobs_->add_file(job.id, *file("people.csv", "who,mail\n1,anna@example.com\n"), ImportJobs::As::kFile));
  EXPECT_EQ(jobs_->add_file(job.id, *file("people.csv", "again"), ImportJobs::As::kFile).error().code(),
            StatusCode::kConflict);
  const Result<ImportJob> bad = jobs_->add_file(job.id, *file("shop.toml", "sorce = 1"), ImportJobs::As::kMap);
  EXPECT_THAT(bad.error().where(), HasSubstr("shop.toml"));
  const Result<ImportJob> mapped = jobs_->add_file(job.id, *file("shop.toml", map), ImportJobs::As::kMap);
  ASSERT_TRUE(mapped) << mapped.error().to_string();
  EXPECT_TRUE(jobs_->close(job.id));
  EXPECT_EQ(jobs_->close(job.id).error().code(), StatusCode::kConflict);
  EXPECT_EQ(jobs_->add_file(job.id, *file("late.csv", "x"), ImportJobs::As::kFile).error().code(),
            StatusCode::kConflict);
  jobs_->start();
  job = wait_for(job.id);
  EXPECT_EQ(job.state, ImportState::kDone) << job.error.to_string();
  EXPECT_EQ(only(job).counts.events, 1);
  EXPECT_EQ(must(store_->sql("select customer from events", 9)).rows[0][0], "email:anna@example.com");
}

TEST_F(ImportJobsTest, TheNewestAreRemembered) {
  jobs_->start();
  int64_t last = 0;
  for (size_t i = 0; i < kImportsKept + 5; ++i) last = must(bring("a.csv", kGood)).id, wait_for(last);
  for (int i = 0; i < 200 && must(store_->documents("import")).size() > kImportsKept; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(must(store_->documents("import")).size(), kImportsKept);
  EXPECT_EQ(jobs_->list().size(), kImportsKept);
  EXPECT_EQ(jobs_->list().front().id, last);
  EXPECT_EQ(jobs_->find(1).error().code(), StatusCode::kNotFound);
}

TEST_F(ImportJobsTest, TooManyThatWaitAreRefused) {
  for (size_t i = 0; i < kImportsWaitingMax; ++i) must(bring("a.csv", kGood));
  EXPECT_EQ(bring("a.csv", kGood).error().code(), StatusCode::kLimit);
  EXPECT_EQ(left().size(), kImportsWaitingMax);
}

// Live intake commits while an import is at it: each sender waits for a slice at most, never for the import.
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

TEST(ImportJobText, IsReadBackAsItWas) {
  ImportJob job;
  job.id = 7;
  job.state = ImportState::kFailed;
  job.name = "a.csv";
  job.map = "till";
  job.map_toml = kMap;
  job.settings = {{"lines", "events"}};
  job.files = {"a.csv", "b.csv"};
  job.strict = true;
  job.error = Status::limit("too much");
  job.made_at = 1'700'000'000 * kSecond;
  SourceReport& source = job.report.sources.emplace_back();
  source.source = "till";
  source.counts.rows = 3;
  source.counts.events = 1;
  source.replaced = 1;
  source.rejects.push_back({"/x/imports/7/a.csv", 4, "time", "is needed", "raw"});
  const ImportJob back = must(parse_import_job(import_job_text(job, true)));
  EXPECT_EQ(import_job_text(back, true), import_job_text(job, true));
  EXPECT_EQ(back.error.code(), StatusCode::kLimit);
  EXPECT_EQ(back.map_toml, kMap);
  EXPECT_THAT(import_job_text(job, false), Not(HasSubstr("[[file]]")));
  EXPECT_THAT(import_job_text(job, false), Not(HasSubstr("/x/")));
  EXPECT_EQ(parse_import_job("{}").error().code(), StatusCode::kCorruption);
  EXPECT_EQ(parse_import_job("[").error().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sojourn
