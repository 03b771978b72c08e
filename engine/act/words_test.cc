// The words of letters: all languages say the same things, and write numbers in their own way.
#include "act/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "answers/asker.h"

namespace sojourn {
namespace {

// The "{name}" in a text.
std::set<std::string> places_of(std::string_view text) {
  std::set<std::string> places;
  for (size_t begin = text.find('{'); begin != std::string_view::npos; begin = text.find('{', begin + 1)) {
    const size_t end = text.find('}', begin);
    if (end != std::string_view::npos) places.emplace(text.substr(begin, end - begin + 1));
  }
  return places;
}

// Those that only letters have; the others are held against each other in web/.
bool is_of_letters(std::string_view key) {
  return key.starts_with("letter.") || key.starts_with("alert.") || key.starts_with("report.") ||
         key.starts_with("escalation.");
}

TEST(LetterWords, EveryLanguageSaysEverythingWithTheSamePlaces) {
  ASSERT_EQ(word_lists().size(), 5u);
  const WordList& english = word_lists().front();
  EXPECT_EQ(english.language, "en");
  for (const WordList& list : word_lists()) {
    const Words words(list.language);
    size_t count = 0;
    for (const WordText& each : list.words) count += is_of_letters(each.key) ? 1 : 0;
    size_t wanted = 0;
    for (const WordText& each : english.words) {
      if (!is_of_letters(each.key)) continue;
      ++wanted;
      EXPECT_EQ(places_of(words.find(each.key)), places_of(each.text)) << list.language << " " << each.key;
    }
    EXPECT_EQ(count, wanted) << list.language;
    EXPECT_TRUE(std::ranges::is_sorted(list.words, {}, &WordText::key)) << list.language;
  }
}

// A measure that was added without its words fails here as it does in the pages.
TEST(LetterWords, EveryMeasureHasItsTitleAndMeaningInEveryLanguage) {
  for (const WordList& list : word_lists()) {
    const Words words(list.language);
    for (const MeasureDefinition& each : catalogue()) {
      EXPECT_FALSE(words.find("measure." + each.id + ".title").empty()) << list.language << " " << each.id;
      if (list.language == "en") continue;
      EXPECT_NE(words.definition(each), each.definition) << list.language << " " << each.id;
    }
  }
}

TEST(LetterWords, NumbersAreWrittenAsTheLanguageDoes) {
  EXPECT_EQ(Words("en").number(int64_t{1'234'567}), "1,234,567");
  EXPECT_EQ(Words("nl").number(1234.5, 1), "1.234,5");
  EXPECT_EQ(Words("ru").number(1234.5, 1), "1\u00a0234,5");
  EXPECT_EQ(Words("de-AT").figure(45.25, "%"), "45,2\u00a0%");
  EXPECT_EQ(Words("en").figure(-9.84, "points"), "\u22129.8");
  EXPECT_EQ(Words("en").figure(12.5, "points"), "+12.5");
  EXPECT_EQ(Words("en").figure(-0.04, "points"), "0.0");
  EXPECT_EQ(Words("en").figure(11'520, "s"), "3.2\u00a0h");
  EXPECT_EQ(Words("nl").figure(1250, "EUR"), "1.250,00\u00a0EUR");
  EXPECT_EQ(Words("").figure(7, "events"), "7");
  EXPECT_EQ(Words("fr").language(), "en");
  EXPECT_EQ(Words("zh-TW").language(), "zh");
}

TEST(LetterWords, PlacesAreFilledOnceAndWhatTheySayIsNoPlace) {
  EXPECT_EQ(Words("en").say("letter.interval", {{"low", "{high}"}, {"high", "2"}}), "95% interval {high} to 2");
  EXPECT_EQ(Words("en").say("no such key"), "");
}

}  // namespace
}  // namespace sojourn
