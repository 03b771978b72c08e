#include "cli/text_topics_command.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/disk.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "collect/open_rows.h"
#include "text/coherence.h"
#include "text/language.h"
#include "text/topic_model.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

struct OwnedText {
  std::string text, language;
};

Result<size_t> find_column(const std::vector<std::string>& columns, const std::string& name, const char* option) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return static_cast<size_t>(found - columns.begin());
  std::string all;
  for (const std::string& column : columns) all += (all.empty() ? "" : ", ") + column;
  return Status::invalid("there is no column '" + name + "'; name one with " + option + ": " + all, "columns");
}

// Of texts that do not say; those that could be in several languages are thought to be in one that many are in.
void tell_languages(std::vector<OwnedText>& texts) {
  LanguageReader reader(LanguageModel::built_in());
  LanguagePrior prior;
  for (const OwnedText& text : texts) {
    if (text.language.empty()) {
      reader.teach(text.text, 1, prior);
    } else {
      prior.add(text.language);
    }
  }
  for (OwnedText& text : texts) {
    if (text.language.empty()) text.language = reader.identify(text.text, prior).code;
  }
}

Result<std::vector<OwnedText>> read_texts(const TextTopicsWords& words) {
  SOJOURN_TRY(OpenedRows opened, open_rows(words.file, {}, {}));
  std::vector<OwnedText> texts;
  std::vector<Cell> row;
  std::optional<size_t> text_at, language_at;
  for (;;) {
    Result<bool> more = opened.rows->next(row);
    if (!more && more.error().code() == StatusCode::kInvalidArgument) continue;
    if (!more) return std::move(more).error();
    if (!*more) break;
    if (!text_at || opened.growing) {
      const std::vector<std::string>& columns = opened.rows->columns();
      SOJOURN_TRY(text_at, find_column(columns, words.text, "--text"));
      const std::string name = words.language_column.empty() ? "language" : words.language_column;
      const bool there = std::find(columns.begin(), columns.end(), name) != columns.end();
      if (words.language.empty() && (there || !words.language_column.empty())) {
        SOJOURN_TRY(language_at, find_column(columns, name, "--language-column"));
      }
    }
    if (*text_at >= row.size() || trim(row[*text_at].text).empty()) continue;
    OwnedText& text = texts.emplace_back();
    text.text = row[*text_at].text;
    text.language = words.language;
    if (language_at && *language_at < row.size()) text.language = row[*language_at].text;
  }
  if (texts.empty()) return Status::invalid("no row has a text", words.file);
  tell_languages(texts);
  return texts;
}

Result<std::vector<PinnedTopic>> read_pins(const TextTopicsWords& words) {
  std::vector<PinnedTopic> pins;
  for (const std::string& pin : words.pins) {
    const size_t colon = pin.find(':');
    if (colon == std::string::npos)
      return Status::invalid("'" + pin + "' must be a name, a colon and words, as in 'delivery: late, courier'",
                             "--pin");
    PinnedTopic& topic = pins.emplace_back();
    topic.name = trim(std::string_view(pin).substr(0, colon));
    for (size_t at = colon + 1; at < pin.size();) {
      const size_t end = std::min(pin.find(',', at), pin.size());
      const std::string_view word = trim(std::string_view(pin).substr(at, end - at));
      if (!word.empty()) topic.words.emplace_back(word);
      at = end + 1;
    }
  }
  return pins;
}

std::vector<TopicText> as_topic_texts(const std::vector<OwnedText>& texts, size_t leave_out) {
  std::vector<TopicText> all;
  for (const OwnedText& text : texts) {
    if (leave_out == 0 || hash64(text.text) % leave_out != 0) all.push_back({text.text, text.language, 1});
  }
  return all;
}

std::vector<uint32_t> read_all(const TopicModel& model, const std::vector<OwnedText>& texts,
                               const std::string& language) {
  TopicReader reader(model);
  Tokenizer tokenizer;
  std::vector<uint32_t> topics;
  for (const OwnedText& text : texts) {
    if (text.language != language) continue;
    tokenizer.read(text.text);
    topics.push_back(reader.read(tokenizer, language).topic);
  }
  return topics;
}

// Which topics the texts get from all of them and from four fifths of them, with as many topics: adjusted Rand index.
Result<double> text_stability(const TopicModel& model, const std::vector<OwnedText>& texts,
                              const TopicLanguage& language, const TopicOptions& options) {
  TopicOptions same = options;
  same.topics = language.topics;
  same.progress = {};
  std::vector<TopicText> most;
  for (const TopicText& text : as_topic_texts(texts, 5)) {
    if (text.language == language.code) most.push_back(text);
  }
  SOJOURN_TRY(const TopicModel other, TopicModel::fit(most, same, nullptr));
  return adjusted_rand(read_all(model, texts, language.code), read_all(other, texts, language.code));
}

Value figure(double value, Output format) {
  if (std::isnan(value)) return std::string(format == Output::kTable ? "-" : "");
  return std::round(value * 1000) / 1000;
}

std::string joined(const std::vector<TopicWord>& words) {
  std::string all;
  for (const TopicWord& word : words) all += (all.empty() ? "" : ", ") + word.text;
  return all;
}

void print_languages(const TopicModel& model, const std::vector<double>& text_stabilities, Output format) {
  std::vector<std::vector<Value>> rows;
  for (size_t i = 0; i < model.languages().size(); ++i) {
    const TopicLanguage& each = model.languages()[i];
    rows.push_back({each.code, static_cast<int64_t>(each.texts), static_cast<int64_t>(each.topics),
                    figure(each.coherence, format), figure(each.diversity, format), figure(each.stability, format),
                    figure(text_stabilities[i], format)});
  }
  print_table({"language", "texts", "topics", "npmi", "diversity", "stability", "rand"}, rows, format);
}

void print_topics(const TopicModel& model, const std::vector<int64_t>& counts, Output format) {
  std::vector<std::vector<Value>> rows;
  for (size_t i = 0; i < model.topics().size(); ++i) {
    const Topic& each = model.topics()[i];
    rows.push_back({static_cast<int64_t>(each.id), each.language, each.name, counts[i], figure(each.coherence, format),
                    joined(each.words), joined(each.phrases)});
  }
  rows.push_back({int64_t{0}, std::string(), std::string("other"), counts.back(), figure(std::nan(""), format),
                  std::string(), std::string()});
  print_table({"topic", "language", "name", "texts", "npmi", "words", "phrases"}, rows, format);
}

// Of each topic, and of none: they add up to the texts.
std::vector<int64_t> count_texts(const TopicModel& model, const std::vector<OwnedText>& texts) {
  std::vector<int64_t> counts(model.topics().size() + 1);
  TopicReader reader(model);
  Tokenizer tokenizer;
  for (const OwnedText& text : texts) {
    tokenizer.read(text.text);
    const uint32_t id = reader.read(tokenizer, text.language).topic;
    const Topic* topic = id == 0 ? nullptr : model.find(id);
    ++counts[topic == nullptr ? counts.size() - 1 : static_cast<size_t>(topic - model.topics().data())];
  }
  return counts;
}

Json words_json(const std::vector<TopicWord>& words) {
  Json json = Json::array();
  for (const TopicWord& word : words) json.push_back({{"text", word.text}, {"weight", word.weight}});
  return json;
}

Json figure_json(double value) { return std::isnan(value) ? Json() : Json(value); }

void print_json(const TopicModel& model, const std::vector<double>& rand, const std::vector<int64_t>& counts) {
  Json json{{"checksum", checksum_text(model.checksum())}, {"languages", Json::array()}, {"topics", Json::array()}};
  for (size_t i = 0; i < model.languages().size(); ++i) {
    const TopicLanguage& each = model.languages()[i];
    json["languages"].push_back({{"language", each.code},
                                 {"texts", each.texts},
                                 {"topics", each.topics},
                                 {"npmi", figure_json(each.coherence)},
                                 {"diversity", figure_json(each.diversity)},
                                 {"stability", figure_json(each.stability)},
                                 {"rand", figure_json(rand[i])}});
  }
  for (size_t i = 0; i < model.topics().size(); ++i) {
    const Topic& each = model.topics()[i];
    json["topics"].push_back({{"id", each.id},
                              {"language", each.language},
                              {"name", each.name},
                              {"texts", counts[i]},
                              {"npmi", figure_json(each.coherence)},
                              {"pinned", each.pinned},
                              {"words", words_json(each.words)},
                              {"phrases", words_json(each.phrases)}});
  }
  json["other"] = counts.back();
  print_line(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

Status run_text_topics(const TextTopicsWords& words) {
  SOJOURN_TRY(const std::vector<OwnedText> texts, read_texts(words));
  TopicOptions options;
  options.topics = words.topics;
  SOJOURN_TRY(options.pinned, read_pins(words));
  options.origin = {std::string(format_time(now()).substr(0, 10)), "texts of your own", "yours"};
  std::optional<TopicModel> before;
  if (!words.before.empty()) {
    SOJOURN_TRY(const std::string bytes, read_file(words.before));
    SOJOURN_TRY(before, TopicModel::load(bytes, words.before));
    if (options.pinned.empty()) options.pinned = before->pinned();
  }
  ProgressBar bar("Finding topics");
  options.progress = [&](double done, std::string_view step) {
    bar.update(done, 1, step);
    return true;
  };
  const auto begin = std::chrono::steady_clock::now();
  SOJOURN_TRY(const TopicModel model, TopicModel::fit(as_topic_texts(texts, 0), options, before ? &*before : nullptr));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::vector<double> rand(model.languages().size(), std::nan(""));
  for (size_t i = 0; words.stability && i < rand.size(); ++i) {
    if (model.languages()[i].topics == 0) continue;
    SOJOURN_TRY(rand[i], text_stability(model, texts, model.languages()[i], options));
  }
  bar.finish();
  const std::vector<int64_t> counts = count_texts(model, texts);
  if (words.format == Output::kJson) {
    print_json(model, rand, counts);
  } else {
    print_languages(model, rand, words.format);
    print_line("");
    print_topics(model, counts, words.format);
  }
  for (const TopicLanguage& language : model.languages()) {
    if (language.topics == 0 && language.texts < kTopicTextsLeast)
      print_notice(language.code + " has " + std::to_string(language.texts) +
                   " different texts; topics are found from " + std::to_string(kTopicTextsLeast) + " on.");
  }
  print_notice(with_groups(static_cast<int64_t>(texts.size())) + " texts in " +
               std::to_string(static_cast<int64_t>(taken.count() * 1000)) + " ms");
  if (!words.out.empty()) SOJOURN_CHECK(write_file_atomic(words.out, model.save()));
  return {};
}

}  // namespace sojourn
