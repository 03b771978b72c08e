// Files read in the background: what is wanted, what is refused, what comes of it. What an import left behind is asked from
// the record, and from the disk.
#include "intake/import_jobs_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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

// Job, record and the counts of the source say the same, wherever an import was cut short.
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
