#include "text/topic_names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "text/noun_cues.h"
#include "text/topic_model.h"

namespace sojourn {
namespace {

std::vector<std::string> names_of(const std::vector<const char*>& says, std::string_view language, size_t topics) {
  std::vector<std::string> owned;
  for (size_t i = 0; i < 30 * says.size(); ++i)
    owned.push_back(std::string(says[i % says.size()]) + " (" + std::to_string(i) + ")");
  std::vector<TopicText> texts;
  for (const std::string& text : owned) texts.push_back({text, language, 1});
  TopicOptions options;
  options.topics = topics;
  const Result<TopicModel> model = TopicModel::fit(texts, options, nullptr);
  std::vector<std::string> names;
  if (!model) return names;
  for (const Topic& topic : model->topics()) names.push_back(topic.name);
  std::sort(names.begin(), names.end());
  return names;
}

bool has(const std::vector<std::string>& names, std::string_view words) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.find(words) != std::string::npos; });
}

struct Wanted {
  const char* language;
  std::vector<const char*> says;
  std::vector<const char*> names, never;
};

TEST(TopicNames, ArePhrasesOfTheTexts) {
  const std::vector<Wanted> all{
      {"en",
       {"I want my money back for this lamp", "When do I get my money back", "No money back after a month",
        "Her order number was not found", "Which order number do you mean", "The order number is on the receipt"},
       {"money back", "order number"},
       {"money", "number", "back"}},
      {"nl",
       {"Ik wil mijn geld terug", "Wanneer krijg ik mijn geld terug", "Nog steeds geen geld terug",
        "De gratis proefles viel tegen", "Voor een gratis proefles belde ik", "Onze gratis proefles ging niet door"},
       {"geld terug", "gratis proefles"},
       {"geld", "terug", "gratis"}},
      {"de",
       {"Wir wollen unser Geld zurück", "Wann kommt mein Geld zurück", "Noch immer kein Geld zurück",
        "Leider war die kaputte Heizung laut", "Im Zimmer war eine kaputte Heizung",
        "Wegen der kaputte Heizung froren wir"},
       {"kaputte Heizung"},
       {"Geld", "zurück", "kaputte"}},
      {"ru",
       {"Назовите номер заказа", "Где найти номер заказа", "В письме указан номер заказа", "Сломался замок двери вчера",
        "Опять заклинило замок двери", "Починили наконец замок двери"},
       {"номер заказа", "замок двери"},
       {"номер", "сломался", "заказа"}},
      {"zh",
       {"请问订单号码在哪里", "找不到订单号码", "订单号码是多少", "酒店房间很小", "这个酒店房间有味道",
        "酒店房间的灯坏了"},
       {"订单号码", "酒店房间"},
       {"号码", "我的", "总是"}}};
  for (const Wanted& each : all) {
    const std::vector<std::string> names = names_of(each.says, each.language, 2);
    for (const char* name : each.names) EXPECT_TRUE(has(names, name)) << name << ::testing::PrintToString(names);
    for (const char* name : each.never)
      EXPECT_EQ(std::count(names.begin(), names.end(), name), 0) << name << ::testing::PrintToString(names);
  }
}

TEST(TopicNames, AreTheSameOnEveryRun) {
  const std::vector<const char*> says{"The rain coat leaks at the hood", "My rain coat leaks", "A driver shouted at me",
                                      "The driver shouted again"};
  EXPECT_EQ(names_of(says, "en", 2), names_of(says, "en", 2));
}

TEST(TopicNames, NounsComeFirst) {
  const std::vector<std::string> english =
      names_of({"I cannot activate my card, please help me to activate the card", "We tried to activate a card today",
                "They charged me a fee, why do you charge this fee", "You charged the fee again and again"},
               "en", 2);
  EXPECT_TRUE(has(english, "card")) << ::testing::PrintToString(english);
  EXPECT_TRUE(has(english, "fee")) << ::testing::PrintToString(english);
  const std::vector<std::string> dutch =
      names_of({"Ik kan mijn wachtwoord niet wijzigen, hoe moet ik het wachtwoord wijzigen",
                "Wij wilden een wachtwoord wijzigen", "De monteur is niet gekomen, wij wachten op de monteur",
                "Een monteur die niet wilde komen, geen monteur gezien"},
               "nl", 2);
  EXPECT_TRUE(has(dutch, "wachtwoord")) << ::testing::PrintToString(dutch);
  EXPECT_TRUE(has(dutch, "monteur")) << ::testing::PrintToString(dutch);
}

TEST(TopicNames, WordsAreWrittenAsTheyMostlyAre) {
  const std::vector<std::string> english =
      names_of({"The lounge of British Airways is crowded", "Flew with British Airways, a crowded lounge",
                "My PIN was blocked by the machine", "The machine blocked a PIN"},
               "en", 2);
  EXPECT_TRUE(has(english, "British Airways")) << ::testing::PrintToString(english);
  EXPECT_TRUE(std::any_of(english.begin(), english.end(), [](const std::string& name) {
    return name.find("PIN") != std::string::npos;
  })) << ::testing::PrintToString(english);
  const std::vector<std::string> german =
      names_of({"Leider kam die Lieferung verspätet an", "Verspätet war auch unsere Lieferung",
                "Auf der Rechnung steht ein falscher Betrag", "Schon wieder falscher Betrag auf der Rechnung"},
               "de", 2);
  EXPECT_TRUE(has(german, "Lieferung")) << ::testing::PrintToString(german);
  EXPECT_TRUE(has(german, "Rechnung") || has(german, "Betrag")) << ::testing::PrintToString(german);
}

TEST(TopicNames, FormsOfAWordAreNotNamedTwice) {
  for (const std::string& name :
       names_of({"The transfer was transferred to a transferring bank", "Transfers transferred by transfer"}, "en", 1))
    EXPECT_EQ(name.find("transfer"), name.rfind("transfer")) << name;
}

TEST(NounCues, WordsBeforeAndBehindTell) {
  TopicVocabulary vocabulary("en");
  Tokenizer tokenizer;
  tokenizer.read("refund cancel");
  for (const Token& token : tokenizer.tokens()) vocabulary.add_word(token.hash, vocabulary.add_term({"x", 1, 1}));
  NounCounter counter("en"), silent("xx");
  std::vector<TermUse> uses;
  for (const char* text : {"I want my refund", "where is the refund", "I cancel it", "please cancel my order"}) {
    tokenizer.read(text);
    vocabulary.find(tokenizer, uses);
    counter.add(tokenizer, uses);
    silent.add(tokenizer, uses);
  }
  EXPECT_GT(counter.share(0), 0.6);
  EXPECT_LT(counter.share(1), 0.3);
  EXPECT_DOUBLE_EQ(silent.share(0), 0.5);
  EXPECT_DOUBLE_EQ(counter.share(77), 0.5) << "a term that was never seen";
}

}  // namespace
}  // namespace sojourn
