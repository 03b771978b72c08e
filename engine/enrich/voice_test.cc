// The voice of a data folder: corrections, work, and what stays when the program ends.
#include "enrich/voice.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "enrich/voice_fixture.h"

namespace sojourn {
namespace {

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

TEST_F(VoiceTest, WhatWasJudgedIsJudgedAfterARestart) {
  say({{"good", -1}, {"bad", -1}});
  done(voice().begin_rescore());
  const std::string edition = voice().status().edition;
  open();
  EXPECT_EQ(voice().status().edition, edition);
  EXPECT_EQ(voice().status().texts_judged, 2);
}

TEST_F(VoiceTest, WhatCannotBeKeptOnDiskIsTriedAgainButNotAllTheTime) {
  say(two_things(10));
  done(voice().tend());
  const std::string path = folder_.path() + "/voice";
  std::filesystem::remove_all(path);
  ASSERT_TRUE(write_file_atomic(path, "a file where the folder was").ok());
  ASSERT_TRUE(voice().save_correction({"parcel", Sentiment::kPositive, "en"}, "anna").ok()) << "it is in the record";
  EXPECT_FALSE(voice().wait().ok());
  EXPECT_EQ(voice().corrections().size(), 1U);
  ASSERT_TRUE(voice().tend().ok());
  EXPECT_FALSE(voice().wait().ok());
  const Micros ended = voice().status().last->ended;
  ASSERT_TRUE(voice().tend().ok());
  static_cast<void>(voice().wait());
  EXPECT_EQ(voice().status().last->ended, ended) << "not again at once";
  std::filesystem::remove(path);
  open();
  done(voice().tend());
  EXPECT_EQ(voice().status().corrections, 1);
}

TEST_F(VoiceTest, LearningThatWasCancelledDoesNotBeginAgainAtOnce) {
  say(two_things(400));
  ASSERT_TRUE(voice().tend().ok());
  voice().cancel();
  static_cast<void>(voice().wait());
  const Micros ended = voice().status().last->ended;
  ASSERT_TRUE(voice().tend().ok());
  static_cast<void>(voice().wait());
  EXPECT_EQ(voice().status().last->ended, ended);
}

TEST_F(VoiceTest, APreviewLooksAtAllCommentsAndCanBeCancelled) {
  say({{"the queue was zorp", -1}, {"the queue was zorp", -1}, {"it was not zorp at all", -1}, {"fine", -1}});
  const Correction zorp{"zorp", Sentiment::kPositive, "en"};
  const CorrectionPreview preview = voice().preview(zorp).value();
  EXPECT_EQ(preview.judged, 4);
  EXPECT_EQ(preview.affected, 3);
  EXPECT_EQ(preview.changed, 3);
  EXPECT_EQ(preview.turned, 1) << "where it is negated it says the opposite";
  EXPECT_EQ(preview.examples.size(), 2U) << "each text once";
  const std::atomic<bool> cancelled = true;
  EXPECT_EQ(voice().preview(zorp, &cancelled).error().code(), StatusCode::kCancelled);
  // And what was shown is what becomes of it.
  auto before = counts("voice.sentiment");
  for (const CorrectionPreview::Change& each : preview.changes) {
    before[each.from] -= static_cast<int>(each.comments);
    before[each.to] += static_cast<int>(each.comments);
  }
  done(voice().save_correction(zorp, "anna"));
  for (const auto& [sentiment, count] : counts("voice.sentiment")) EXPECT_EQ(count, before[sentiment]) << sentiment;
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
  for (int i = 0; i < 40; ++i) {
    say({{"I wish there was a direct line to Brenda Miller, order " + spelled(i), -1},
         {"Please add a dark mode to the app, order " + spelled(i), -1},
         {"Brenda Kowalski lost my parcel, order " + spelled(i), -1},
         {"the courier was late with the parcel, order " + spelled(i), -1}});
  }
  done(voice().begin_refit(0));
  for (const VoiceTopicRow& topic : voice().topics()) {
    std::string told = topic.name;
    for (const std::string& word : topic.words) told += " " + word;
    for (const char* name : {"owalski", "renda", "iller", "mith", "ohnson"}) {
      EXPECT_EQ(told.find(name), std::string::npos) << told;
    }
  }
  EXPECT_FALSE(voice().topics().empty());
  EXPECT_FALSE(counts("voice.wish").empty());
  for (const char* column : {"voice.obstacle", "voice.rival", "voice.wish", "voice.topic"}) {
    for (const auto& [word, count] : counts(column)) {
      EXPECT_EQ(word.find("mith"), std::string::npos) << word;
      EXPECT_EQ(word.find("ohnson"), std::string::npos) << word;
      EXPECT_EQ(word.find("renda"), std::string::npos) << word;
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
