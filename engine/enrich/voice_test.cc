// The voice of a data folder: corrections, learning, and what stays when the program ends.
#include "enrich/voice.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <thread>

#include "base/disk.h"
#include "enrich/voice_texts.h"
#include "enrich/voiced_timelines.h"
#include "store/batch_fixture.h"
#include "timelines/columns.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 1'767'225'600'000'000;  // 2026-01-01

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

// Comments about two things, in different words.
std::vector<std::pair<std::string, int>> two_things(int each) {
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

TEST_F(VoiceTest, ACorrectionIsPreviewedSavedAndKept) {
  say({{"that jacket is sick", -1}, {"what a sick jacket", -1}, {"I like it", -1}});
  const auto before = counts("voice.sentiment");
  const Correction correction{"sick", Sentiment::kPositive, "en"};
  const CorrectionPreview preview = voice().preview(correction).value();
  EXPECT_EQ(preview.judged, 3);
  EXPECT_EQ(preview.affected, 2);
  EXPECT_EQ(preview.changed, 2);
  ASSERT_FALSE(preview.changes.empty());
  EXPECT_EQ(preview.changes[0].to, "positive");
  EXPECT_EQ(counts("voice.sentiment"), before);  // Looking changes nothing.
  const auto snapshot = voiced_->current().value();
  EXPECT_EQ(voiced_->current().value(), snapshot);

  done(voice().save_correction(correction, "anna"));
  EXPECT_EQ(counts("voice.sentiment"), (std::map<std::string, int>{{"positive", 3}}));
  EXPECT_NE(voiced_->current().value(), snapshot);
  ASSERT_EQ(voice().corrections().size(), 1U);
  EXPECT_EQ(voice().corrections()[0].account, "anna");
  open();
  EXPECT_EQ(counts("voice.sentiment"), (std::map<std::string, int>{{"positive", 3}}));

  EXPECT_EQ(voice().remove_correction("slick", "en").code(), StatusCode::kNotFound);
  done(voice().remove_correction("Sick", "en"));
  EXPECT_EQ(counts("voice.sentiment"), before);
  EXPECT_TRUE(voice().corrections().empty());
}

TEST_F(VoiceTest, TopicsAreLearnedOnceThereAreCommentsAndKeepTheirIds) {
  say({{"one comment alone", -1}});
  done(voice().tend());
  EXPECT_TRUE(voice().topics().empty());
  say(two_things(40));
  done(voice().tend());
  const std::vector<VoiceTopicRow> topics = voice().topics();
  ASSERT_GE(topics.size(), 2U);
  const auto tagged = counts("voice.topic");
  int all = 0;
  for (const auto& [name, count] : tagged) all += count;
  EXPECT_EQ(all, 81);  // Every comment has one topic, or other.

  done(voice().name_topic(topics[0].id, "My own name"));
  EXPECT_TRUE(counts("voice.topic").contains("My own name"));
  open();
  EXPECT_TRUE(counts("voice.topic").contains("My own name"));
  done(voice().begin_refit(0));
  bool kept = false;
  for (const VoiceTopicRow& topic : voice().topics()) kept |= topic.id == topics[0].id && topic.name == "My own name";
  EXPECT_TRUE(kept);
  EXPECT_EQ(voice().name_topic(99'999, "x").code(), StatusCode::kNotFound);
  EXPECT_EQ(voice().name_topic(topics[0].id, "").where(), "name");
}

TEST_F(VoiceTest, ModelsAreLearnedFromScoredCommentsWhereTheyAreBetter) {
  std::vector<std::pair<std::string, int>> comments;
  const std::vector<std::string> things{"box", "lid", "cup", "pen", "bag", "hat", "jar", "mug", "pot", "key"};
  for (int i = 0; i < 400; ++i) {
    const std::string& thing = things[static_cast<size_t>(i) % things.size()];
    // Words that no lexicon knows as good or bad.
    comments.emplace_back("the " + thing + " came blue number " + std::to_string(i) + " and it is square", 10);
    comments.emplace_back("the " + thing + " came green number " + std::to_string(i) + " and it is round", 1);
  }
  say(comments);
  done(voice().begin_train());
  const VoiceStatus status = voice().status();
  ASSERT_TRUE(status.last);
  EXPECT_NE(status.last->report.find("in force"), std::string::npos) << status.last->report;
  EXPECT_EQ(voice().words_of("a blue square thing for the kitchen table", "en").sentiment, "positive");
  EXPECT_EQ(voice().words_of("a green round thing for the kitchen table", "en").sentiment, "negative");
  open();
  EXPECT_EQ(voice().words_of("a green round thing for the kitchen table", "en").sentiment, "negative");
}

// Of all pairs of a comment and an event this would be 4e9 steps.
TEST_F(VoiceTest, ACustomerWithVeryManyCommentsIsReadForLearningInNoTime) {
  constexpr int kMany = 64'000;
  BatchMaker maker;
  const auto of_response = [&](const std::string& id, const std::string& response) -> Event& {
    Event& event = maker.add(id, kStart + ++said_, {{IdentifierKind::kId, "anna"}}, "survey");
    event.properties = maker.keep("{\"response\":\"" + response + "\"}");
    return event;
  };
  for (int i = 0; i < kMany; ++i) {
    of_response("e" + std::to_string(i), "r" + std::to_string(i)).set_text(Field::kText, "the app is good");
  }
  Event& answer = of_response("answer", "r7");
  answer.set_text(Field::kKind, "nps");
  answer.set_number(Field::kAnswer, 3);
  answer.set_number(Field::kScaleMin, 0);
  answer.set_number(Field::kScaleMax, 10);
  ASSERT_TRUE(store_->append(maker.batch()).has_value());
  const auto snapshot = voiced_->current().value();
  static_cast<void>(counts("voice.sentiment"));  // All are judged.
  const std::clock_t begin = std::clock();
  const auto scored = collect_scored(*snapshot, *voice().edition(), 100, nullptr).value();
  EXPECT_LT(std::clock() - begin, 2 * CLOCKS_PER_SEC);
  ASSERT_EQ(scored.size(), 1U);
  EXPECT_EQ(scored[0].label, "negative");
}

TEST_F(VoiceTest, ADamagedModelIsLeftOutAndHistoryJudgedAnew) {
  say(two_things(40));
  done(voice().tend());
  const auto before = counts("voice.sentiment");
  voiced_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path() + "/voice")) {
    ASSERT_TRUE(write_file_atomic(entry.path().string(), "not what we wrote").ok());
  }
  open();
  EXPECT_EQ(counts("voice.sentiment"), before);
  EXPECT_TRUE(voice().topics().empty());
  done(voice().begin_refit(0));
  EXPECT_FALSE(voice().topics().empty());
}

TEST_F(VoiceTest, AReScoreThatWasCancelledGoesOn) {
  say(two_things(100));
  done(voice().begin_refit(3));
  const uint32_t id = voice().topics()[0].id;
  ASSERT_TRUE(voice().name_topic(id, "First name").ok());
  voice().cancel();  // Whether the work had ended by then or not, what was kept comes into force.
  static_cast<void>(voice().wait());
  ASSERT_TRUE(voice().save_correction({"parcel", Sentiment::kPositive, "en"}, "").ok());
  voice().cancel();
  static_cast<void>(voice().wait());
  done(voice().begin_rescore());
  EXPECT_TRUE(counts("voice.topic").contains("First name"));
  EXPECT_EQ(voice().status().corrections, 1);
}

// Who is told may take its time: the next work waits for that, and nobody waits for ever.
TEST_F(VoiceTest, WorkBegunWhileTheLastIsBeingToldOfWaitsForIt) {
  say({{"good", -1}});
  std::atomic<int> told = 0;
  voice().set_told([&told] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ++told;
  });
  int begun = 0;
  for (int i = 0; i < 5; ++i) {
    while (voice().begin_rescore().code() == StatusCode::kConflict) std::this_thread::yield();
    ++begun;
    while (voice().status().running) std::this_thread::yield();
  }
  static_cast<void>(voice().wait());
  EXPECT_EQ(told, begun);
  voice().set_told(nullptr);
}

TEST_F(VoiceTest, NamesOfPeopleAreNoValuesOfColumns) {
  say({{"Anna Smith was rude and Anna Smith is slow", -1},
       {"I switched to Peter Johnson because he is cheaper", -1},
       {"I am switching to Acme because they are cheaper", -1}});
  for (const char* column : {"voice.obstacle", "voice.rival", "voice.wish"}) {
    for (const auto& [word, count] : counts(column)) {
      EXPECT_EQ(word.find("mith"), std::string::npos) << word;
      EXPECT_EQ(word.find("ohnson"), std::string::npos) << word;
    }
  }
  EXPECT_EQ(counts("voice.rival")["Acme"], 1);
  const size_t known = voice().edition()->texts().size();
  EXPECT_EQ(voice().explain("I am switching to Nowhere Ltd, the app crashes", "en").words.sentiment.empty(), false);
  EXPECT_EQ(voice().edition()->texts().size(), known);  // A text that is explained leaves no trace.
}

TEST_F(VoiceTest, OnlyOneWorkAtATimeAndItsNameIsTold) {
  say(two_things(200));
  ASSERT_TRUE(voice().begin_refit(3).ok());
  const Status second = voice().begin_train();
  if (!second.ok()) {  // Unless the first has ended already.
    EXPECT_EQ(second.code(), StatusCode::kConflict);
    EXPECT_NE(second.to_string().find("topics"), std::string::npos);
  }
  voice().cancel();
  static_cast<void>(voice().wait());
  EXPECT_FALSE(voice().status().running);
  EXPECT_EQ(voice().begin_refit(10'000).where(), "topics");
}

TEST_F(VoiceTest, AnyTextGetsAVerdict) {
  const std::vector<std::string> texts{
      std::string("\xff\xfe broken \x80", 11), std::string(3, '\0'), "😀😡😀", " \n\t ", std::string(10'000'000, 'a'),
      std::string(2'000'000, '\xe4')};
  for (const std::string& text : texts) {
    EXPECT_FALSE(voice().words_of(text, "xx-YY").sentiment.empty());
    EXPECT_LE(voice().explain(text.substr(0, 100'000), "").confidence, 1);
  }
  EXPECT_EQ(voice().words_of_event("", "not json", "").sentiment, "");
  EXPECT_EQ(voice().words_of_event("", R"([{"role":"customer","text":"I love it"}])", "").sentiment, "positive");
}

}  // namespace
}  // namespace sojourn
