// For tests of live intake: a real store with trouble before it, and a gate that holds transactions.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "intake/intake.h"
#include "intake/troubled_store.h"
#include "store/batch_fixture.h"

namespace sojourn {

inline std::unique_ptr<EventBatch> events(const std::string& name, int count, const std::string& source = "shop") {
  BatchMaker maker(source, "/v1/batch");
  for (int i = 0; i < count; ++i) {
    const std::string id = name + "-" + std::to_string(i);
    maker.add(id, kSecond * (i + 1), {{IdentifierKind::kId, id}}, "visit");
  }
  return std::make_unique<EventBatch>(std::move(maker.batch()));
}

struct Place {
  explicit Place(const IntakeLimits& limits = {}, const TroubledStore::Trouble& trouble = nullptr)
      : store(open_store(folder.path())) {
    store.trouble_with(trouble);
    timelines = must(Timelines::open(folder.path(), store));
    intake = std::make_unique<Intake>(store, *timelines, limits);
  }
  std::set<std::string> ids() {
    std::set<std::string> all;
    const SqlTable table = must(store.sql("SELECT id FROM events", 10'000'000));
    for (const auto& row : table.rows) EXPECT_TRUE(all.insert(*row[0]).second) << *row[0] << " is there twice";
    return all;
  }

  TemporaryFolder folder;
  TroubledStore store;
  std::unique_ptr<Timelines> timelines;
  std::unique_ptr<Intake> intake;
};

// Lets transactions pass only when told to.
class Gate {
 public:
  TroubledStore::Trouble trouble() {
    return [this](std::span<const EventBatch* const>) {
      std::unique_lock lock(mutex_);
      ++held_;
      moved_.notify_all();
      moved_.wait(lock, [this] { return open_; });
      return Status();
    };
  }
  void wait_for_one() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return held_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    moved_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  int held_ = 0;
  bool open_ = false;
};

}  // namespace sojourn
