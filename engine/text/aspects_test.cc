#include "text/aspects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "room negative, staff positive", in the order of the text.
std::vector<std::string> read(const std::string& text, const std::string& language,
                              const std::vector<std::string>& targets = {}) {
  AspectReader reader(nullptr, nullptr);
  reader.read(text, language, targets);
  std::vector<std::string> said;
  for (const AspectVerdict& each : reader.aspects()) {
    said.push_back(each.words + " " + std::string(each.label));
    EXPECT_LE(each.window.begin, each.range.begin);
    EXPECT_GE(each.window.end, each.range.end);
    EXPECT_LE(each.window.end, reader.text().size());
    EXPECT_LT(each.sentence, reader.sentences().size());
  }
  return said;
}

TEST(Aspects, EachThingHasItsOwnSentiment) {
  const std::vector<std::string> things{"room", "staff", "food", "check-in desk"};
  EXPECT_THAT(read("The room was dirty but the staff were lovely", "en", things),
              ElementsAre("room negative", "staff positive"));
  EXPECT_THAT(read("Lovely staff and dirty room.", "en", things), ElementsAre("staff positive", "room negative"));
  EXPECT_THAT(read("Lovely staff, dirty room.", "en", things), ElementsAre("staff positive", "room negative"));
  EXPECT_THAT(read("Friendly staff horrible food", "en", things), ElementsAre("staff positive", "food negative"));
  EXPECT_THAT(read("The staff and the room were great", "en", things), ElementsAre("staff positive", "room positive"));
  EXPECT_THAT(read("The food was not good. STAFF excellent!", "en", things),
              ElementsAre("food negative", "staff positive"));
  EXPECT_THAT(read("We waited at the check-in desk", "en", things), ElementsAre("check-in desk negative"));
  EXPECT_THAT(read("The room has a window", "en", things), ElementsAre("room neutral"));
  EXPECT_THAT(read("Great view", "en", things), IsEmpty());
}

TEST(Aspects, InFiveLanguages) {
  EXPECT_THAT(read("De kamer was vies maar het personeel was geweldig", "nl", {"kamer", "personeel"}),
              ElementsAre("kamer negative", "personeel positive"));
  EXPECT_THAT(read("Das Zimmer war schmutzig, aber das Personal war freundlich", "de", {"Zimmer", "Personal"}),
              ElementsAre("zimmer negative", "personal positive"));
  EXPECT_THAT(read("Номер был грязный, но персонал отличный", "ru", {"номер", "персонал"}),
              ElementsAre("номер negative", "персонал positive"));
  EXPECT_THAT(read("房间很脏，但是服务员很热情", "zh", {"房间", "服务员"}),
              ElementsAre("房间 negative", "服务员 positive"));
}

TEST(Aspects, ThingsAreFoundWithoutAList) {
  EXPECT_THAT(read("The room was dirty but the staff were lovely", "en"),
              ElementsAre("room negative", "staff positive"));
  EXPECT_THAT(read("Das Zimmer war schmutzig, aber das Personal war freundlich", "de"),
              ElementsAre("zimmer negative", "personal positive"));
  EXPECT_THAT(read("De bezorging was traag", "nl"), ElementsAre("bezorging negative"));
  EXPECT_THAT(read("房间很脏", "zh"), ElementsAre("房间 negative"));
  EXPECT_THAT(read("Персонал отличный", "ru"), ElementsAre("персонал positive"));
  EXPECT_THAT(read("It is what it is", "en"), IsEmpty());
}

TEST(Aspects, SentencesHaveTheirOwnLanguageAndSentiment) {
  AspectReader reader(nullptr, nullptr);
  reader.read(
      "The delivery was very slow and the box was broken. Das Personal war sehr freundlich und hat uns geholfen.");
  ASSERT_EQ(reader.sentences().size(), 2U);
  EXPECT_EQ(reader.sentences()[0].language, "en");
  EXPECT_EQ(reader.sentences()[0].label, "negative");
  EXPECT_LT(reader.sentences()[0].score, 0);
  EXPECT_EQ(reader.sentences()[1].language, "de");
  EXPECT_EQ(reader.sentences()[1].label, "positive");
  EXPECT_GT(reader.sentences()[1].score, 0);
}

TEST(Aspects, AnyTextIsRead) {
  AspectReader reader(nullptr, nullptr);
  for (const std::string& text : {std::string(), std::string("..."), std::string("\xFF\xFE the"),
                                  std::string("🙂🙂"), std::string("and and , , but"), std::string(3000, ',')}) {
    reader.read(text, "en", {});
    for (const AspectVerdict& each : reader.aspects()) EXPECT_LE(each.range.end, reader.text().size());
  }
}

TEST(Aspects, CorrectionsReachThem) {
  const Corrections corrections = Corrections::read("positive: sick\n", "test").value();
  AspectReader reader(nullptr, &corrections);
  reader.read("The room was sick but the food was awful", "en", std::vector<std::string>{"room", "food"});
  ASSERT_EQ(reader.aspects().size(), 2U);
  EXPECT_EQ(reader.aspects()[0].label, "positive");
  EXPECT_EQ(reader.aspects()[1].label, "negative");
}

TEST(Aspects, ATextOfNothingButThingsEnds) {
  AspectReader reader(nullptr, nullptr);
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "the zorp ";
  reader.read(text, "en");
  EXPECT_LE(reader.aspects().size(), 100U);
  text.clear();
  for (int i = 0; i < 2'000; ++i) text += "The zorp is broken. ";
  reader.read(text, "en");
  EXPECT_EQ(reader.aspects().size(), 100U);
  EXPECT_EQ(reader.sentences().size(), 2'000U);
}

}  // namespace
}  // namespace sojourn
