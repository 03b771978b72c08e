#include "text/topic_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "text/topic_comments_fixture.h"

namespace sojourn {
namespace {

TEST(TopicModel, FindsThePlantedThemes) {
  const std::vector<std::string> texts = comments(200, 1);
  const TopicModel model = fit(as_texts(texts), 4);
  ASSERT_EQ(model.topics().size(), 4U);
  std::set<uint32_t> ids;
  for (const char* text : {kLate, kBill, kApp, kHold}) ids.insert(topic_of(model, text));
  EXPECT_EQ(ids.size(), 4U) << "each theme is a topic of its own";
  EXPECT_EQ(ids.count(0), 0U);
  // Nine of ten texts go with their theme.
  std::vector<std::map<uint32_t, size_t>> found(4);
  for (size_t i = 0; i < texts.size(); ++i) ++found[i % 4][topic_of(model, texts[i])];
  size_t right = 0;
  for (const auto& theme : found) {
    size_t most = 0;
    for (const auto& each : theme) most = std::max(most, each.second);
    right += most;
  }
  EXPECT_GE(right, 180U);
  double shares = 0;
  std::set<std::string> names;
  for (const Topic& topic : model.topics()) {
    shares += topic.share;
    names.insert(topic.name);
    EXPECT_FALSE(topic.words.empty());
    EXPECT_DOUBLE_EQ(topic.words[0].weight, 1);
  }
  EXPECT_EQ(names.size(), 4U);
  EXPECT_GT(shares, 0.9);
  EXPECT_LE(shares, 1 + 1e-9);
}

TEST(TopicModel, FormsOfAWordAreOneTerm) {
  const TopicModel model = fit(as_texts(comments(200, 1)), 4);
  EXPECT_EQ(topic_of(model, "deliveries"), topic_of(model, "delivery"));
  EXPECT_EQ(topic_of(model, "couriers"), topic_of(model, "courier")) << "also a form that was never seen";
}

TEST(TopicModel, AHundredCommentsAreEnough) {
  const TopicModel model = fit(as_texts(comments(100, 2)));
  EXPECT_GE(model.topics().size(), 3U);
  EXPECT_LE(model.topics().size(), 8U);
  EXPECT_NE(topic_of(model, kLate), topic_of(model, kApp));
}

TEST(TopicModel, NeitherOrderNorThreadsNorRepeatsChangeIt) {
  std::vector<std::string> texts = comments(150, 3);
  const TopicModel model = fit(as_texts(texts));
  std::shuffle(texts.begin(), texts.end(), std::mt19937(9));
  EXPECT_EQ(fit(as_texts(texts)).save(), model.save());
  ::setenv("SOJOURN_THREADS", "1", 1);
  EXPECT_EQ(fit(as_texts(texts)).save(), model.save());
  ::setenv("SOJOURN_THREADS", "5", 1);
  EXPECT_EQ(fit(as_texts(texts)).save(), model.save());
  ::unsetenv("SOJOURN_THREADS");
  // A text written three times is one text with a count of three.
  std::vector<TopicText> thrice = as_texts(texts), counted = as_texts(texts);
  thrice.insert(thrice.end(), 2, {texts[7], "en", 1});
  counted[7].count = 3;
  EXPECT_EQ(fit(thrice).save(), fit(counted).save());
}

TEST(TopicModel, FewTextsHaveNoTopicsBesideThePinned) {
  const std::vector<std::string> texts = comments(20, 12);
  const TopicModel none = fit(as_texts(texts));
  EXPECT_TRUE(none.topics().empty());
  ASSERT_EQ(none.languages().size(), 1U);
  EXPECT_EQ(none.languages()[0].topics, 0U);
  EXPECT_EQ(topic_of(none, kLate), 0U);
  const TopicModel pinned = fit(as_texts(texts), 0, nullptr, {{0, "Post", {"courier", "parcel"}}});
  ASSERT_EQ(pinned.topics().size(), 1U);
  EXPECT_EQ(topic_of(pinned, kLate), pinned.topics()[0].id);
  EXPECT_TRUE(fit({}).topics().empty());
}

TEST(TopicModel, LanguagesHaveTopicsOfTheirOwn) {
  std::vector<std::string> english = comments(120, 13), chinese;
  const std::vector<const char*> parts{"房间很小而且隔音不好", "隔音太差，房间里有噪音",
                                       "早餐品种很少",         "早餐的咖啡冷了，品种也少",
                                       "前台服务态度恶劣",     "服务员态度冷淡，前台等了半小时"};
  for (size_t i = 0; i < 90; ++i) chinese.push_back(std::string(parts[i % 6]) + "，第" + std::to_string(i) + "晚");
  std::vector<TopicText> texts = as_texts(english);
  for (const std::string& text : chinese) texts.push_back({text, "zh", 1});
  const TopicModel model = fit(texts, 3, nullptr, {{0, "Noise", {"噪音", "noise"}}});
  std::set<uint32_t> ids;
  for (const Topic& topic : model.topics()) ids.insert(topic.id);
  EXPECT_EQ(ids.size(), 7U);
  const uint32_t sound = topic_of(model, "隔音不好", "zh"), breakfast = topic_of(model, "早餐没有咖啡", "zh");
  EXPECT_NE(sound, 0U);
  EXPECT_NE(sound, breakfast);
  EXPECT_EQ(model.find(breakfast)->language, "zh");
  EXPECT_EQ(topic_of(model, "噪音", "zh"), topic_of(model, "such noise", "en")) << "a pinned topic is of all languages";
  EXPECT_EQ(topic_of(model, kLate, "nl"), 0U);
  EXPECT_NE(topic_of(model, kLate, ""), 0U) << "not told: the language of most texts";
}

TEST(TopicModel, GermanNounsKeepTheirCapitals) {
  std::vector<std::string> texts;
  const std::vector<const char*> says{"Leider kam die Lieferung verspätet an", "Verspätet war auch diese Lieferung",
                                      "Auf der Rechnung steht ein falscher Betrag",
                                      "Falscher Betrag auf meiner Rechnung"};
  for (size_t i = 0; i < 80; ++i) texts.push_back(std::string(says[i % 4]) + " Nr " + std::to_string(i));
  const TopicModel model = fit(as_texts(texts, "de"), 2);
  const Topic* topic = model.find(topic_of(model, "Lieferungen verspätet", "de"));
  ASSERT_NE(topic, nullptr);
  std::set<std::string> words;
  for (const TopicWord& word : topic->words) words.insert(word.text);
  EXPECT_EQ(words.count("Lieferung"), 1U);
  EXPECT_EQ(words.count("verspätet"), 1U);
}

TEST(TopicModel, EvidenceIsTheWordsThatMadeItSo) {
  const TopicModel model = fit(as_texts(comments(200, 14)), 4);
  TopicReader reader(model);
  Tokenizer tokenizer;
  const std::string text = "Nice shop, sadly the courier was rude";
  tokenizer.read(text);
  const TopicVerdict verdict = reader.read(tokenizer, "en");
  ASSERT_EQ(verdict.evidence.size(), 1U);
  EXPECT_EQ(text.substr(verdict.evidence[0].begin, verdict.evidence[0].end - verdict.evidence[0].begin), "courier");
  EXPECT_GE(verdict.weight, kTopicWeightLeast);
  EXPECT_LE(verdict.weight, 1);
  ASSERT_FALSE(verdict.all.empty());
  EXPECT_EQ(verdict.all[0].topic, verdict.topic);
  for (const char* none : {"", "👍👍👍", "the and of", "xyzzy plugh", "\xff\xfe"}) {
    tokenizer.read(none);
    EXPECT_EQ(reader.read(tokenizer, "en").topic, 0U) << none;
    EXPECT_TRUE(reader.read(tokenizer, "en").evidence.empty());
  }
}

TEST(TopicModel, PhrasesAreMined) {
  std::vector<std::string> texts = comments(160, 15);
  for (size_t i = 0; i < texts.size(); i += 4)
    texts[i] = "The tracking number of courier order " + std::to_string(i) + " is wrong";
  const TopicModel model = fit(as_texts(texts), 4);
  const Topic* topic = model.find(topic_of(model, "tracking number"));
  ASSERT_NE(topic, nullptr);
  const bool there = std::any_of(topic->phrases.begin(), topic->phrases.end(),
                                 [](const TopicWord& phrase) { return phrase.text.find("tracking number") == 0; });
  EXPECT_TRUE(there);
}

TEST(TopicModel, NamesAreCheckedAndUnique) {
  TopicModel model = fit(as_texts(comments(150, 16)), 3);
  const uint32_t id = model.topics()[0].id;
  EXPECT_EQ(model.rename(id, "").code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(model.rename(id, "a\nb").code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(model.rename(id, model.topics()[1].name).code(), StatusCode::kConflict);
  EXPECT_EQ(model.rename(99, "x").code(), StatusCode::kNotFound);
  const uint64_t before = model.checksum();
  EXPECT_TRUE(model.rename(id, "  Post ").ok());
  EXPECT_EQ(model.find(id)->name, "Post");
  EXPECT_NE(model.checksum(), before) << "what is renamed is another edition";
  EXPECT_EQ(model.add_pinned({0, "Post", {"post"}}).error().code(), StatusCode::kConflict);
  EXPECT_EQ(model.add_pinned({0, "Wrap", {}}).error().code(), StatusCode::kInvalidArgument);
  const Result<uint32_t> wrap = model.add_pinned({0, "", {"gift", "wrap"}});
  ASSERT_TRUE(wrap.has_value());
  EXPECT_EQ(model.find(*wrap)->name, "gift, wrap");
  TopicOptions options;
  options.pinned = {{0, "A", {"a"}}, {0, "A", {"b"}}};
  EXPECT_FALSE(TopicModel::fit({}, options, nullptr).has_value());
}

TEST(TopicModel, ItCanBeStopped) {
  TopicOptions options;
  options.progress = [](double done, std::string_view) { return done < 0.3; };
  const std::vector<std::string> texts = comments(100, 17);
  const Result<TopicModel> model = TopicModel::fit(as_texts(texts), options, nullptr);
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().code(), StatusCode::kCancelled);
}

TEST(TopicModel, SavedAndLoadedItSaysTheSame) {
  const std::vector<std::string> texts = comments(150, 18);
  const TopicModel model = fit(as_texts(texts), 3, nullptr, {{0, "Rain", {"rain"}}});
  const std::string bytes = model.save();
  const Result<TopicModel> loaded = TopicModel::load(bytes, "topics.model");
  ASSERT_TRUE(loaded.has_value()) << loaded.status().to_string();
  EXPECT_EQ(loaded->save(), bytes);
  EXPECT_EQ(loaded->checksum(), model.checksum());
  for (const std::string& text : texts) EXPECT_EQ(topic_of(*loaded, text), topic_of(model, text));
}

TEST(TopicModel, DamagedFilesAreRefused) {
  const std::string bytes = fit(as_texts(comments(60, 19)), 3).save();
  for (size_t at = 0; at < bytes.size(); at += 97) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const Result<TopicModel> loaded = TopicModel::load(damaged, "topics.model");
    ASSERT_FALSE(loaded.has_value()) << at;
    EXPECT_EQ(loaded.error().code(), StatusCode::kCorruption);
  }
  for (const size_t size : {size_t{0}, size_t{7}, size_t{20}, bytes.size() - 1})
    EXPECT_FALSE(TopicModel::load(bytes.substr(0, size), "topics.model").has_value());
}

}  // namespace
}  // namespace sojourn
