// For tests: a record in a temporary folder with its timelines, an inbox over it, and a clock that is set by hand.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "inbox/feedback_inbox.h"
#include "store/batch_fixture.h"

namespace sojourn {

class InboxSite {
 public:
  static constexpr Micros kStart = 1'772'359'200 * kSecond;  // 2026-03-01T10:00:00Z

  explicit InboxSite(const std::string& folder = {}) : path_(folder.empty() ? folder_.path() : folder) { open(); }

  void open() {
    store_ = open_store(path_);
    timelines_ = must(Timelines::open(path_, *store_));
    const FindSegment find = [this](std::string_view name) -> Result<std::string> {
      const auto found = segments.find(std::string(name));
      if (found != segments.end()) return found->second;
      return Status::not_found("there is no segment \"" + std::string(name) + "\"", "segment");
    };
    inbox_ = must(FeedbackInbox::open(*store_, *timelines_, find, [this] { return now; }));
  }
  void restart() {
    inbox_.reset();
    timelines_.reset();
    store_.reset();
    open();
  }

  // An answer to nps; more is set by `more`.
  using More = std::function<void(BatchMaker&, Event&)>;
  static void answer(BatchMaker& maker, const std::string& id, Micros time, const std::string& who, double value,
                     const More& more = {}) {
    Event& event = maker.add(id, time, {{IdentifierKind::kId, who}}, "survey");
    event.set_text(Field::kKind, "nps");
    event.set_number(Field::kAnswer, value);
    event.set_number(Field::kScaleMin, 0);
    event.set_number(Field::kScaleMax, 10);
    if (more) more(maker, event);
  }
  void answer(const std::string& id, Micros time, const std::string& who, double value, const More& more = {}) {
    BatchMaker maker;
    answer(maker, id, time, who, value, more);
    append(*store_, maker);
  }
  void text(const std::string& id, Micros time, const std::string& who, const std::string& written,
            const More& more = {}) {
    BatchMaker maker;
    Event& event = maker.add(id, time, {{IdentifierKind::kId, who}}, "message");
    event.set_text(Field::kText, maker.keep(written));
    if (more) more(maker, event);
    append(*store_, maker);
  }
  static More with(Field field, const std::string& value) {
    return [field, value](BatchMaker& maker, Event& event) { event.set_text(field, maker.keep(value)); };
  }
  static More properties(const std::string& json, int64_t version = 0) {
    return [json, version](BatchMaker& maker, Event& event) {
      event.properties = maker.keep(json);
      event.version = version;
    };
  }

  FeedbackPage list(const FeedbackQuery& query = {}) {
    FeedbackPage page = must(inbox_->list(query));
    for (FeedbackItem& each : page.items) ok(inbox_->add_event_ids(each));
    return page;
  }
  FeedbackPage list(const std::string& where) {
    FeedbackQuery query;
    query.where = where;
    return list(query);
  }
  // By the ids of their first events, newest first: "a b".
  static std::string ids(const FeedbackPage& page) {
    std::string all;
    for (const FeedbackItem& each : page.items) {
      all += (all.empty() ? "" : " ") + std::string(each.first(&FeedbackAnswer::event_id));
    }
    return all;
  }
  std::string ids(const std::string& where) { return ids(list(where)); }
  int64_t id_of(const std::string& event) {
    for (const FeedbackItem& each : list().items) {
      if (each.first(&FeedbackAnswer::event_id) == event) return each.id;
    }
    ADD_FAILURE() << "there is no item " << event;
    return 0;
  }
  void set(const std::string& event, const FeedbackChange& change) {
    const int64_t id = id_of(event);
    ok(inbox_->change({&id, 1}, "", change));
  }
  static void ok(const Status& status) { EXPECT_TRUE(status.ok()) << status.to_string(); }

  Store& store() { return *store_; }
  Timelines& timelines() { return *timelines_; }
  FeedbackInbox& inbox() { return *inbox_; }

  Micros now = kStart;
  std::map<std::string, std::string> segments;

 private:
  TemporaryFolder folder_;
  std::string path_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  std::unique_ptr<FeedbackInbox> inbox_;
};

}  // namespace sojourn
