#include "text/key_phrases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

const KeyPhrase* find(const std::vector<KeyPhrase>& phrases, std::string_view text) {
  const auto found =
      std::find_if(phrases.begin(), phrases.end(), [&](const KeyPhrase& each) { return each.text == text; });
  return found == phrases.end() ? nullptr : &*found;
}

std::vector<KeyPhraseText> sample() {
  std::vector<KeyPhraseText> texts;
  texts.push_back({"The delivery time was far too long.", "en", true, 20});
  texts.push_back({"Delivery times are long, and the courier was late", "en", true, 10});
  texts.push_back({"The price is fair", "en", true, 10});
  texts.push_back({"Great price for the quality of service", "en", false, 25});
  texts.push_back({"The price is fair", "en", false, 10});
  return texts;
}

TEST(KeyPhrases, SaysWhatOneSetSaysMore) {
  const auto found = key_phrases(sample(), {.both_sides = true});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].text, "delivery time");
  EXPECT_EQ(found[0].inside, 30U);
  EXPECT_EQ(found[0].outside, 0U);
  EXPECT_GT(found[0].z, 1.96);
  EXPECT_EQ(find(found, "delivery"), nullptr) << "it is always part of the longer phrase";
  const KeyPhrase* quality = find(found, "quality of service");
  ASSERT_NE(quality, nullptr) << "stop words may stand inside";
  EXPECT_LT(quality->z, -1.5);
  EXPECT_EQ(find(found, "the"), nullptr);
  EXPECT_EQ(find(found, "long courier"), nullptr) << "a comma parts phrases";
}

TEST(KeyPhrases, LogOddsByHand) {
  // Two words, no phrases: alpha 8 inside, 2 outside; beta 2 inside, 8 outside. Prior: 500 * 10 / 20 = 250 each.
  std::vector<KeyPhraseText> texts{
      {"alpha", "en", true, 8}, {"alpha", "en", false, 2}, {"beta", "en", true, 2}, {"beta", "en", false, 8}};
  const auto found = key_phrases(texts, {.both_sides = true});
  ASSERT_EQ(found.size(), 2U);
  const double in = 258, out = 252;
  const double z = (std::log(in / (10 + 500 - in)) - std::log(out / (10 + 500 - out))) / std::sqrt(1 / in + 1 / out);
  EXPECT_NEAR(found[0].z, z, 1e-9);
  EXPECT_NEAR(found[1].z, -z, 1e-9);
  EXPECT_EQ(found[0].text, "alpha");
}

TEST(KeyPhrases, TheOrderOfTextsDoesNotMatter) {
  std::vector<KeyPhraseText> texts = sample();
  const auto found = key_phrases(texts, {.both_sides = true});
  std::reverse(texts.begin(), texts.end());
  const auto again = key_phrases(texts, {.both_sides = true});
  ASSERT_EQ(found.size(), again.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].text, again[i].text);
    EXPECT_EQ(found[i].z, again[i].z);
  }
}

TEST(KeyPhrases, LanguagesAreComparedWithThemselves) {
  std::vector<KeyPhraseText> texts{
      {"房间隔音很差", "zh", true, 9}, {"房间干净", "zh", false, 9}, {"de levering is te laat", "nl", false, 9}};
  const auto found = key_phrases(texts, {.both_sides = true});
  const KeyPhrase* sound = find(found, "房间隔音");
  ASSERT_NE(sound, nullptr);
  EXPECT_GT(sound->z, 0);
  EXPECT_EQ(sound->language, "zh");
  const KeyPhrase* late = find(found, "levering");
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->language, "nl");
}

TEST(KeyPhrases, FewTextsSayNothing) {
  EXPECT_TRUE(key_phrases({}, {}).empty());
  EXPECT_TRUE(key_phrases(std::vector<KeyPhraseText>{{"late delivery", "en", true, 2}}, {}).empty());
  EXPECT_TRUE(key_phrases(std::vector<KeyPhraseText>{{"👍👍 !!! 123 \xff", "", true, 9}}, {}).empty());
}

}  // namespace
}  // namespace sojourn
