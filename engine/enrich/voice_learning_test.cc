// What the voice of a data folder learns, of whom, and what stays of it when the program ends.
#include <cmath>
#include <ctime>
#include <filesystem>
#include <random>
#include <set>

#include "enrich/fold_models.h"
#include "enrich/text_judge.h"
#include "enrich/voice_fixture.h"
#include "enrich/voice_texts.h"

namespace sojourn {
namespace {

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

TEST_F(VoiceTest, ShortCommentsAreInTheLanguageMostAreInUnlessTheirEventSaysAnother) {
  const std::vector<std::string> clear{"chegou antes do prazo e muito bem embalado, pedido ",
                                       "o produto veio com defeito e ninguém me responde, pedido ",
                                       "ainda não recebi meu pedido e quero meu dinheiro de volta, pedido "};
  say({{"excelente", -1}});
  BatchMaker maker;
  Event& declared = maker.add("declared", kStart, {{IdentifierKind::kId, "other"}}, "survey");
  declared.set_text(Field::kText, "excelente");
  declared.set_text(Field::kLanguage, "it-IT");
  ASSERT_TRUE(store_->append(maker.batch()).has_value());
  done(voice().tend());
  EXPECT_EQ(counts("voice.language"), (std::map<std::string, int>{{"es", 1}, {"it", 1}}));
  for (int i = 0; i < 90; ++i) say({{clear[i % clear.size()] + std::to_string(i), -1}});
  say({{"El pedido llegó muy tarde y nadie me contestó el teléfono", -1}});
  done(voice().begin_refit(2));
  const std::map<std::string, int> learned{{"es", 1}, {"it", 1}, {"pt", 91}};
  EXPECT_EQ(counts("voice.language"), learned) << "a clear text in another language stays what it is";
  const uint64_t version = voice().edition()->version();
  open();
  EXPECT_EQ(voice().edition()->version(), version) << "kept with the edition";
  EXPECT_EQ(counts("voice.language"), learned);
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
  // Turns are judged by the models of the text beside them: it is the one that was learned from.
  const std::string turn = "the box came green and blue and it is a mug";
  const std::string each = R"({"role":"customer","text":")" + turn + R"("})";
  const std::string turns = "[" + each + "," + each + "," + each + "]";
  TextJudge judge(voice().edition());
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    const std::string text(4, letter);
    TextReader reader(&voice().edition()->parts().models.of_fold(fold_of(text)), nullptr);
    const double tone = judge.course_of(turns, "en", text).tone_first;
    EXPECT_NEAR(tone, reader.read(turn, "en").score, 1e-6) << text;
  }
}

// Scores that say nothing of the texts: what is said of the texts must then say nothing of the scores. A model that judges
// what it has learned from would repeat nearly all of them.
TEST_F(VoiceTest, SentimentOfScoredCommentsIsNotTheirScore) {
  std::mt19937_64 random(11);
  std::vector<std::pair<std::string, int>> comments;
  for (int i = 0; i < 1'200; ++i) {
    std::string text = "this is the one that was in the box which they have sent with the other things";
    for (int word = 0; word < 4; ++word) {
      text += ' ';
      for (int letter = 0; letter < 5; ++letter) text += static_cast<char>('a' + random() % 26);
    }
    comments.emplace_back(text, i % 2 == 0 ? 10 : 1);
  }
  say(comments);
  // Signs of no meaning have no sentiment of their own, so that any model is as good as none and comes into force.
  done(voice().begin_train());
  ASSERT_EQ(voice().status().learned.size(), 1U);
  const LearnedModel model = voice().status().learned[0];
  ASSERT_TRUE(model.kept) << model.why;
  EXPECT_EQ(model.texts, 1'200U);
  EXPECT_LT(*model.learned, 0.56);
  int same = 0, judged = 0;
  for (const auto& [text, answer] : comments) {
    const std::string sentiment = voice().words_of(text, "").sentiment;
    same += sentiment == (answer == 10 ? "positive" : "negative");
    judged += sentiment == "positive" || sentiment == "negative";
    EXPECT_EQ(voice().explain(text, "").words.sentiment, sentiment) << "told and explained alike";
  }
  EXPECT_EQ(judged, 1'200);
  EXPECT_LT(same, 675) << "half and more than four standard errors";
}

TEST_F(VoiceTest, ATextsFoldIsOfItsWords) {
  EXPECT_EQ(fold_of("Good  service, 10/10!"), fold_of("good SERVICE"));
  EXPECT_EQ(fold_of("10 / 10"), fold_of("10/10"));
  const std::vector<std::pair<const char*, const char*>> copies{{"Отлично", "отлично"},
                                                                {"Don't do it", "Don’t do it"},
                                                                {"Great", "Great…"},
                                                                {"很好!", "很好！"},
                                                                {"very good", "very good 👍"},
                                                                {"Über gut", "über gut"},
                                                                {"cafe\u0301 noir", "café noir"},
                                                                {"ＯＫ so far", "ok so far"},
                                                                {"❤️", "❤"},
                                                                {"10/10!", "10 / 10"}};
  for (const auto& [one, other] : copies) EXPECT_EQ(fold_of(one), fold_of(other)) << one;
  std::vector<int> counts(kFolds);
  for (int i = 0; i < 5'000; ++i) {
    std::string text = "text ";
    for (int rest = i; rest > 0; rest /= 26) text += static_cast<char>('a' + rest % 26);
    ++counts[fold_of(text)];
  }
  for (const int count : counts) EXPECT_NEAR(count, 1'000, 150);
}

// As programs before folds kept them: not misread, learned anew.
TEST_F(VoiceTest, ModelsOfOlderProgramsAreLearnedAnew) {
  std::vector<std::pair<std::string, int>> comments;
  for (int i = 0; i < 300; ++i) {
    comments.emplace_back("it came blue number " + spelled(i) + " and it is square", 10);
    comments.emplace_back("it came green number " + spelled(i) + " and it is round", 1);
  }
  say(comments);
  done(voice().tend());
  ASSERT_EQ(voice().status().learned.size(), 1U);
  EXPECT_EQ(voice().status().models[0].learned_from, 600U);
  voiced_.reset();
  const std::string voice_folder = folder_.path() + "/voice/";
  std::filesystem::rename(voice_folder + "en.sentiment.folds", voice_folder + "en.sentiment.model");
  ASSERT_TRUE(write_file_atomic(voice_folder + "learned.json", R"({"topics":600,"models":600})").ok());
  open();
  for (const VoiceModelRow& row : voice().status().models) EXPECT_TRUE(row.built_in) << row.language;
  done(voice().tend());
  EXPECT_EQ(voice().status().models[0].learned_from, 600U);
  EXPECT_FALSE(file_exists(voice_folder + "en.sentiment.model"));
  EXPECT_EQ(voice().words_of("a green round thing for the kitchen table", "en").sentiment, "negative");
  const std::string edition = voice().status().edition;
  open();
  EXPECT_EQ(voice().status().edition, edition) << "what was kept is what was learned";
}

TEST_F(VoiceTest, WhatWasLearnedBesideOtherLexiconsIsLearnedAnew) {
  std::vector<std::pair<std::string, int>> comments;
  for (int i = 0; i < 300; ++i) {
    comments.emplace_back("it came blue number " + spelled(i) + " and it is square", 10);
    comments.emplace_back("it came green number " + spelled(i) + " and it is round", 1);
  }
  say(comments);
  done(voice().tend());
  ASSERT_EQ(voice().status().learned.size(), 1U);
  open();
  done(voice().tend());
  EXPECT_TRUE(voice().status().learned.empty()) << "nothing is due";
  voiced_.reset();
  const std::string path = folder_.path() + "/voice/learned.json";
  std::string learned = read_file(path).value();
  learned.replace(learned.find("\"words\":\"") + 9, 4, "beef");
  ASSERT_TRUE(write_file_atomic(path, learned).ok());
  open();
  done(voice().tend());
  EXPECT_EQ(voice().status().learned.size(), 1U);
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

// Each by itself: the folder says when all was learned, and only what is gone is due.
TEST_F(VoiceTest, AModelThatIsDamagedOrGoneIsLearnedAnewByItself) {
  std::vector<std::pair<std::string, int>> comments;
  for (int i = 0; i < 300; ++i) {
    comments.emplace_back("it came blue number " + spelled(i) + " and it is square", 10);
    comments.emplace_back("it came green number " + spelled(i) + " and it is round", 1);
  }
  say(comments);
  done(voice().tend());
  const size_t topics = voice().topics().size();
  ASSERT_GT(topics, 0U);
  for (const char* name : {"en.sentiment.folds", "topics.model", "wishes.model", "languages.prior"}) {
    for (const bool gone : {false, true}) {
      voiced_.reset();
      const std::string path = folder_.path() + "/voice/" + name;
      ASSERT_TRUE(file_exists(path)) << path;
      ASSERT_TRUE((gone ? remove_file(path) : write_file_atomic(path, "not what we wrote")).ok());
      open();
      done(voice().tend());
      const bool model = std::string_view(name).starts_with("en.");
      EXPECT_EQ(voice().status().learned.size(), model ? 1U : 0U) << name;
      EXPECT_EQ(voice().topics().size(), topics) << name;
      EXPECT_EQ(voice().status().models[0].learned_from, 600U) << name;
      EXPECT_NE(read_file(path).value(), "not what we wrote") << name;
      open();
      EXPECT_EQ(voice().topics().size(), topics) << name << ": kept";
    }
  }
}

TEST_F(VoiceTest, WhatPeopleSayOfTopicsOutlivesTheFolder) {
  say(two_things(40));
  done(voice().begin_refit(2));
  const VoiceTopicRow topic = voice().topics()[0];
  done(voice().name_topic(topic.id, "My own name"));
  done(voice().pin_topic("Lateness", {"late", " delivery "}));
  voiced_.reset();
  std::filesystem::remove_all(folder_.path() + "/voice");
  open();
  EXPECT_TRUE(voice().topics().empty());
  done(voice().tend());
  std::set<std::string> names;
  for (const VoiceTopicRow& each : voice().topics()) names.insert(each.name + (each.pinned ? "!" : ""));
  EXPECT_TRUE(names.contains("Lateness!")) << testing::PrintToString(names);
  EXPECT_TRUE(names.contains("My own name")) << testing::PrintToString(names);
}

// As if the program had been killed before the refit: the pin was acknowledged.
TEST_F(VoiceTest, APinThatWasCutShortIsTakenUp) {
  say(two_things(40));
  done(voice().tend());
  ASSERT_TRUE(voice().pin_topic("Lateness", {"late", "delivery"}).ok());
  voice().cancel();
  static_cast<void>(voice().wait());
  open();
  done(voice().tend());
  bool pinned = false;
  for (const VoiceTopicRow& each : voice().topics()) pinned |= each.pinned && each.name == "Lateness";
  EXPECT_TRUE(pinned);
  for (const VoiceTopicRow& each : voice().topics()) {
    if (each.pinned) done(voice().unpin_topic(each.id));
  }
  open();
  for (const VoiceTopicRow& each : voice().topics()) EXPECT_FALSE(each.pinned);
}

}  // namespace
}  // namespace sojourn
