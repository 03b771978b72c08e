#include "text/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/language_trainer.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string language_of(std::string_view text, std::string_view usual = {}) {
  LanguageReader reader(LanguageModel::built_in());
  return std::string(reader.identify(text, usual).code);
}

TEST(Language, KnowsTwentyLanguagesAndMore) {
  const std::vector<std::pair<std::string, std::string>> sentences{
      {"en", "The room was clean and the staff were very friendly."},
      {"nl", "De kamer was schoon en het personeel was erg vriendelijk."},
      {"de", "Das Zimmer war sauber und das Personal sehr freundlich."},
      {"ru", "Номер был чистый, а персонал очень вежливый."},
      {"zh", "房间很干净，服务员非常友好。"},
      {"fr", "La chambre était propre et le personnel très aimable."},
      {"es", "La habitación estaba limpia y el personal era muy amable."},
      {"it", "La camera era pulita e il personale molto gentile."},
      {"pt", "O quarto estava limpo e os funcionários eram muito simpáticos."},
      {"pl", "Pokój był czysty, a obsługa bardzo miła."},
      {"cs", "Pokoj byl čistý a personál velmi příjemný."},
      {"da", "Værelset var rent, og personalet var meget venligt."},
      {"sv", "Rummet var rent och personalen var mycket trevlig."},
      {"fi", "Huone oli siisti ja henkilökunta oli erittäin ystävällistä."},
      {"hu", "A szoba tiszta volt, és a személyzet nagyon kedves."},
      {"ja", "部屋は清潔で、スタッフはとても親切でした。"},
      {"ko", "방은 깨끗했고 직원들은 매우 친절했습니다."},
      {"uk", "Номер був чистий, а персонал дуже привітний."},
      {"tr", "Oda temizdi ve personel çok güler yüzlüydü."},
      {"vi", "Phòng sạch sẽ và nhân viên rất thân thiện."},
      {"el", "Το δωμάτιο ήταν καθαρό και το προσωπικό πολύ ευγενικό."},
      {"he", "החדר היה נקי והצוות היה אדיב מאוד."},
      {"th", "ห้องสะอาดและพนักงานเป็นมิตรมาก"}};
  for (const auto& [code, sentence] : sentences) EXPECT_EQ(language_of(sentence), code) << sentence;
  EXPECT_GE(LanguageModel::built_in().codes().size(), 20U);
}

TEST(Language, WhatSaysNothingIsUnknown) {
  for (const char* text : {"", "12345", "👍👍👍", "!!!", ":)", "xq zvw qqk", "https://example.com/a?b=c"}) {
    EXPECT_EQ(language_of(text), "") << text;
  }
  EXPECT_EQ(language_of("هذا جيد جدا"), "") << "a script without a rule";
}

TEST(Language, WhatWritersUsuallyUseDecidesWhereLettersDoNot) {
  EXPECT_EQ(language_of("super"), "");
  EXPECT_EQ(language_of("super", "nl"), "nl");
  LanguageReader reader(LanguageModel::built_in());
  const double without = reader.identify("prima", "").confidence;
  const LanguageVerdict with = reader.identify("prima", "nl");
  EXPECT_EQ(with.code, "nl");
  EXPECT_NE(without, with.confidence);
  EXPECT_EQ(language_of("Das Zimmer war sehr schön und ruhig", "nl"), "de") << "a habit never overrules a clear text";
}

TEST(Language, MixedTextsAreToldSentenceBySentence) {
  LanguageReader reader(LanguageModel::built_in());
  const std::string text =
      "De levering was veel te laat. I will never order from this shop again! Das war wirklich sehr schlecht. "
      "非常失望。";
  std::vector<std::string> codes;
  for (const SentenceLanguage& each : reader.identify_sentences(text)) codes.emplace_back(each.language.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"nl", "en", "de", "zh"}));
}

TEST(Language, LatinNamesInChineseDoNotMakeItEnglish) {
  EXPECT_EQ(language_of("我的iPhone屏幕坏了，Apple不给修"), "zh");
  EXPECT_EQ(language_of("I ate 饺子 at the station and it was very good"), "en");
}

TEST(Language, SentencesEndWhereReadersEndThem) {
  SentenceSplitter splitter;
  const std::string text = " Dr. Smith was late.  Nobody called!\nReally? Yes";
  std::vector<std::string> sentences;
  for (const ByteRange& range : splitter.split(text))
    sentences.push_back(text.substr(range.begin, range.end - range.begin));
  EXPECT_EQ(sentences, (std::vector<std::string>{"Dr. Smith was late.", "Nobody called!", "Really?", "Yes"}));
  EXPECT_EQ(splitter.split("很好。不错！").size(), 2U);
  EXPECT_TRUE(splitter.split("   ").empty());
}

TEST(Language, ATrainedModelReadsBack) {
  std::vector<LabelledLine> lines;
  for (int i = 0; i < 50; ++i) {
    lines.push_back({"aa", "lala mimi lala " + std::to_string(i)});
    lines.push_back({"bb", "brug grub kurk " + std::to_string(i)});
  }
  const Result<LanguageModel> model = LanguageTrainer::train(lines, {"1", "made up", "ours"});
  ASSERT_TRUE(model);
  const std::string bytes = model->save();
  const Result<LanguageModel> again = LanguageModel::load(bytes, "again");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->save(), bytes);
  EXPECT_EQ(again->origin().source, "made up");
  LanguageReader reader(*again);
  EXPECT_EQ(reader.identify("mimi lala").code, "aa");
  EXPECT_EQ(reader.identify("kurk").code, "bb");
  EXPECT_EQ(LanguageTrainer::train(lines, {"1", "made up", "ours"})->save(), bytes) << "training repeats";
}

TEST(Language, DamagedModelsAreRefusedWithTheirName) {
  std::string bytes = LanguageModel::built_in().save();
  bytes[5000] = static_cast<char>(bytes[5000] + 1);
  const Result<LanguageModel> model = LanguageModel::load(bytes, "mine.model");
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().to_string(), HasSubstr("mine.model"));
  EXPECT_FALSE(LanguageModel::load("", "x"));
  EXPECT_FALSE(LanguageModel::load(std::string(100, 'a'), "x"));
}

TEST(Language, LinesOfNoAlphabetTeachNothing) { EXPECT_FALSE(LanguageTrainer::train({{"zh", "很好"}}, {})); }

}  // namespace
}  // namespace sojourn
