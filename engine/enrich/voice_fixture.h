// For tests of the voice: a data folder, and customers who say something in it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/disk.h"
#include "enrich/voiced_timelines.h"
#include "store/batch_fixture.h"
#include "timelines/columns.h"

namespace sojourn {

inline constexpr Micros kStart = 1'767'225'600'000'000;  // 2026-01-01

class VoiceTest : public testing::Test {
 protected:
  VoiceTest() { open(); }

  void open() {
    voiced_.reset();
    store_.reset();
    store_ = Store::open(folder_.path(), {}).value();
    voiced_ = VoicedTimelines::open(folder_.path(), *store_).value();
  }
  Voice& voice() { return voiced_->voice(); }

  // One customer a comment; an answer of 0 to 10 beside it, -1: none.
  void say(const std::vector<std::pair<std::string, int>>& comments) {
    BatchMaker maker;
    for (const auto& [text, answer] : comments) {
      const std::string number = std::to_string(++said_);
      Event& event = maker.add("e" + number, kStart + said_, {{IdentifierKind::kId, "c" + number}}, "survey");
      event.set_text(Field::kText, maker.keep(text));
      if (answer < 0) continue;
      event.set_text(Field::kKind, "nps");
      event.set_number(Field::kAnswer, answer);
      event.set_number(Field::kScaleMin, 0);
      event.set_number(Field::kScaleMax, 10);
    }
    ASSERT_TRUE(store_->append(maker.batch()).has_value());
  }
  std::map<std::string, int> counts(const char* name) {
    const auto snapshot = voiced_->current().value();
    const ColumnId column = *snapshot->find_column(name);
    const auto reader = snapshot->reader(std::array{column});
    std::map<std::string, int> counts;
    for (size_t b = 0; b < snapshot->block_count(); ++b) {
      const Block& block = reader->read(b);
      for (size_t event = 0; event < block.event_count(); ++event) {
        if (const uint32_t code = block.column(column).codes[event])
          ++counts[std::string(snapshot->names(column)->text(code))];
      }
    }
    return counts;
  }
  void done(const Status& begun) {
    ASSERT_TRUE(begun.ok()) << begun.to_string();
    const Status ended = voice().wait();
    ASSERT_TRUE(ended.ok()) << ended.to_string();
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<VoicedTimelines> voiced_;
  int said_ = 0;
};

// A number in letters: digits make no difference to a fold.
inline std::string spelled(int number) {
  std::string text;
  for (const char digit : std::to_string(number)) text += static_cast<char>('q' + digit - '0');
  return text;
}

// Comments about two things, in different words.
inline std::vector<std::pair<std::string, int>> two_things(int each) {
  const std::vector<std::string> late{"the delivery came late", "my parcel was late again",
                                      "late delivery of the parcel", "delivery took too long",
                                      "the parcel arrived late"};
  const std::vector<std::string> app{"the app keeps crashing", "app crashes on my phone", "crash of the app at login",
                                     "the phone app is crashing", "app login crashes"};
  std::vector<std::pair<std::string, int>> comments;
  for (int i = 0; i < each; ++i) {
    comments.emplace_back(late[i % late.size()] + " order " + std::to_string(i), 2);
    comments.emplace_back(app[i % app.size()] + " version " + std::to_string(i), 3);
  }
  return comments;
}

}  // namespace sojourn
