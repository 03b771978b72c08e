#include "text/wishes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "text/meaning.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

struct Told {
  std::string theme;
  WishText text;
};

// testdata/wishes.tsv: language, theme ("-": a wish of its own), clause.
std::vector<Told> told_wishes() {
  std::vector<Told> all;
  const std::string file = read_file(source_folder() + "/engine/text/testdata/wishes.tsv").value();
  for (size_t at = 0; at < file.size();) {
    const size_t end = std::min(file.find('\n', at), file.size());
    const std::string line = file.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line[0] == '#') continue;
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    all.push_back({line.substr(first + 1, second - first - 1), {line.substr(second + 1), line.substr(0, first), 1}});
  }
  return all;
}

std::vector<WishText> texts_of(const std::vector<Told>& told) {
  std::vector<WishText> texts;
  for (const Told& each : told) texts.push_back(each.text);
  return texts;
}

TEST(Wishes, OneWishInManyWordsIsOneGroup) {
  const std::vector<Told> told = told_wishes();
  const WishModel model = WishModel::fit(texts_of(told));
  std::map<std::pair<std::string, std::string>, std::map<uint32_t, int>> groups;
  for (const Told& each : told)
    ++groups[{each.text.language, each.theme}][model.find(each.text.text, each.text.language)];
  std::set<std::pair<std::string, uint32_t>> taken;
  std::map<uint32_t, int> all;  // One wish of several languages is one group.
  for (const auto& [key, found] : groups) {
    for (const auto& [id, count] : found) all[id] += key.second == "-" ? 0 : count;
  }
  for (const auto& [key, found] : groups) {
    if (key.second == "-") continue;
    ASSERT_EQ(found.size(), 1U) << key.first << " " << key.second << " is in more than one group";
    EXPECT_NE(found.begin()->first, 0U) << key.first << " " << key.second;
    EXPECT_TRUE(taken.emplace(key.first, found.begin()->first).second) << key.second << " shares its group";
    const WishGroup& group = *std::find_if(model.groups().begin(), model.groups().end(),
                                           [&](const WishGroup& one) { return one.id == found.begin()->first; });
    EXPECT_EQ(static_cast<int>(group.mentions), all[group.id]) << group.name << " has strangers in it";
    EXPECT_GE(found.begin()->second, key.first == "en" ? 40 : 10) << key.second;
  }
  for (const Told& each : told) {
    if (each.theme != "-") continue;
    EXPECT_EQ(taken.count({each.text.language, model.find(each.text.text, each.text.language)}), 0U) << each.text.text;
  }
}

// From comments to one request with all its mentions.
TEST(Wishes, FortyCommentsThatAskForOneThingAreOneWish) {
  const std::string file = read_file(source_folder() + "/engine/text/testdata/wish_comments.txt").value();
  MeaningReader reader;
  Tokenizer tokenizer;
  std::vector<WishText> texts;
  for (size_t at = 0; at < file.size();) {
    const size_t end = std::min(file.find('\n', at), file.size());
    const std::string comment = file.substr(at, end - at);
    at = end + 1;
    tokenizer.read(comment);
    const TextMeaning meaning = reader.read(tokenizer, "en");
    EXPECT_EQ(meaning.intent, Intent::kWish) << comment;
    EXPECT_NE(meaning.wish_words, "") << comment;
    texts.push_back({meaning.wish_words, "en", 1});
  }
  ASSERT_EQ(texts.size(), 40U);
  texts.push_back({"longer opening hours", "en", 3});
  const WishModel model = WishModel::fit(texts);
  ASSERT_EQ(model.groups().size(), 2U);
  EXPECT_EQ(model.groups()[0].mentions, 40U);
  EXPECT_EQ(model.groups()[0].name, "dark mode");
  for (size_t i = 0; i < 40; ++i) EXPECT_EQ(model.find(texts[i].text, "en"), 1U) << texts[i].text;
}

TEST(Wishes, TheNameIsTheMostTypicalPhrase) {
  const WishModel model = WishModel::fit(texts_of(told_wishes()));
  EXPECT_EQ(model.name(model.find("a night look for the app", "en")), "dark mode");
  EXPECT_EQ(model.name(model.find("深色", "zh")).empty(), false);
  EXPECT_EQ(model.name(999999), "");
}

TEST(Wishes, TheOrderOfTheTextsDoesNotMatter) {
  std::vector<WishText> texts = texts_of(told_wishes());
  const std::string forward = WishModel::fit(texts).save();
  std::reverse(texts.begin(), texts.end());
  EXPECT_EQ(WishModel::fit(texts).save(), forward);
}

TEST(Wishes, IdsAndNamesStayWhenItIsFittedAnew) {
  std::vector<WishText> texts = texts_of(told_wishes());
  const WishModel before = WishModel::fit(texts);
  const uint32_t dark = before.find("dark mode", "en"), track = before.find("track my parcel", "en");
  std::vector<WishText> more;
  for (size_t i = 0; i < texts.size(); i += 2) more.push_back(texts[i]);
  for (int i = 0; i < 30; ++i) more.push_back({"a trampoline beside the entrance " + std::to_string(i), "en", 3});
  const WishModel after = WishModel::fit(more, &before);
  EXPECT_EQ(after.find("dark mode", "en"), dark);
  EXPECT_EQ(after.find("track my parcel", "en"), track);
  EXPECT_EQ(after.name(dark), before.name(dark));
  const uint32_t fresh = after.find("trampoline", "en");
  EXPECT_NE(fresh, 0U);
  EXPECT_EQ(before.name(fresh), "") << "a new wish has a new id";
}

TEST(Wishes, WordsThatOftenComeTogetherAreBroughtNearer) {
  std::vector<WishText> texts;
  for (const char* text : {"ramp for my wheelchair", "wheelchair ramp at the door", "a ramp so the wheelchair fits",
                           "wheelchair ramp", "a ramp", "wheelchair", "recipes with lentils", "more lentil recipes"}) {
    texts.push_back({text, "en", 1});
  }
  const WishModel model = WishModel::fit(texts);
  EXPECT_NE(model.find("ramp", "en"), 0U);
  EXPECT_EQ(model.find("ramp", "en"), model.find("wheelchair", "en"));
  EXPECT_NE(model.find("ramp", "en"), model.find("lentil recipes", "en"));
}

TEST(Wishes, AWishToldOnceIsAGroup) {
  const std::vector<WishText> texts{{"dark mode", "en", 1}, {"a bicycle pump", "en", 1}};
  const WishModel two = WishModel::fit(texts);
  ASSERT_EQ(two.groups().size(), 2U);
  EXPECT_EQ(two.name(two.find("bicycle pump", "en")), "bicycle pump");
  EXPECT_EQ(two.name(two.find("night theme", "en")), "dark mode");
  EXPECT_EQ(WishModel::fit({}).find("dark mode", "en"), 0U);
  const std::vector<WishText> twice{{"dark mode", "en", 2}};
  EXPECT_EQ(WishModel::fit(twice).find("night theme", "en"), 1U);
  EXPECT_EQ(WishModel::fit(twice).find("donkere modus", "nl"), 1U) << "one wish in two languages";
  EXPECT_EQ(WishModel::fit(twice).find("een fietspomp", "nl"), 0U);
  const std::vector<WishText> french{{"mode sombre", "fr", 1}, {"un mode sombre svp", "fr", 1}, {"\xFF", "fr", 1}};
  EXPECT_EQ(WishModel::fit(french).groups().size(), 1U);
}

TEST(Wishes, OneWishInSeveralLanguagesIsOneWithANameThatReadsWell) {
  const std::vector<WishText> texts{{"ночного режима", "ru", 3},     {"夜间模式", "zh", 2},
                                    {"dark mode", "nl", 2},          {"Dark Mode", "de", 2},
                                    {"Zapier integration", "en", 1}, {"интеграция с Zapier", "ru", 1},
                                    {"вечерняя доставка", "ru", 1},  {"delivery in the evening", "en", 4},
                                    {"离线地图", "zh", 3},           {"a bicycle pump", "en", 1}};
  const WishModel model = WishModel::fit(texts);
  const uint32_t dark = model.find("nachtmodus", "de");
  EXPECT_EQ(model.find("тёмная тема", "ru"), dark);
  EXPECT_EQ(model.find("深色模式", "zh"), dark);
  EXPECT_EQ(model.name(dark), "тёмная тема") << "not the genitive that was written";
  EXPECT_EQ(model.find("интеграция с Zapier", "ru"), model.find("integration with Zapier", "en"));
  EXPECT_EQ(model.name(model.find("晚上配送", "zh")), "delivery in the evening");
  EXPECT_EQ(model.name(model.find("offline maps", "en")), "离线地图") << "whole words";
  EXPECT_EQ(model.groups().size(), 5U);
}

TEST(Wishes, AreSavedAndLoadedWithAChecksum) {
  const WishModel model = WishModel::fit(texts_of(told_wishes()));
  const std::string bytes = model.save();
  const Result<WishModel> loaded = WishModel::load(bytes, "wishes.model");
  ASSERT_TRUE(loaded) << loaded.status().to_string();
  EXPECT_EQ(loaded->save(), bytes);
  EXPECT_EQ(loaded->find("night theme", "en"), model.find("night theme", "en"));
  std::string changed = bytes;
  changed[bytes.size() / 2] = static_cast<char>(changed[bytes.size() / 2] ^ 1);
  const Result<WishModel> bad = WishModel::load(changed, "wishes.model");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.status().to_string(), HasSubstr("wishes.model"));
  EXPECT_FALSE(WishModel::load(bytes.substr(0, 40), "x"));
}

}  // namespace
}  // namespace sojourn
