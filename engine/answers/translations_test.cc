// Method: the boards' words (web/src/locales) are held against the catalogue: each text of each measure must stand in each language,
// under a key that ends in the hash of the English text of today. A changed text thereby asks for its translations anew.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "answers/asker.h"
#include "base/source_folder_fixture.h"

namespace sojourn {
namespace {

// FNV-1a of 32 bits, as eight hexadecimal digits: web/src/pages/said.tsx computes the same.
std::string hash_of(const std::string& text) {
  uint32_t hash = 0x811C9DC5;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193;
  constexpr const char* kDigits = "0123456789abcdef";
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) digits += kDigits[hash >> shift & 15U];
  return digits;
}

struct Text {
  std::string measure;
  std::string field;
  std::string key;
  std::string english;
};

std::vector<Text> texts() {
  std::vector<Text> all;
  for (const MeasureDefinition& each : catalogue()) {
    const auto add = [&](const std::string& field, const std::string& place, const std::string& english) {
      if (!english.empty()) all.push_back({each.id, field, place + "#" + hash_of(english), english});
    };
    add("question", each.id + ".question", each.question);
    add("definition", each.id + ".definition", each.definition);
    add("interval", "any.interval", each.interval);
    add("inputs", "any.inputs", each.inputs);
    for (const ParameterInfo& parameter : each.parameters) {
      add("parameter " + parameter.name, "about." + parameter.name, parameter.about);
    }
  }
  return all;
}

nlohmann::json words(const std::filesystem::path& folder) {
  std::ifstream file(folder / "measures.json");
  return nlohmann::json::parse(file, nullptr, false);
}

const std::filesystem::path& locales() {
  static const std::filesystem::path kLocales = source_folder() + "/web/src/locales";
  return kLocales;
}

TEST(Translations, EveryTextOfEveryMeasureStandsInEveryLanguage) {
  size_t languages = 0;
  for (const auto& folder : std::filesystem::directory_iterator(locales())) {
    const nlohmann::json known = words(folder.path());
    ASSERT_TRUE(known.is_object()) << folder.path() << "/measures.json cannot be read";
    ++languages;
    for (const Text& text : texts()) {
      EXPECT_TRUE(known.contains(text.key)) << text.measure << ", " << text.field << ", " << folder.path().filename()
                                            << ": add " << text.key << " (node tools/measure_words.mjs)";
    }
  }
  EXPECT_GE(languages, 5U);
}

TEST(Translations, EnglishIsThatOfTheCatalogue) {
  const nlohmann::json english = words(locales() / "en");
  std::set<std::string> keys;
  for (const Text& text : texts()) {
    keys.insert(text.key);
    EXPECT_EQ(english.value(text.key, ""), text.english) << text.measure << ", " << text.field;
  }
  for (const auto& [key, text] : english.items())
    EXPECT_TRUE(keys.contains(key)) << key << " is in no measure any more";
}

}  // namespace
}  // namespace sojourn
