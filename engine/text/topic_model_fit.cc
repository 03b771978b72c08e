#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "text/hungarian.h"
#include "text/topic_fitter.h"
#include "text/topic_ids.h"
#include "text/topic_model.h"
#include "text/topic_names.h"

namespace sojourn {
namespace {

constexpr size_t kPhrasesShown = 5;
constexpr double kShownLeast = 0.01, kPhraseLeast = 0.05;  // Of the weight of the strongest.

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
      Status named = check_topic_name(name);
      if (!named.ok()) return std::move(named).within("pinned");
      // Joined topics have one name.
      const bool joined = each.id != 0 && before_.find(each.id) != nullptr;
      if (!taken_.insert(name).second && !joined)
        return Status::invalid("two pinned topics are called '" + name + "'", "pinned");
      ++uses_[name];
      Topic topic;
      topic.id = pinned_id(each, name);
      // Of one that was found; let go again, it is found in that language.
      if (const Topic* was = before_.find(topic.id)) topic.language = was->language;
      topic.name = name;
      topic.pinned = topic.named = true;
      topic.seeds = each.words;
      topic.coherence = std::numeric_limits<double>::quiet_NaN();
      pinned_ids_.push_back(topic.id);
      model_.topics_.push_back(std::move(topic));
    }
    for (const Topic& topic : before_.topics_) {
      if (is_pinned(topic.id) || topic.pinned) continue;
      ++uses_[topic.name];
      if (!taken_.insert(topic.name).second && !topic.named)
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
    bool stopped = false;
    const auto progress = [&](double done, std::string_view step) {
      if (options_.progress && !stopped) stopped = !options_.progress(done_ + part * done, step);
      return !stopped;
    };
    FoundTopics found = LanguageFitter(texts, options_, topics_before(texts), progress).run();
    if (stopped) return {StatusCode::kCancelled, "the topics were not finished"};
    add_language(texts, std::move(found));
    return {};
  }

  TopicsBefore topics_before(const LanguageTexts& texts) const {
    TopicsBefore before;
    size_t at = 0;
    while (at < before_.languages_.size() && before_.languages_[at].code != texts.code) ++at;
    if (at == before_.languages_.size()) return before;
    before.parts = before_.parts_[at].get();
    size_t pinned = 0;
    const std::span<const uint32_t> ids = before.parts->topics();
    for (uint32_t row = 0; row < ids.size(); ++row) {
      const Topic* topic = before_.find(ids[row]);
      if (topic == nullptr || topic->pinned) ++pinned;
      if (topic != nullptr && !topic->pinned && !is_pinned(topic->id)) before.rows.push_back(row);
    }
    for (size_t i = 0; i < pinned_ids_.size(); ++i) {
      const auto row = std::find(ids.begin(), ids.end(), pinned_ids_[i]);
      const Topic* topic = row == ids.end() ? nullptr : before_.find(*row);
      if (topic != nullptr && topic->pinned && topic->seeds == options_.pinned[i].words)
        before.pinned.push_back(static_cast<uint32_t>(row - ids.begin()));
    }
    const TopicLanguage& facts = before_.languages_[at];
    before.same = facts.texts == texts.texts.size() && facts.count == texts.count && before.pinned.size() == pinned &&
                  pinned == pinned_ids_.size() && !before.rows.empty() &&
                  (options_.topics == 0 || options_.topics == before.rows.size());
    return before;
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

  std::vector<Topic>::iterator find_pinned(uint32_t id) {
    return std::find_if(model_.topics_.begin(), model_.topics_.end(), [&](const Topic& each) { return each.id == id; });
  }

  void join_pinned(const Topic& found) {
    const auto topic = find_pinned(found.id);
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

  // The ids, names and rights of the topics before, to those that are most like them.
  void give_ids(std::span<Topic> topics, const std::string& language) {
    std::vector<const Topic*> old;
    for (const Topic& topic : before_.topics_) {
      if (topic.language == language && !topic.pinned && !is_pinned(topic.id)) old.push_back(&topic);
    }
    const std::vector<size_t> match = match_topics(topics, old);
    std::vector<bool> kept(old.size());
    for (size_t i = 0; i < topics.size(); ++i) {
      topics[i].id = match[i] == kUnassigned ? model_.next_id_++ : old[match[i]]->id;
      if (match[i] == kUnassigned) continue;
      const Topic& topic = *old[match[i]];
      topics[i].named = topic.named;
      kept[match[i]] = topic.named || name_fits(topic.name, topics[i]);
      if (kept[match[i]]) topics[i].name = topic.name;
    }
    for (size_t i = 0; i < old.size(); ++i) {
      if (!kept[i] && --uses_[old[i]->name] == 0) taken_.erase(old[i]->name);
    }
  }

  // Shares, and names for those that have none.
  void count_texts(const LanguageTexts& texts, const TopicParts& parts, const std::vector<std::vector<double>>& rows,
                   std::span<Topic> topics) {
    TermCounts counts(rows.size(), parts.vocabulary().size());
    Tokenizer tokenizer;
    TopicScratch scratch;
    PinnedRows pinned;
    for (uint32_t row = 0; row < parts.topics().size() && is_pinned(parts.topics()[row]); ++row) {
      own_terms(parts.vocabulary(), find_pinned(parts.topics()[row])->seeds, row, pinned);
    }
    texts_counted_ = 0;
    std::vector<uint32_t> row_of;
    for (const TopicText& text : texts.texts) {
      texts_counted_ += text.count;
      tokenizer.read(text.text);
      scratch.terms.clear();
      parts.read(tokenizer, pinned, scratch);
      const bool told = !scratch.weights.empty() && static_cast<double>(scratch.weights[0].weight) >= kTopicWeightLeast;
      if (told) topics[scratch.weights[0].row].share += text.count;
      row_of.push_back(told ? scratch.weights[0].row : static_cast<uint32_t>(rows.size()));
      counts.add(row_of.back(), scratch.terms, 1 + std::log(static_cast<double>(text.count)));
    }
    for (Topic& topic : topics) topic.share /= std::max<double>(1, static_cast<double>(texts_counted_));
    name_topics(texts, parts.vocabulary(), counts, rows, row_of, topics);
  }

  // `row_of`: of each text its topic's, or beyond them.
  void name_topics(const LanguageTexts& texts, const TopicVocabulary& vocabulary, const TermCounts& counts,
                   const std::vector<std::vector<double>>& rows, const std::vector<uint32_t>& row_of,
                   std::span<Topic> topics) {
    const auto nameless = [&](const Topic& topic) { return topic.name.empty() && !is_pinned(topic.id); };
    if (std::none_of(topics.begin(), topics.end(), nameless)) return;
    NamePhrases phrases(texts.code, topics.size());
    for (size_t i = 0; i < topics.size(); ++i) {
      if (nameless(topics[i])) watch_terms(vocabulary, counts, i, rows[i], phrases);
    }
    Tokenizer tokenizer;
    for (size_t i = 0; i < row_of.size(); ++i) {
      tokenizer.read(texts.texts[i].text);
      phrases.add(row_of[i], tokenizer, 1 + std::log(static_cast<double>(texts.texts[i].count)));
    }
    for (size_t i = 0; i < topics.size(); ++i) {
      if (nameless(topics[i])) topics[i].name = topic_name(vocabulary, counts, i, rows[i], phrases, taken_);
    }
  }

  const TopicOptions& options_;
  TopicModel before_;
  TopicModel model_;
  std::vector<uint32_t> pinned_ids_;
  std::set<std::string> taken_;
  std::map<std::string, size_t> uses_;  // Of names, by topics before and pinned ones.
  double done_ = 0;
  uint64_t counted_ = 0, texts_counted_ = 0;
};

Result<TopicModel> TopicModel::fit(std::span<const TopicText> texts, const TopicOptions& options,
                                   const TopicModel* before) {
  if (options.topics > kTopicsMost)
    return Status::invalid("there are at most " + std::to_string(kTopicsMost) + " topics a language", "topics");
  return TopicFitter(options, before).run(texts);
}

}  // namespace sojourn
