#include "text/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/language_trainer.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string language_of(std::string_view text, const LanguagePrior& prior = LanguagePrior::none()) {
  LanguageReader reader(LanguageModel::built_in());
  return std::string(reader.identify(text, prior).code);
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
  const LanguagePrior dutch = LanguagePrior::usually("nl");
  EXPECT_EQ(language_of("super", dutch), "nl");
  LanguageReader reader(LanguageModel::built_in());
  const double without = reader.identify("prima").confidence;
  const LanguageVerdict with = reader.identify("prima", dutch);
  EXPECT_EQ(with.code, "nl");
  EXPECT_GT(with.confidence, without);
  EXPECT_EQ(language_of("Das Zimmer war sehr schön und ruhig", dutch), "de") << "a habit never overrules a clear text";
  EXPECT_EQ(language_of("👍 12345", dutch), "") << "nor makes words of what has none";
}

TEST(Language, SourcesTeachWhatTheirDoubtfulTextsAre) {
  const std::vector<std::string> comments{"Chegou antes do prazo e muito bem embalado, recomendo",
                                          "O produto veio com defeito e ninguém me responde",
                                          "Ainda não recebi meu pedido, quero meu dinheiro de volta",
                                          "Gostei muito, a loja entregou tudo certinho", "entrega rapida"};
  LanguageReader reader(LanguageModel::built_in());
  LanguagePrior prior, backwards;
  for (const std::string& text : comments) reader.teach(text, 25, prior);
  for (auto text = comments.rbegin(); text != comments.rend(); ++text) {
    for (int i = 0; i < 25; ++i) reader.teach(*text, 1, backwards);
  }
  EXPECT_EQ(prior.shares(), backwards.shares()) << "neither order nor portions count";
  ASSERT_EQ(prior.shares().size(), 1U);
  EXPECT_EQ(prior.shares()[0].code, "pt");
  for (const char* text : {"entrega rapida", "excelente", "super recomendo", "nota 10", "ok"}) {
    EXPECT_EQ(language_of(text, prior), "pt") << text;
  }
  EXPECT_EQ(language_of("El pedido llegó muy tarde y nadie me contestó el teléfono", prior), "es");
}

TEST(Language, PriorsWeighWithinBounds) {
  LanguagePrior prior;
  EXPECT_EQ(prior.bonus("nl"), 0);
  prior.add("nl", 3);
  const double few = prior.bonus("nl");
  prior.add("nl", 1'000'000);
  EXPECT_GT(prior.bonus("nl"), few);
  EXPECT_LT(prior.bonus("nl"), 4.5);
  prior.add("en", 1'000'003);
  EXPECT_EQ(prior.bonus("nl"), prior.bonus("en"));
  EXPECT_EQ(prior.bonus("de"), 0);
  prior.add("", 5);
  EXPECT_EQ(prior.shares().size(), 2U);
}

TEST(Language, PriorsReadBackAndTellTheLineThatIsWrong) {
  LanguagePrior prior;
  prior.add("pt", 18'234);
  prior.add("es", 12);
  const Result<LanguagePrior> again = LanguagePrior::load(prior.save(), "prior");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->shares(), prior.shares());
  EXPECT_EQ(again->texts(), 18'246U);
  for (const char* bad : {"pt", "pt ", "pt x", " 3", "pt 3 4", "pt 99999999999999999999999", "xx 3", "es 2", "pt 0"}) {
    const Result<LanguagePrior> refused = LanguagePrior::load("es 1\n" + std::string(bad) + "\n", "prior");
    ASSERT_FALSE(refused) << bad;
    EXPECT_THAT(refused.error().to_string(), HasSubstr("prior line 2"));
  }
  EXPECT_FALSE(LanguagePrior::load("es 1\npt 12", "prior")) << "cut off";
}

TEST(Language, IdeographsAloneAreJapaneseWhereJapaneseComes) {
  EXPECT_EQ(language_of("最高"), "zh");
  EXPECT_EQ(language_of("最高", LanguagePrior::usually("ja")), "ja");
  EXPECT_EQ(language_of("房间很干净服务员非常友好价格也便宜", LanguagePrior::usually("ja")), "zh");
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

TEST(Language, HurriedCommentsAreTold) {
  const std::vector<std::pair<std::string, std::string>> comments{
      {"pt", "ainda nao recebi meu pedido 4711 nota fiscal ok mas cade o produto"},
      {"pt", "mto bom, chegou antes do prazo!!! 👏👏"},
      {"es", "todavia no me llega el pedido #88123 y nadie contesta 😡"},
      {"fr", "j'attend toujours ma commande, service client injoignable :("},
      {"it", "nn funziona piu dopo 2 giorni, che delusione"},
      {"de", "wo bleibt mein paket?? schon 3x angerufen bei dhl, keiner geht ran"},
      {"nl", "nog steeds niks binnen, mail naar info@winkel.nl krijg ik geen antwoord op"},
      {"en", "stil waiting 4 my order, see https://shop.example.com/o/123 pls help"},
      {"pl", "paczka przyszla uszkodzona i nikt nie odbiera telefonu"},
      {"cs", "balik jeste porad nedorazil, uz cekam dva tydny"},
      {"sv", "har vantat i tre veckor pa mitt paket, ingen svarar"},
      {"da", "har ventet i tre uger pa min pakke, ingen svarer"},
      {"fi", "odotin kolme viikkoa eika kukaan vastaa puhelimeen"},
      {"hu", "harom hete varok a csomagra es senki nem valaszol"},
      {"tr", "uc haftadir kargomu bekliyorum kimse cevap vermiyor"},
      {"vi", "minh doi hang ba tuan roi ma khong ai tra loi"},
      {"uk", "вже три тижні чекаю на посилку, ніхто не відповідає"},
      {"ru", "уже три недели жду посылку, никто не отвечает"}};
  for (const auto& [code, comment] : comments) EXPECT_EQ(language_of(comment), code) << comment;
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
