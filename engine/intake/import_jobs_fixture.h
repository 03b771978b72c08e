// For tests of imports in the background: a real record that can be held up, and files that are brought in.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/decimal.h"
#include "base/disk.h"
#include "intake/import_jobs.h"
#include "intake/troubled_store.h"
#include "store/batch_fixture.h"

namespace sojourn {

inline const std::string kGood =
    "time,customer,touchpoint\n"
    "2026-01-05T10:00:00Z,c-1,purchase\n"
    "2026-01-06T10:00:00Z,c-2,visit\n";

inline const std::string kMap =
    "source = \"till\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"when\"\nwho.id = \"card\"\n";

// So many different events.
inline std::string many(int events, int from = 0) {
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
  // Once that many events are stored the record fails, and imports wait for it until somebody stops them.
  void open_record_that_fails_after(size_t events) {
    patience_ = kHour;
    restart();
    fail_with(Status::unavailable("the disk is full"));
    waiting_ = false;
    store_->trouble_with([this, events, stored = size_t{0}](std::span<const EventBatch* const> batches) mutable {
      if (!batches.empty() && stored >= events) return pass(batches);
      for (const EventBatch* batch : batches) stored += batch->events.size();
      return Status();
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

}  // namespace sojourn
