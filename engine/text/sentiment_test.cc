#include "text/sentiment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "text/evaluation.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

// Comments about a company whose customers praise with "zorbig" and complain with "klunty", which no lexicon knows.
std::vector<LabelledText> made_up(size_t count) {
  const std::vector<std::string> things{"delivery", "website", "staff", "price", "refund", "parking", "room", "menu"};
  const std::vector<std::string> good{"zorbig", "plimfull", "harvy"}, bad{"klunty", "grobbed", "wexed"},
      plain{"there", "today", "again"};
  std::mt19937_64 random(3);
  std::vector<LabelledText> texts;
  for (size_t i = 0; i < count; ++i) {
    const size_t kind = random() % 3;
    const auto& words = kind == 0 ? good : kind == 1 ? bad : plain;
    const std::string label = kind == 2 ? "neutral" : kind == 0 ? "positive" : "negative";
    texts.push_back({"the " + things[random() % 8] + " was " + words[random() % 3] + " number " + std::to_string(i) +
                         " for the " + things[random() % 8],
                     label, "en"});
  }
  return texts;
}

TEST(Sentiment, LearnsWordsThatNoLexiconKnows) {
  const Result<TrainingReport> report = train_model(made_up(800), "en", nullptr, {"1", "made up", "ours"});
  ASSERT_TRUE(report);
  EXPECT_GT(report->learned.macro_f1, 0.95);
  EXPECT_LT(report->rules.macro_f1, 0.5);
  EXPECT_LT(report->learned.calibration_error, 0.1);
  EXPECT_GT(report->frozen, 40U);
  TextReader reader(&report->model);
  EXPECT_EQ(reader.read("the room was zorbig").label, "positive");
  EXPECT_EQ(reader.read("the room was klunty").label, "negative");
  EXPECT_EQ(reader.read("the room was klunty").by, JudgedBy::kModel);
}

TEST(Sentiment, AModelReadsBackAndRepeats) {
  const Result<TrainingReport> report = train_model(made_up(300), "en", nullptr, {"1", "made up", "ours"});
  ASSERT_TRUE(report);
  const std::string bytes = report->model.save();
  const Result<LinearModel> again = LinearModel::load(bytes, "again");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->save(), bytes);
  EXPECT_EQ(again->language(), "en");
  EXPECT_GT(again->quality().tested_on, 0U);
  EXPECT_EQ(train_model(made_up(300), "en", nullptr, {"1", "made up", "ours"})->model.save(), bytes);
  std::string damaged = bytes;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  EXPECT_THAT(LinearModel::load(damaged, "m.model").error().to_string(), HasSubstr("m.model"));
}

TEST(Sentiment, AWorseModelIsToldSo) {
  const Result<TrainingReport> good = train_model(made_up(800), "en", nullptr, {});
  ASSERT_TRUE(good);
  const Result<TrainingReport> same = train_model(made_up(800), "en", &good->model, {});
  EXPECT_FALSE(same->worse);
  // What it learns from is wrong, and what is kept aside is right: a drop.
  std::vector<LabelledText> wrong = made_up(800);
  for (LabelledText& text : wrong) {
    if (!is_frozen(text.text)) text.label = text.label == "positive" ? "negative" : "positive";
  }
  const Result<TrainingReport> drop = train_model(wrong, "en", &good->model, {});
  EXPECT_GT(drop->before.macro_f1, 0.95);
  EXPECT_TRUE(drop->worse);
}

TEST(Sentiment, TheLexiconFadesAsTextsGrow) {
  const Result<TrainingReport> few = train_model(made_up(60), "en", nullptr, {});
  const Result<TrainingReport> many = train_model(made_up(3000), "en", nullptr, {});
  ASSERT_TRUE(few && many);
  EXPECT_LE(many->model.prior_weight(), kPriorMost * 200 / (200 + 2000));
  EXPECT_LE(few->model.prior_weight(), kPriorMost);
}

TEST(Sentiment, ReasonsOfAModelNameTheWord) {
  const Result<TrainingReport> report = train_model(made_up(800), "en", nullptr, {});
  ASSERT_TRUE(report);
  TextReader reader(&report->model);
  std::vector<Reason> reasons;
  const std::string text = "the parking was klunty today";
  EXPECT_EQ(reader.explain(text, reasons, "en").label, "negative");
  const auto most = std::max_element(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return (a.kind == "feature" ? a.weight : -1) < (b.kind == "feature" ? b.weight : -1);
  });
  ASSERT_NE(most, reasons.end());
  EXPECT_EQ(text.substr(most->range.begin, most->range.end - most->range.begin), "klunty");
}

TEST(Sentiment, AnyTextGetsAnAnswer) {
  TextReader reader;
  EXPECT_EQ(reader.read("").by, JudgedBy::kNothing);
  EXPECT_EQ(reader.read("👍👍").label, "positive");
  EXPECT_EQ(reader.read("Det var meget godt og jeg er meget tilfreds med hjælpen").by, JudgedBy::kNothing)
      << "no rules for Danish";
  EXPECT_EQ(reader.read("Der Service war sehr freundlich").label, "positive");
  std::string faces;
  while (faces.size() < 10'000'000) faces += "😡";
  EXPECT_EQ(reader.read(faces).label, "negative");
  EXPECT_EQ(reader.read("\xFF\xFE\xFD").label, "");
}

TEST(Sentiment, WishesAndQuestionsAreNotStronglyNegative) {
  TextReader reader;
  for (const auto& [language, text] :
       {std::pair("en", "Please add a dark mode"), std::pair("en", "Suggestion: let us turn the screen dark at night"),
        std::pair("en", "How do I change my address?"), std::pair("zh", "请增加深色模式。"),
        std::pair("zh", "怎么修改地址？"), std::pair("nl", "Graag een filter op maat toevoegen."),
        std::pair("de", "Ich würde gerne in Raten zahlen."), std::pair("ru", "Добавьте, пожалуйста, тёмную тему.")}) {
    const TextVerdict verdict = reader.read(text, language);
    EXPECT_EQ(verdict.label, "neutral") << text;
    EXPECT_LT(std::abs(verdict.score), 0.25) << text;
    EXPECT_LT(verdict.confidence, 0.7) << text;
  }
}

TEST(Sentiment, NegationsSeenByTheRulesWinOverAWarmStart) {
  TextReader reader;
  for (const auto& [language, text] : {std::pair("en", "No trouble at all"), std::pair("zh", "一点问题都没有。"),
                                       std::pair("zh", "没有失望，下次还来。")}) {
    const TextVerdict verdict = reader.read(text, language);
    EXPECT_EQ(verdict.label, "positive") << text;
    EXPECT_GT(verdict.score, 0) << text;
  }
}

// Praise that was learned without its negation.
TEST(Sentiment, NegationsSeenByTheRulesWinOverAYoungModel) {
  std::vector<LabelledText> texts;
  const std::vector<std::string> things{"staff", "crew", "team", "guide", "waiter", "driver", "nurse", "clerk"};
  for (int i = 0; i < 600; ++i) {
    const std::string end = things[static_cast<size_t>(i) % things.size()] + " on visit " + std::to_string(i);
    texts.push_back({"friendly and clean, the " + end, "positive", "en"});
    texts.push_back({"rude and dirty, the " + end, "negative", "en"});
  }
  const Result<TrainingReport> report = train_model(texts, "en", nullptr, {});
  ASSERT_TRUE(report.has_value());
  TextReader reader(&report->model);
  EXPECT_EQ(reader.read("The staff were friendly", "en").label, "positive");
  EXPECT_EQ(reader.read("The staff were not friendly", "en").label, "negative");
  EXPECT_EQ(reader.read("The staff were not rude", "en").label, "positive");
}

// A phrase of the lexicon says together what none of its words says alone.
TEST(Sentiment, PhrasesSeenByTheRulesWinOverAYoungModel) {
  std::vector<LabelledText> texts;
  for (int i = 0; i < 300; ++i) {
    const std::string end = " on visit " + std::to_string(i);
    texts.push_back({"we were impressed, clean and friendly" + end, "positive", "en"});
    texts.push_back({"bad, rude, nothing worked, I had to complain" + end, "negative", "en"});
    texts.push_back({"we came by train" + end, "neutral", "en"});
  }
  const Result<TrainingReport> report = train_model(texts, "en", nullptr, {});
  ASSERT_TRUE(report.has_value());
  TextReader reader(&report->model);
  EXPECT_EQ(reader.read("We were impressed", "en").label, "positive");
  EXPECT_EQ(reader.read("We were not impressed", "en").label, "negative");
  EXPECT_EQ(reader.read("Not bad at all", "en").label, "positive");
  EXPECT_EQ(reader.read("Nothing to complain about", "en").label, "positive");
}

TEST(Sentiment, WhatFeelsHasAScore) {
  const Result<TrainingReport> report = train_model(made_up(200), "en", nullptr, {});
  ASSERT_TRUE(report.has_value());
  TextReader learned(&report->model), cold;
  for (const LabelledText& text : made_up(400)) {
    for (TextReader* reader : {&learned, &cold}) {
      const TextVerdict verdict = reader->read(text.text, "en");
      if (verdict.label == "neutral") continue;
      EXPECT_GE(verdict.label == "positive" ? verdict.score : -verdict.score, kFeeling) << text.text;
    }
  }
}

// One text in twenty is bad, and half of what bad texts say is also said by plain ones.
TEST(Sentiment, ARareLabelIsToldAsOftenAsItPays) {
  std::mt19937_64 random(5);
  std::vector<Aside> aside;
  for (size_t i = 0; i < 2000; ++i) {
    const bool rare = i % 20 == 0;
    const double noise = static_cast<double>(random() % 1000) / 500 - 1;
    aside.push_back({{rare ? noise : noise - 1.2, 0.4}, {0, 0}, rare ? 0U : 1U});
  }
  const auto f1_of = [&](const std::vector<double>& shifts) {
    std::vector<Judged> judged;
    for (const Aside& each : aside) {
      const bool first = each.margins[0] + shifts[0] > each.margins[1] + shifts[1];
      judged.push_back({each.label, first ? 0U : 1U, 1});
    }
    return judge(judged, 2).macro_f1;
  };
  const std::vector<double> none{0};
  const FittedCalibration fitted = fit_calibration(aside, none);
  EXPECT_GT(f1_of(fitted.shifts), f1_of({0, 0}) + 0.05);
}

TEST(Sentiment, AWarmStartIsNeverBelievedWhole) {
  TextReader reader;
  const TextVerdict verdict = reader.read("This is a terrible, awful waste of money and I hate it", "en");
  EXPECT_EQ(verdict.by, JudgedBy::kWarmStart);
  EXPECT_EQ(verdict.label, "negative");
  EXPECT_LT(verdict.confidence, 0.81);
  EXPECT_GE(verdict.score, -kTrust);
  double sum = 0;
  for (const double each : reader.probabilities()) sum += each;
  EXPECT_NEAR(sum, 1, 1e-9);
}

TEST(Labels, ScalesAreToldApart) {
  EXPECT_EQ(*guess_label_scale({"positive", "Negative", "neutral"}), LabelScale::kWords);
  EXPECT_EQ(*guess_label_scale({"0", "1"}), LabelScale::kWords);
  EXPECT_EQ(*guess_label_scale({"Positivo", "négatif", "нейтральная", "中评", "very negative"}), LabelScale::kWords);
  EXPECT_EQ(*guess_label_scale({"1", "2", "5"}), LabelScale::kStars);
  EXPECT_EQ(*guess_label_scale({"0.0", "3.5", "5.0"}), LabelScale::kStars) << "no stars are stars";
  EXPECT_EQ(*guess_label_scale({"0", "7", "10"}), LabelScale::kNps);
  EXPECT_EQ(*guess_label_scale({"0", "1", "2"}), LabelScale::kClasses);
  EXPECT_EQ(*guess_label_scale({"0", "1", "0", "1", "0", "1", "0", "1", "0", "1", "2"}), LabelScale::kClasses);
  EXPECT_EQ(*guess_label_scale({"-2", "0", "1", "2"}), LabelScale::kSigned);
  EXPECT_EQ(*guess_label_scale({"1", "2", "3", "4", "5", "1", "2", "3", "4", "9"}), LabelScale::kStars)
      << "one is beside it";
  EXPECT_EQ(*guess_label_scale({"-1", "0", "1"}), LabelScale::kSigned);
  EXPECT_THAT(guess_label_scale({"billing", "1"}).error().to_string(), HasSubstr("billing"));
  EXPECT_EQ(read_sentiment("3", LabelScale::kStars), Sentiment::kNeutral);
  EXPECT_EQ(read_sentiment("8", LabelScale::kNps), Sentiment::kNeutral);
  EXPECT_EQ(read_sentiment("6", LabelScale::kNps), Sentiment::kNegative);
  EXPECT_EQ(read_sentiment("11", LabelScale::kNps), std::nullopt);
  EXPECT_EQ(read_sentiment("0", LabelScale::kClasses), Sentiment::kNegative);
  EXPECT_EQ(read_sentiment("1", LabelScale::kClasses), Sentiment::kNeutral);
  EXPECT_EQ(read_sentiment("2", LabelScale::kClasses), Sentiment::kPositive);
  EXPECT_EQ(read_sentiment("3", LabelScale::kClasses), std::nullopt);
  EXPECT_FALSE(read_label_scale("starz"));
}

TEST(Evaluation, RepeatsAndEmptyTextsAreLeftOut) {
  const auto texts = prepare_texts({{"  good\n food ", "5", ""},
                                    {"good food", "1", ""},
                                    {"  ", "3", ""},
                                    {"fine", "77", ""},
                                    {"a", "2", ""},
                                    {"b", "2", ""},
                                    {"c", "2", ""},
                                    {"d", "2", ""},
                                    {"e", "2", ""},
                                    {"f", "2", ""},
                                    {"bad", "1", ""}},
                                   LabelScale::kGuess);
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), 8U);
  EXPECT_EQ((*texts)[0].text, "good food");
  EXPECT_EQ((*texts)[0].label, "positive");
}

TEST(Evaluation, EveryTextIsTestedOnceByEachMethod) {
  const auto rows = evaluate_texts(made_up(300), {}, [](std::string_view) {});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].task, "language");
  EXPECT_EQ(rows[1].method, "rules");
  EXPECT_EQ(rows[2].method, "warm start");
  EXPECT_EQ(rows[3].method, "learned");
  for (const EvaluationRow& row : rows) EXPECT_EQ(row.count, 300U) << row.method;
  EXPECT_GT(rows[3].macro_f1.mean, rows[1].macro_f1.mean);
}

TEST(Scoring, AgreesWithHandCounting) {
  // Truth a a b b, guess a b b b: F1 a 2/3, b 4/5.
  const std::vector<Judged> judged{{0, 0, 1}, {0, 1, 1}, {1, 1, 1}, {1, 1, 1}};
  const Quality quality = judge(judged, 2);
  EXPECT_NEAR(quality.macro_f1, (2.0 / 3 + 4.0 / 5) / 2, 1e-12);
  EXPECT_NEAR(quality.accuracy, 0.75, 1e-12);
  EXPECT_NEAR(quality.calibration_error, 0.25, 1e-12);
  const std::vector<double> values{1, 2, 3, 4, 5};
  EXPECT_NEAR(spread_of(values).mean, 3, 1e-12);
  EXPECT_NEAR(spread_of(values).half, 2.776 * std::sqrt(2.5 / 5), 1e-3);
}

}  // namespace
}  // namespace sojourn
