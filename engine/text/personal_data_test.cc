// Personal data: numbers that check themselves, spans of each kind in five languages, masks, and what is none.
#include "text/personal_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "text/personal_checks.h"
#include "text/personal_gazetteer.h"
#include "text/personal_tagger.h"
#include "text/personal_trainer.h"
#include "text/tokenizer.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

std::string masked(const std::string& text, std::string_view language = {}) {
  static PersonalDataFinder finder;
  return mask(text, finder.find(text, language));
}

TEST(PersonalChecks, NumbersThatCheckThemselves) {
  EXPECT_TRUE(is_card_number("4111111111111111"));
  EXPECT_FALSE(is_card_number("4111111111111112"));
  EXPECT_FALSE(is_card_number("9111111111111111"));
  EXPECT_TRUE(is_iban("NL91ABNA0417164300"));
  EXPECT_TRUE(is_iban("DE89370400440532013000"));
  EXPECT_FALSE(is_iban("NL92ABNA0417164300"));
  EXPECT_FALSE(is_iban("NL91ABNA041716430"));
  EXPECT_TRUE(is_bsn("111222333"));
  EXPECT_FALSE(is_bsn("111222334"));
  EXPECT_TRUE(is_german_tax_id("86095742719"));
  EXPECT_FALSE(is_german_tax_id("86095742718"));
  EXPECT_FALSE(is_german_tax_id("12345678901"));
  EXPECT_TRUE(is_snils("11223344595"));
  EXPECT_FALSE(is_snils("11223344596"));
  EXPECT_TRUE(is_inn("7707083893"));
  EXPECT_TRUE(is_inn("500100732259"));
  EXPECT_FALSE(is_inn("7707083894"));
  EXPECT_TRUE(is_chinese_id("11010519491231002X"));
  EXPECT_FALSE(is_chinese_id("110105194912310021"));
  EXPECT_TRUE(is_nhs_number("9434765919"));
  EXPECT_FALSE(is_nhs_number("9434765918"));
  EXPECT_TRUE(is_ssn("536904399"));
  EXPECT_FALSE(is_ssn("000904399"));
  EXPECT_FALSE(is_ssn("666904399"));
}

struct Case {
  const char* language;
  const char* text;
  const char* masked;
};

class PersonalCases : public testing::TestWithParam<Case> {};

TEST_P(PersonalCases, IsMaskedSo) { EXPECT_EQ(masked(GetParam().text, GetParam().language), GetParam().masked); }

INSTANTIATE_TEST_SUITE_P(
    Patterns, PersonalCases,
    testing::Values(
        Case{"en", "Mail me: a.b+c@mail.example.com.", "Mail me: [e-mail]."},
        Case{"zh", "邮箱是li@example.com，谢谢", "邮箱是[e-mail]，谢谢"},
        Case{"en", "call +31 20 123 4567 please", "call [phone] please"},
        Case{"nl", "bel 06-12345678 of 020 123 4567", "bel [phone] of [phone]"},
        Case{"en", "ring 345-899-3560x4587 now", "ring [phone] now"},
        Case{"en", "card 4111 1111 1111 1111 12/25 was declined", "card [card] 12/25 was declined"},
        Case{"en", "iban NL91 ABNA 0417 1643 00 and nl91abna0417164300", "iban [bank account] and [bank account]"},
        Case{"en", "my ssn is 536-90-4399", "my ssn is [national number]"},
        Case{"nl", "mijn bsn: 111222333", "mijn bsn: [national number]"},
        Case{"de", "meine steuer-id ist 86095742719", "meine steuer-id ist [national number]"},
        Case{"ru", "снилс 112-233-445 95", "снилс [national number]"},
        Case{"ru", "инн 500100732259", "инн [national number]"},
        Case{"zh", "身份证11010519491231002X", "身份证[national number]"},
        Case{"en", "from 10.20.30.40 and 2001:db8:0:1:1:1:1:1 only", "from [ip address] and [ip address] only"},
        Case{"en", "she was born on 6/24/1991 in spring", "she was born on [date of birth] in spring"},
        Case{"nl", "geboren op 12 maart 1980", "geboren op [date of birth]"},
        Case{"zh", "生日是1980年3月12日", "生日是[date of birth]"},
        Case{"en", "see https://shop.example/?email=a.example&x=1 now", "see [link] now"},
        Case{"en", "passport number AB1234567", "passport number [national number]"}));

INSTANTIATE_TEST_SUITE_P(
    Names, PersonalCases,
    testing::Values(Case{"en", "Mrs. Johnson was very helpful.", "Mrs. [name] was very helpful."},
                    Case{"nl", "Mevrouw de Vries van de klantenservice was vriendelijk.",
                         "Mevrouw [name] van de klantenservice was vriendelijk."},
                    Case{"nl", "De medewerkster Sandra heeft mij geholpen.",
                         "De medewerkster [name] heeft mij geholpen."},
                    Case{"nl", "Ik woon op Kerkstraat 12, 1017 GL Amsterdam en kreeg niets.",
                         "Ik woon op [address] en kreeg niets."},
                    Case{"de", "Herr Schmidt war unfreundlich.", "Herr [name] war unfreundlich."},
                    Case{"de", "Ich heiße Anna Müller.", "Ich heiße [name]."},
                    Case{"de", "Ich wohne in der Hauptstraße 5, 10115 Berlin.", "Ich wohne in der [address]."},
                    Case{"ru", "Меня зовут Иван Петров.", "Меня зовут [name]."},
                    Case{"ru", "Спасибо Петровой Марии Ивановне!", "Спасибо [name]!"},
                    Case{"ru", "Живу на ул. Ленина, д. 5, кв. 3", "Живу на [address]"},
                    Case{"zh", "我叫李雷，住在北京市朝阳区建国路88号。", "我叫[name]，住在[address]。"},
                    Case{"zh", "王小明先生服务很好", "[name]先生服务很好"},
                    Case{"nl", "Onze monteur Henk Visser kwam te laat", "Onze monteur [name] kwam te laat"},
                    Case{"nl", "De factuur staat op naam van J. van den Berg", "De factuur staat op naam van [name]"},
                    Case{"nl", "Bezorgd bij Laan van Meerdervoort 512", "Bezorgd bij [address]"},
                    Case{"nl", "mijn bsn (111222333) stond erop", "mijn bsn ([national number]) stond erop"},
                    Case{"nl", "Paspoortnummer NXR4K7P21", "Paspoortnummer [national number]"},
                    Case{"nl", "Ik woon in Utrecht", "Ik woon in [place]"},
                    Case{"de", "Ihr Kollege Stefan Krüger gab Auskunft", "Ihr Kollege [name] gab Auskunft"},
                    Case{"de", "Ich wohne Am Alten Markt 3", "Ich wohne [address]"},
                    Case{"ru", "Мой муж Рустам Галиев расписался", "Мой муж [name] расписался"},
                    Case{"ru", "Контактное лицо: Захарова О. П.", "Контактное лицо: [name]"},
                    Case{"ru", "Живу на Невском проспекте, дом 28", "Живу на [address]"},
                    Case{"ru", "Паспортные данные: 45 08 654321", "Паспортные данные: [national number]"},
                    Case{"zh", "师傅孙大勇迟到了", "师傅[name]迟到了"},
                    Case{"zh", "我住在人民路112号2单元301室", "我住在[address]"},
                    Case{"zh", "护照号E12345678要用", "护照号[national number]要用"}));

INSTANTIATE_TEST_SUITE_P(
    Nothing, PersonalCases,
    testing::Values(
        Case{"en", "Great service, thanks!", "Great service, thanks!"},
        Case{"en", "Order 1234567890123 took 3 weeks in 2024.", "Order 1234567890123 took 3 weeks in 2024."},
        Case{"en", "Will this work on version 10.0.0.1?", "Will this work on version 10.0.0.1?"},
        Case{"en", "I paid 1,299.00 on 2024-05-17 at 10:30.", "I paid 1,299.00 on 2024-05-17 at 10:30."},
        Case{"en", "May I suggest a longer cable? Mark my words.", "May I suggest a longer cable? Mark my words."},
        Case{"nl", "De levering was te laat en de Klantenservice gaf geen antwoord.",
             "De levering was te laat en de Klantenservice gaf geen antwoord."},
        Case{"de", "Die Beratung war gut, aber die Lieferung kam zu spät.",
             "Die Beratung war gut, aber die Lieferung kam zu spät."},
        Case{"ru", "Очень долгое ожидание на линии.", "Очень долгое ожидание на линии."},
        Case{"zh", "客服态度很好，发货很快。", "客服态度很好，发货很快。"},
        Case{"zh", "客服高高兴兴，师傅马上就来", "客服高高兴兴，师傅马上就来"},
        Case{"nl", "Bij Albert Heijn kost het minder", "Bij Albert Heijn kost het minder"},
        Case{"nl", "De trein naar Utrecht reed niet", "De trein naar Utrecht reed niet"},
        Case{"de", "Wir fliegen im Mai ab Frankfurt", "Wir fliegen im Mai ab Frankfurt"},
        Case{"ru", "Поезд до Казани отменили", "Поезд до Казани отменили"},
        Case{"zh", "到杭州的火车取消了", "到杭州的火车取消了"}));

TEST(PersonalData, SpansAreInOrderAndWithinTheText) {
  PersonalDataFinder finder;
  const std::string text = "Hi, I'm Anna Smith, a@example.com, +44 20 7946 0958; meet Peter Brown in London.";
  size_t end = 0;
  for (const PersonalSpan& each : finder.find(text, "en")) {
    EXPECT_GE(each.range.begin, end);
    EXPECT_GT(each.range.end, each.range.begin);
    EXPECT_LE(each.range.end, text.size());
    EXPECT_GE(each.confidence, kPersonalConfidence);
    EXPECT_LE(each.confidence, 1);
    end = each.range.end;
  }
  EXPECT_EQ(mask(text, finder.find(text, "en")), "Hi, I'm [name], [e-mail], [phone]; meet [name] in [place].");
}

TEST(PersonalData, WhatIsNoUtf8AndWhatIsLongBehave) {
  PersonalDataFinder finder;
  EXPECT_THAT(mask("\xff\xfe a@example.com \x80", finder.find("\xff\xfe a@example.com \x80")), HasSubstr("[e-mail]"));
  std::string text(kTextReadBytes - 3, 'x');
  text += " é Anna a@example.com";
  const std::string shown = mask(text, finder.find(text));
  EXPECT_EQ(shown.find("example.com"), std::string::npos) << "what was not read is not shown";
  EXPECT_TRUE(shown.ends_with("[...]"));
  EXPECT_TRUE(finder.find("").empty());
}

TEST(PersonalData, KindsHaveNames) {
  for (size_t i = 0; i < kPersonalKinds; ++i) {
    const auto kind = static_cast<PersonalKind>(i);
    EXPECT_EQ(find_personal_kind(personal_kind_name(kind)), kind);
  }
  EXPECT_FALSE(find_personal_kind("shoe size"));
}

TEST(PersonalModel, IsInTheProgramAndIsReadAsItWasWritten) {
  const PersonalModel* model = PersonalModel::built_in();
  ASSERT_NE(model, nullptr);
  const std::string bytes = model->save();
  EXPECT_LT(bytes.size(), 400'000U);
  const Result<PersonalModel> again = PersonalModel::load(bytes, "again");
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(again->save(), bytes);
  EXPECT_FALSE(PersonalModel::load(bytes.substr(0, bytes.size() - 1), "cut"));
  std::string changed = bytes;
  changed[changed.size() / 2] ^= 1;
  EXPECT_EQ(PersonalModel::load(changed, "changed").error().code(), StatusCode::kCorruption);
}

LabelledPersonalText labelled(const std::string& before, const std::string& name, const std::string& after) {
  return {before + name + after, {{"PERSON", {before.size(), before.size() + name.size()}}}, -1};
}

TEST(PersonalTrainer, LearnsWhatIsLabelledAndCountsWhatIsFound) {
  std::vector<LabelledPersonalText> texts;
  for (const char* name : {"Zorblax", "Quibnar", "Wexlonty", "Trebnok"}) {
    texts.push_back(labelled("praise goes to ", name, " alone"));
    texts.push_back({std::string("we ate ") + name + " soup", {}, -1});
  }
  const PersonalModel model = PersonalTrainer::train(texts, {"1", "test", "none"});
  PersonalTagger tagger(model);
  PersonalTokens tokens(PersonalGazetteer::get());
  const std::string text = "praise goes to Blimpfo alone";
  tokens.read(text);
  std::vector<PersonalSpan> found;
  tagger.tag(tokens.all(), text, {}, found);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.substr(found[0].range.begin, found[0].range.end - found[0].range.begin), "Blimpfo");

  PersonalDataFinder finder;
  LabelledPersonalText two = labelled("mail x@example.com, dear ", "nobody", "");
  two.spans.push_back({"EMAIL_ADDRESS", {5, 18}});
  two.spans.push_back({"AGE", {0, 4}});
  const PersonalQuality quality = measure_personal(finder, {two}, "en");
  EXPECT_EQ(quality.kinds.at(PersonalKind::kEmail).exact, 1U);
  EXPECT_EQ(quality.kinds.at(PersonalKind::kEmail).hidden, 1U);
  EXPECT_EQ(quality.kinds.at(PersonalKind::kName).labelled, 1U);
  EXPECT_EQ(quality.kinds.at(PersonalKind::kName).exact, 0U);
  EXPECT_EQ(quality.not_sought.at("AGE"), 1U);
}

// A line of testdata/personal.tsv without its marks, and what they mark.
LabelledPersonalText marked_text(std::string_view line) {
  LabelledPersonalText text;
  while (!line.empty()) {
    const size_t open = std::min(line.find("[["), line.size());
    text.text += line.substr(0, open);
    line.remove_prefix(open);
    if (line.empty()) break;
    const size_t bar = line.find('|'), close = line.find("]]");
    const size_t begin = text.text.size();
    text.text += line.substr(bar + 1, close - bar - 1);
    text.spans.push_back({std::string(line.substr(2, bar - 2)), {begin, text.text.size()}});
    line.remove_prefix(close + 2);
  }
  return text;
}

TEST(PersonalData, IsFoundInTheHandWrittenTextsOfFourLanguages) {
  const std::string file = read_file(source_folder() + "/engine/text/testdata/personal.tsv").value();
  std::map<std::string, std::vector<LabelledPersonalText>> texts;
  for (std::string_view rest = file; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.size() > 3 && line[0] != '#') texts[std::string(line.substr(0, 2))].push_back(marked_text(line.substr(3)));
  }
  EXPECT_EQ(texts.size(), 4U);
  PersonalDataFinder finder;
  for (const auto& [language, all] : texts) {
    EXPECT_GE(all.size(), 100U) << language;
    const SpanQuality found = measure_personal(finder, all, language).all;
    EXPECT_GE(found.labelled, 55U) << language;
    EXPECT_GE(SpanQuality::share(found.met_found, found.found), 0.92) << language;
    EXPECT_GE(SpanQuality::share(found.met_labelled, found.labelled), 0.95) << language;
    EXPECT_GE(SpanQuality::share(found.hidden, found.labelled), 0.92) << language;
  }
}

}  // namespace
}  // namespace sojourn
