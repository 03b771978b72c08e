#include "text/emotion_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn {
namespace {

using ::testing::ElementsAre;

EmotionVerdict read(std::string_view text, std::string_view language = "en") {
  Tokenizer tokenizer;
  tokenizer.read(text);
  return EmotionReader().read(tokenizer, language);
}

TEST(EmotionModel, SaysWhereItIsFrom) {
  const LinearModel* model = EmotionReader::built_in("en");
  ASSERT_NE(model, nullptr);
  EXPECT_THAT(model->labels(), ElementsAre("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"));
  EXPECT_THAT(model->origin().licence, ::testing::HasSubstr("Apache-2.0"));
  EXPECT_GT(model->quality().macro_f1, 0.55);
  EXPECT_LT(model->quality().calibration_error, 0.05);
  EXPECT_EQ(model->prior_weight(), 0);
  EXPECT_EQ(EmotionReader::built_in("nl"), nullptr);
}

TEST(EmotionModel, TellsPlainEmotions) {
  EXPECT_EQ(read("This makes me so angry, I hate this company").label, "anger");
  EXPECT_EQ(read("I am so happy, thank you, I love it!").label, "joy");
  EXPECT_EQ(read("I'm scared that my data was stolen, this is terrifying").label, "fear");
  EXPECT_EQ(read("So sad to see my favourite shop go, I miss it").label, "sadness");
  EXPECT_EQ(read("Wow, I did not expect that, what a surprise!").label, "surprise");
  EXPECT_EQ(read("That is disgusting and gross").label, "disgust");
  EXPECT_EQ(read("The parcel is sent on Tuesday").label, "neutral");
}

TEST(EmotionModel, KnowsNoOtherLanguageAndNoEmptyText) {
  EXPECT_EQ(read("Ik ben zo boos", "nl").label, "");
  EXPECT_EQ(read("").label, "");
}

TEST(EmotionModel, ShowsTheWords) {
  const std::string text = "The delivery was late and I am so angry";
  Tokenizer tokenizer;
  tokenizer.read(text);
  const auto reasons = EmotionReader().explain(tokenizer, "en", "anger", 2);
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(text.substr(reasons[0].first.begin, reasons[0].first.end - reasons[0].first.begin), "angry");
  EXPECT_GE(reasons[0].second, reasons[1].second);
}

}  // namespace
}  // namespace sojourn
