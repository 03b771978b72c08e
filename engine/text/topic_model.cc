#include "text/topic_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/text.h"
#include "text/hungarian.h"
#include "text/topic_fitter.h"
#include "text/topic_names.h"

namespace sojourn {
namespace {

constexpr size_t kNameBytesMost = 120;
constexpr double kSharedWordsLeast = 3;  // Of ten, for a topic to be the one before.
constexpr size_t kPhrasesShown = 5;
constexpr double kShownLeast = 0.01, kPhraseLeast = 0.05;  // Of the weight of the strongest.

Status check_name(std::string_view name) {
  if (name.empty()) return Status::invalid("a topic needs a name", "name");
  if (name.size() > kNameBytesMost)
    return Status::invalid("a topic's name has at most " + std::to_string(kNameBytesMost) + " bytes", "name");
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }))
    return Status::invalid("a topic's name is one line without control characters", "name");
  return {};
}

// Words as they fold, so that topics of different fits can be compared.
std::set<uint64_t> folded_words(const std::vector<TopicWord>& words, std::string_view language) {
  const WordList& list = WordList::built_in(language);
  std::set<uint64_t> all;
  for (const TopicWord& word : words) all.insert(list.fold(word.text));
  return all;
}

std::vector<TopicWord> shown_words(const TopicVocabulary& vocabulary, const std::vector<double>& row,
                                   const WordSet& terms, double least) {
  std::vector<TopicWord> words;
  const double most = *std::max_element(row.begin(), row.end());
  for (const uint32_t term : terms) {
    if (row[term] >= least * most) words.push_back({vocabulary.term(term).text, row[term] / most});
  }
  return words;
}

}  // namespace

// Joins what was found in each language.
class TopicFitter {
 public:
  TopicFitter(const TopicOptions& options, const TopicModel* before)
      : options_(options), before_(before != nullptr ? *before : TopicModel()) {}

  Result<TopicModel> run(std::span<const TopicText> texts) {
    model_.origin_ = options_.origin;
    model_.next_id_ = before_.next_id_;
    SOJOURN_CHECK(begin_pinned());
    const std::vector<LanguageTexts> languages = group_texts(texts);
    double all = 1;
    for (const LanguageTexts& language : languages) all += static_cast<double>(language.texts.size());
    for (const LanguageTexts& language : languages) {
      const double part = static_cast<double>(language.texts.size()) / all;
      SOJOURN_CHECK(fit_language(language, part));
      done_ += part;
    }
    for (Topic& topic : model_.topics_) {
      if (topic.pinned) topic.share = counted_ == 0 ? 0 : topic.share / static_cast<double>(counted_);
    }
    model_.seal();
    return std::move(model_);
  }

 private:
  Status begin_pinned() {
    if (options_.pinned.size() > kPinnedTopicsMost)
      return Status::invalid("at most " + std::to_string(kPinnedTopicsMost) + " topics can be pinned", "pinned");
    for (const PinnedTopic& each : options_.pinned) {
      if (each.words.empty()) return Status::invalid("the pinned topic '" + each.name + "' needs words", "pinned");
      std::string name = each.name;
      for (size_t i = 0; each.name.empty() && i < std::min<size_t>(2, each.words.size()); ++i)
        name += (i > 0 ? ", " : "") + each.words[i];
      Status named = check_name(name);
      if (!named.ok()) return std::move(named).within("pinned");
      if (!taken_.insert(name).second) return Status::invalid("two pinned topics are called '" + name + "'", "pinned");
      Topic topic;
      topic.id = pinned_id(each, name);
      topic.name = name;
      topic.pinned = topic.named = true;
      topic.seeds = each.words;
      topic.coherence = std::numeric_limits<double>::quiet_NaN();
      pinned_ids_.push_back(topic.id);
      model_.topics_.push_back(std::move(topic));
    }
    for (const Topic& topic : before_.topics_) {
      if (is_pinned(topic.id) || topic.pinned) continue;
      if (!taken_.insert(topic.name).second)
        return Status::conflict("there is a topic called '" + topic.name + "' already", "pinned");
    }
    return {};
  }

  uint32_t pinned_id(const PinnedTopic& pinned, const std::string& name) {
    for (const Topic& topic : before_.topics_) {
      const bool same = pinned.id != 0 ? topic.id == pinned.id : topic.name == name;
      if (same && std::find(pinned_ids_.begin(), pinned_ids_.end(), topic.id) == pinned_ids_.end()) return topic.id;
    }
    return model_.next_id_++;
  }

  bool is_pinned(uint32_t id) const {
    return std::find(pinned_ids_.begin(), pinned_ids_.end(), id) != pinned_ids_.end();
  }

  Status fit_language(const LanguageTexts& texts, double part) {
    const TopicParts* before = nullptr;
    std::vector<uint32_t> rows;
    for (size_t i = 0; i < before_.languages_.size(); ++i) {
      if (before_.languages_[i].code == texts.code) before = before_.parts_[i].get();
    }
    for (uint32_t row = 0; before != nullptr && row < before->topics().size(); ++row) {
      const Topic* topic = before_.find(before->topics()[row]);
      if (topic != nullptr && !topic->pinned && !is_pinned(topic->id)) rows.push_back(row);
    }
    bool stopped = false;
    const auto progress = [&](double done, std::string_view step) {
      if (options_.progress && !stopped) stopped = !options_.progress(done_ + part * done, step);
      return !stopped;
    };
    FoundTopics found = LanguageFitter(texts, options_, before, rows, progress).run();
    if (stopped) return {StatusCode::kCancelled, "the topics were not finished"};
    add_language(texts, std::move(found));
    return {};
  }

  void add_language(const LanguageTexts& texts, FoundTopics found) {
    const size_t pinned = found.pinned.size();
    std::vector<Topic> topics(found.rows.size());
    std::vector<uint32_t> ids;
    for (size_t i = 0; i < topics.size(); ++i) {
      topics[i].words = shown_words(found.vocabulary, found.rows[i], found.words[i], kShownLeast);
      const WordSet phrases = top_words(found.vocabulary, found.rows[i], kPhrasesShown, true);
      topics[i].phrases = shown_words(found.vocabulary, found.rows[i], phrases, kPhraseLeast);
      topics[i].language = texts.code;
      topics[i].coherence = i < found.coherence.size() ? found.coherence[i] : std::nan("");
      if (i < pinned) topics[i].id = pinned_ids_[found.pinned[i]];
    }
    give_ids(std::span(topics).subspan(pinned), texts.code);
    for (const Topic& topic : topics) ids.push_back(topic.id);
    auto parts = std::make_shared<TopicParts>(std::move(found.vocabulary), ids, found.rows);
    count_texts(texts, *parts, found.rows, topics);
    for (size_t i = 0; i < topics.size(); ++i) {
      if (i >= pinned) {
        model_.topics_.push_back(std::move(topics[i]));
      } else {
        join_pinned(topics[i]);
      }
    }
    counted_ += texts_counted_;
    model_.languages_.push_back(found.facts);
    model_.parts_.push_back(std::move(parts));
  }

  void join_pinned(const Topic& found) {
    const auto topic = std::find_if(model_.topics_.begin(), model_.topics_.end(),
                                    [&](const Topic& each) { return each.id == found.id; });
    topic->share += found.share * static_cast<double>(texts_counted_);
    for (const auto& [from, to] :
         {std::pair{&found.words, &topic->words}, std::pair{&found.phrases, &topic->phrases}}) {
      for (const TopicWord& word : *from) {
        const bool known =
            std::any_of(to->begin(), to->end(), [&](const TopicWord& each) { return each.text == word.text; });
        if (!known) to->push_back(word);
      }
      std::stable_sort(to->begin(), to->end(),
                       [](const TopicWord& a, const TopicWord& b) { return a.weight > b.weight; });
      const size_t most = from == &found.words ? kTopicWordsShown : kPhrasesShown;
      if (to->size() > most) to->resize(most);
    }
  }

  // Of topics of few words half of them is enough.
  static bool is_same(const Topic& a, const Topic& b, double shared) {
    const double fewer = static_cast<double>(std::min(a.words.size(), b.words.size()));
    return shared > 0 && shared >= std::min(kSharedWordsLeast, std::ceil(fewer / 2));
  }

  // The ids, names and rights of the topics before, to those that are most like them.
  void give_ids(std::span<Topic> topics, const std::string& language) {
    std::vector<const Topic*> old;
    for (const Topic& topic : before_.topics_) {
      if (topic.language == language && !topic.pinned && !is_pinned(topic.id)) old.push_back(&topic);
    }
    std::vector<std::vector<double>> shared;
    for (const Topic& topic : topics) {
      const std::set<uint64_t> words = folded_words(topic.words, language);
      std::vector<double>& row = shared.emplace_back();
      for (const Topic* other : old) {
        double both = 0;
        for (const uint64_t word : folded_words(other->words, language)) both += words.count(word) > 0 ? 1 : 0;
        row.push_back(both);
      }
    }
    const std::vector<size_t> match = best_assignment(shared);
    std::vector<bool> kept(old.size());
    for (size_t i = 0; i < topics.size(); ++i) {
      const bool same = match[i] != kUnassigned && is_same(topics[i], *old[match[i]], shared[i][match[i]]);
      topics[i].id = same ? old[match[i]]->id : model_.next_id_++;
      if (!same) continue;
      const Topic& topic = *old[match[i]];
      topics[i].named = topic.named;
      kept[match[i]] = topic.named || still_fits(topic.name, topics[i]);
      if (kept[match[i]]) topics[i].name = topic.name;
    }
    for (size_t i = 0; i < old.size(); ++i) {
      if (!kept[i]) taken_.erase(old[i]->name);
    }
  }

  // Is a word of the name still among the topic's words?
  static bool still_fits(const std::string& name, const Topic& topic) {
    const auto in_name = [&](const TopicWord& word) { return name.find(word.text) != std::string::npos; };
    return std::any_of(topic.words.begin(), topic.words.end(), in_name);
  }

  // Shares, and names for those that have none.
  void count_texts(const LanguageTexts& texts, const TopicParts& parts, const std::vector<std::vector<double>>& rows,
                   std::span<Topic> topics) {
    TermCounts counts(rows.size(), parts.vocabulary().size());
    Tokenizer tokenizer;
    TopicScratch scratch;
    texts_counted_ = 0;
    for (const TopicText& text : texts.texts) {
      texts_counted_ += text.count;
      tokenizer.read(text.text);
      scratch.terms.clear();
      parts.read(tokenizer, scratch);
      const bool told = !scratch.weights.empty() && static_cast<double>(scratch.weights[0].weight) >= kTopicWeightLeast;
      if (told) topics[scratch.weights[0].row].share += text.count;
      counts.add(told ? scratch.weights[0].row : rows.size(), scratch.terms,
                 1 + std::log(static_cast<double>(text.count)));
    }
    for (size_t i = 0; i < topics.size(); ++i) {
      topics[i].share /= std::max<double>(1, static_cast<double>(texts_counted_));
      if (topics[i].name.empty() && !is_pinned(topics[i].id))
        topics[i].name = topic_name(parts.vocabulary(), counts, i, rows[i], taken_);
    }
  }

  const TopicOptions& options_;
  TopicModel before_;
  TopicModel model_;
  std::vector<uint32_t> pinned_ids_;
  std::set<std::string> taken_;
  double done_ = 0;
  uint64_t counted_ = 0, texts_counted_ = 0;
};

TopicModel::TopicModel() = default;

Result<TopicModel> TopicModel::fit(std::span<const TopicText> texts, const TopicOptions& options,
                                   const TopicModel* before) {
  if (options.topics > kTopicsMost)
    return Status::invalid("there are at most " + std::to_string(kTopicsMost) + " topics a language", "topics");
  return TopicFitter(options, before).run(texts);
}

const Topic* TopicModel::find(uint32_t id) const {
  const auto found = std::find_if(topics_.begin(), topics_.end(), [&](const Topic& topic) { return topic.id == id; });
  return found == topics_.end() ? nullptr : &*found;
}

std::vector<PinnedTopic> TopicModel::pinned() const {
  std::vector<PinnedTopic> all;
  for (const Topic& topic : topics_) {
    if (topic.pinned) all.push_back({topic.id, topic.name, topic.seeds});
  }
  return all;
}

Status TopicModel::rename(uint32_t id, std::string_view name) {
  name = trim(name);
  SOJOURN_CHECK(check_name(name));
  Topic* topic = nullptr;
  for (Topic& each : topics_) {
    if (each.id == id) {
      topic = &each;
    } else if (each.name == name) {
      return Status::conflict("there is a topic called '" + std::string(name) + "' already", "name");
    }
  }
  if (topic == nullptr) return Status::not_found("there is no topic " + std::to_string(id), "topic");
  topic->name = name;
  topic->named = true;
  seal();
  return {};
}

Status TopicModel::pin(uint32_t id, bool pinned) {
  for (Topic& topic : topics_) {
    if (topic.id != id) continue;
    topic.pinned = pinned;
    if (pinned && topic.seeds.empty()) {
      for (const TopicWord& word : topic.words) topic.seeds.push_back(word.text);
    }
    seal();
    return {};
  }
  return Status::not_found("there is no topic " + std::to_string(id), "topic");
}

Result<uint32_t> TopicModel::add_pinned(const PinnedTopic& pinned) {
  Topic topic;
  for (const std::string& word : pinned.words) {
    if (!trim(word).empty()) topic.seeds.emplace_back(trim(word));
  }
  if (topic.seeds.empty()) return Status::invalid("a pinned topic needs words", "words");
  if (this->pinned().size() >= kPinnedTopicsMost)
    return Status::limit("at most " + std::to_string(kPinnedTopicsMost) + " topics can be pinned", "words");
  topic.name = trim(pinned.name);
  for (size_t i = 0; pinned.name.empty() && i < std::min<size_t>(2, topic.seeds.size()); ++i)
    topic.name += (i > 0 ? ", " : "") + topic.seeds[i];
  SOJOURN_CHECK(check_name(topic.name));
  for (const Topic& each : topics_) {
    if (each.name == topic.name)
      return Status::conflict("there is a topic called '" + topic.name + "' already", "name");
  }
  topic.id = next_id_++;
  topic.pinned = topic.named = true;
  topic.coherence = std::numeric_limits<double>::quiet_NaN();
  for (const std::string& word : topic.seeds) topic.words.push_back({word, 1});
  topics_.push_back(topic);
  seal();
  return topic.id;
}

void TopicModel::seal() {
  std::sort(topics_.begin(), topics_.end(), [](const Topic& a, const Topic& b) {
    if (a.pinned != b.pinned) return a.pinned;
    if (a.language != b.language) return a.language < b.language;
    return a.share != b.share ? a.share > b.share : a.id < b.id;
  });
  const std::string bytes = save();
  ByteReader last(std::string_view(bytes).substr(bytes.size() - 8));
  checksum_ = last.u64().value();
}

}  // namespace sojourn
