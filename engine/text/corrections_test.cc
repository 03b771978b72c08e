#include "text/corrections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "text/evaluation.h"
#include "text/sentiment.h"

namespace sojourn {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

Corrections told(const std::string& lines) { return Corrections::read(lines, "test").value(); }

// "zorbig" is praise and "klunty" a complaint to whoever learns from these; "wibble" stands in both.
const LinearModel& taught() {
  static const LinearModel model = [] {
    std::mt19937_64 random(5);
    const std::vector<std::string> things{"delivery", "website", "staff", "price", "refund", "room"};
    std::vector<LabelledText> texts;
    for (size_t i = 0; i < 600; ++i) {
      const size_t kind = random() % 3;
      const std::string word = kind == 0 ? "zorbig" : kind == 1 ? "klunty" : "there";
      texts.push_back(
          {"the " + things[random() % 6] + " was " + word + (i % 4 == 0 ? " wibble " : " ") + std::to_string(i),
           kind == 0   ? "positive"
           : kind == 1 ? "negative"
                       : "neutral",
           "en"});
    }
    return train_model(texts, "en", nullptr, {"1", "made up", "ours"})->model;
  }();
  return model;
}

TEST(Corrections, LinesReadBackAsPrinted) {
  const Corrections corrections =
      told("# ours\nnegative en:  Hot   mess \n\npositive: :) dizzy\nneutral nl: goed\npositive: sick\n");
  EXPECT_EQ(corrections.print(), "positive: :) dizzy\npositive: sick\nnegative en: Hot mess\nneutral nl: goed\n");
  const Corrections again = told(corrections.print());
  EXPECT_EQ(again.list(), corrections.list());
  EXPECT_EQ(again.checksum(), corrections.checksum());
  EXPECT_NE(again.checksum(), told("positive: sick").checksum());
}

TEST(Corrections, APhraseHasOneSentimentALanguage) {
  Corrections corrections;
  ASSERT_TRUE(corrections.add({"Sick", Sentiment::kPositive, ""}).ok());
  ASSERT_TRUE(corrections.add({"sick!", Sentiment::kNegative, ""}).ok());
  ASSERT_TRUE(corrections.add({"sick", Sentiment::kPositive, "en"}).ok());
  EXPECT_EQ(corrections.print(), "negative: sick\npositive en: sick\n");
  EXPECT_TRUE(*corrections.remove("SICK", ""));
  EXPECT_FALSE(*corrections.remove("sick", ""));
  EXPECT_FALSE(*corrections.remove("sick", "de"));
  EXPECT_EQ(corrections.size(), 1U);
}

TEST(Corrections, ErrorsNameThePhraseOrTheLine) {
  Corrections corrections;
  EXPECT_THAT(corrections.add({" ?! ", Sentiment::kPositive, ""}).to_string(), HasSubstr("1 to 8 words"));
  EXPECT_THAT(corrections.add({"a b c d e f g h i", Sentiment::kPositive, ""}).to_string(), HasSubstr("1 to 8 words"));
  EXPECT_TRUE(corrections.add({"a b c d e f g h", Sentiment::kPositive, ""}).ok());
  EXPECT_TRUE(corrections.add({"还没有我想象中的那么糟糕", Sentiment::kPositive, "zh"}).ok());
  EXPECT_FALSE(corrections.add({"good", Sentiment::kPositive, "English"}).ok());
  EXPECT_FALSE(corrections.add({"\xFF", Sentiment::kPositive, ""}).ok());
  EXPECT_FALSE(corrections.add({std::string(500, 'a'), Sentiment::kPositive, ""}).ok());
  EXPECT_THAT(Corrections::read("positive: fine\nlovely: fine\n", "book").error().to_string(),
              HasSubstr("book line 2"));
  EXPECT_THAT(Corrections::read("positive fine", "book").error().to_string(), HasSubstr("hot mess"));
  for (size_t i = corrections.size(); i < kCorrectionsMax; ++i) {
    ASSERT_TRUE(corrections.add({"word" + std::to_string(i), Sentiment::kPositive, ""}).ok());
  }
  EXPECT_EQ(corrections.add({"one more", Sentiment::kPositive, ""}).code(), StatusCode::kLimit);
  EXPECT_TRUE(corrections.add({"word9", Sentiment::kNegative, ""}).ok()) << "a change is no addition";
}

TEST(Corrections, RulesFollowThem) {
  const Corrections corrections = told(
      "positive: sick\nnegative en: wicked game\nneutral: terrible twos\npositive nl: beestachtig\npositive zh: 卷\n");
  TextReader plain, reader(nullptr, &corrections);
  plain.use_warm_starts(false);
  reader.use_warm_starts(false);
  const auto before = [&](const char* text) { return plain.read(text, "en").label; };
  const auto after = [&](const char* text) { return reader.read(text, "en").label; };
  EXPECT_EQ(before("the new shop is sick"), "negative");
  EXPECT_EQ(after("the new shop is sick"), "positive");
  EXPECT_EQ(after("the new shop is not SICK"), "negative") << "negations turn what was told";
  EXPECT_EQ(after("what a wicked game"), "negative");
  EXPECT_EQ(before("he is in his terrible twos"), "negative");
  EXPECT_EQ(after("he is in his terrible twos"), "neutral");
  EXPECT_EQ(after("I am sick of waiting"), before("I am sick of waiting")) << "a longer phrase of the lexicon stays";
  EXPECT_EQ(reader.read("Het was beestachtig", "nl").label, "positive");
  EXPECT_EQ(reader.read("It was beestachtig", "en").label, "neutral");
  EXPECT_EQ(reader.read("太卷了", "zh").label, "positive");
  EXPECT_EQ(reader.read("C'est sick", "fr").label, "positive") << "also where there are no rules";
  EXPECT_EQ(reader.read("C'est bon", "fr").by, JudgedBy::kNothing);
  for (const char* text : {"the room was dirty", "lovely staff", "it is what it is", "not bad at all", ":)"}) {
    EXPECT_EQ(plain.read(text, "en").score, reader.read(text, "en").score) << text;
  }
}

TEST(Corrections, AModelFollowsThem) {
  const Corrections corrections = told("positive: klunty\nneutral: zorbig\n");
  TextReader plain(&taught());
  SentimentModels models;
  models.add(std::make_shared<LinearModel>(taught()));
  TextReader reader(&models, &corrections);
  const std::string complaint = "the room was klunty";
  EXPECT_EQ(plain.read(complaint, "en").label, "negative");
  EXPECT_EQ(reader.read(complaint, "en").label, "positive");
  EXPECT_EQ(reader.read(complaint, "en").by, JudgedBy::kModel);
  EXPECT_GT(reader.read(complaint, "en").score, 0.3);
  EXPECT_GT(reader.read("klunty", "en").confidence, 0.7);
  EXPECT_LT(reader.read("the room was not klunty", "en").score, 0) << "negations turn what was told";
  EXPECT_EQ(plain.read("the staff was zorbig", "en").label, "positive");
  EXPECT_EQ(reader.read("the staff was zorbig", "en").label, "neutral");
  for (const char* text : {"the price was there", "the room was fine", "a website"}) {
    EXPECT_EQ(plain.read(text, "en").score, reader.read(text, "en").score) << text;
  }
}

TEST(Corrections, AreReasons) {
  const Corrections corrections = told("positive: klunty\n");
  SentimentModels models;
  TextReader rules(&models, &corrections);
  rules.use_warm_starts(false);
  std::vector<Reason> reasons;
  rules.explain("the room was klunty", reasons, "en");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].kind, "correction");
  EXPECT_EQ(reasons[0].range, (ByteRange{13, 19}));
  EXPECT_GT(reasons[0].weight, 0);
  models.add(std::make_shared<LinearModel>(taught()));
  rules.explain("the room was klunty today", reasons, "en");
  EXPECT_THAT(reasons, Contains(Field(&Reason::kind, "correction")).Times(1));
  for (const Reason& reason : reasons) {
    const bool phrase = reason.range == ByteRange{13, 19};
    EXPECT_EQ(phrase, reason.kind == "correction") << "what was learned of it is gone";
    EXPECT_TRUE(!phrase || reason.weight > 0);
  }
}

TEST(SentimentModels, EachLanguageHasItsOwn) {
  SentimentModels models;
  EXPECT_EQ(models.of("en"), nullptr);
  models.add(std::make_shared<LinearModel>(taught()));
  EXPECT_NE(models.of("en"), nullptr);
  EXPECT_EQ(models.of("nl"), nullptr);
  EXPECT_EQ(models.of(""), models.of("en")) << "what is too short to tell goes to the only one";
  TextReader reader(&models, nullptr);
  EXPECT_EQ(reader.read("the room was klunty", "en").by, JudgedBy::kModel);
  EXPECT_EQ(reader.read("De kamer was vies", "nl").by, JudgedBy::kRules);
  models.remove("en");
  EXPECT_EQ(models.of("en"), nullptr);
}

}  // namespace
}  // namespace sojourn
