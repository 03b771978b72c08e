#include "enrich/topic_book.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;
constexpr const char* kKind = "voice";
constexpr const char* kName = "topics";

std::vector<std::string> words_of(const Topic& topic) {
  if (topic.pinned) return topic.seeds;
  std::vector<std::string> words;
  for (const TopicWord& word : topic.words) words.push_back(word.text);
  return words;
}

const Topic* named(const TopicModel& model, const std::string& name) {
  const auto topics = model.topics();
  const auto found = std::ranges::find(topics, name, &Topic::name);
  return found == topics.end() ? nullptr : &*found;
}

size_t shared_words(const TopicRow& row, const Topic& topic) {
  const std::vector<std::string> words = words_of(topic);
  return static_cast<size_t>(
      std::ranges::count_if(row.words, [&](const std::string& word) { return std::ranges::count(words, word) > 0; }));
}

// How well a topic suits a row: the better, the higher; 0: not at all.
size_t suits(const TopicRow& row, const Topic& topic) {
  constexpr size_t kFits = 1'000'000;  // More than words are shared.
  const bool named = topic.name == row.name;
  const size_t shared = shared_words(row, topic);
  if (row.pinned) {
    if (topic.pinned && topic.seeds == row.words) return (named ? 4 : 3) * kFits;
    return named ? (topic.pinned ? 2 : 1) * kFits + shared : 0;
  }
  if (topic.language != row.language || (topic.pinned && !named)) return 0;
  const bool like = shared > 0 && 2 * shared >= std::min(row.words.size(), words_of(topic).size());
  if (like) return (named ? 3 : 2) * kFits + shared;
  return named ? kFits + shared : 0;
}

// Of each row the topic it speaks of, 0: none. No two speak of one topic: joined ones have one name and a row each.
std::vector<uint32_t> topics_of(const std::vector<TopicRow>& rows, const TopicModel& model) {
  struct Pair {
    bool pinned;
    size_t suits, row;
    uint32_t topic;
  };
  std::vector<Pair> pairs;
  for (size_t row = 0; row < rows.size(); ++row) {
    for (const Topic& topic : model.topics()) {
      if (const size_t how = suits(rows[row], topic); how > 0) pairs.push_back({rows[row].pinned, how, row, topic.id});
    }
  }
  std::ranges::stable_sort(
      pairs, [](const Pair& a, const Pair& b) { return a.pinned != b.pinned ? a.pinned : a.suits > b.suits; });
  std::vector<uint32_t> topics(rows.size());
  for (const Pair& pair : pairs) {
    if (topics[pair.row] == 0 && std::ranges::count(topics, pair.topic) == 0) topics[pair.row] = pair.topic;
  }
  return topics;
}

Result<TopicRow> read_row(const Json& json) {
  const auto text = [&json](const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_string() ? json[key].get<std::string>()
                                                                           : std::string();
  };
  TopicRow row{text("name"), text("language"), {}, false};
  if (row.name.empty()) return Status::corruption("a topic without a name", "topics");
  if (json.contains("words") && json["words"].is_array()) {
    for (const Json& word : json["words"]) {
      if (word.is_string() && !trim(word.get<std::string>()).empty()) row.words.push_back(word.get<std::string>());
    }
  }
  row.pinned = json.contains("pinned") && json["pinned"].is_boolean() && json["pinned"].get<bool>();
  if (row.pinned && row.words.empty()) {
    return Status::corruption("the pinned topic '" + row.name + "' has no words; a pin needs at least one", "topics");
  }
  return row;
}

}  // namespace

Result<std::optional<std::vector<TopicRow>>> read_topic_rows(Store& store) {
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kKind));
  const auto found = std::ranges::find(documents, kName, &Document::name);
  if (found == documents.end()) return std::optional<std::vector<TopicRow>>();
  const Json json = Json::parse(found->text, nullptr, false);
  if (!json.is_array()) return Status::corruption("the list of topics cannot be read", "topics");
  std::vector<TopicRow> rows;
  for (const Json& each : json) {
    SOJOURN_TRY(TopicRow row, read_row(each));
    rows.push_back(std::move(row));
  }
  return std::optional(std::move(rows));
}

Status write_topic_rows(Store& store, const std::vector<TopicRow>& rows) {
  Json json = Json::array();
  for (const TopicRow& row : rows) {
    json.push_back({{"name", row.name}, {"language", row.language}, {"words", row.words}, {"pinned", row.pinned}});
  }
  const Document document{kKind, kName, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
  return store.put_documents({&document, 1});
}

TopicRow topic_row_of(const Topic& topic) { return {topic.name, topic.language, words_of(topic), topic.pinned}; }

std::vector<TopicRow> topic_rows_of(const TopicModel& model) {
  std::vector<TopicRow> rows;
  for (const Topic& topic : model.topics()) {
    if (topic.named || topic.pinned) rows.push_back(topic_row_of(topic));
  }
  return rows;
}

void drop_topic_row(std::vector<TopicRow>& rows, const TopicModel& model, uint32_t id) {
  const std::vector<uint32_t> topics = topics_of(rows, model);
  const auto found = std::ranges::find(topics, id);
  if (id != 0 && found != topics.end()) rows.erase(rows.begin() + (found - topics.begin()));
}

void put_pinned_row(std::vector<TopicRow>& rows, const TopicModel& model, TopicRow row) {
  const auto known =
      std::ranges::find_if(rows, [&row](const TopicRow& each) { return each.pinned && each.name == row.name; });
  if (known != rows.end()) {
    *known = std::move(row);
    return;
  }
  const Topic* taken = model.find(topics_of({row}, model)[0]);
  if (taken != nullptr && taken->name == row.name) drop_topic_row(rows, model, taken->id);
  rows.push_back(std::move(row));
}

std::vector<PinnedTopic> pinned_of(const std::vector<TopicRow>& rows, const TopicModel& model) {
  const std::vector<uint32_t> topics = topics_of(rows, model);
  std::vector<PinnedTopic> pinned;
  for (size_t i = 0; i < rows.size(); ++i) {
    // One without words, from a damaged model, would stop the fit.
    if (rows[i].pinned && !rows[i].words.empty()) pinned.push_back({topics[i], rows[i].name, rows[i].words});
  }
  return pinned;
}

bool lacks_pins(const std::vector<TopicRow>& rows, const TopicModel& model) {
  return std::ranges::any_of(rows, [&model](const TopicRow& row) {
    return row.pinned && std::ranges::none_of(model.topics(), [&row](const Topic& topic) {
             return topic.pinned && topic.name == row.name && topic.seeds == row.words;
           });
  });
}

void restore_names(const std::vector<TopicRow>& rows, TopicModel& model) {
  const std::vector<uint32_t> topics = topics_of(rows, model);
  for (size_t i = 0; i < rows.size(); ++i) {
    const Topic* topic = model.find(topics[i]);
    if (topic == nullptr) continue;
    // What the model refuses is left.
    if (topic->pinned && !rows[i].pinned) static_cast<void>(model.pin(topics[i], false));
    topic = model.find(topics[i]);
    if (topic->name == rows[i].name) continue;
    const Topic* joined = named(model, rows[i].name);
    static_cast<void>(joined == nullptr ? model.rename(topics[i], rows[i].name) : model.join(topics[i], joined->id));
  }
}

void follow_words(const TopicModel& model, std::vector<TopicRow>& rows) {
  const std::vector<uint32_t> topics = topics_of(rows, model);
  std::vector<TopicRow> followed;
  for (size_t i = 0; i < rows.size(); ++i) {
    const Topic* topic = model.find(topics[i]);
    // Of several languages it was by its pin alone: without it, no topic is like it.
    if (topic == nullptr && !rows[i].pinned && rows[i].language.empty()) continue;
    const bool follows = topic != nullptr && topic->name == rows[i].name && topic->pinned == rows[i].pinned;
    followed.push_back(follows ? topic_row_of(*topic) : std::move(rows[i]));
  }
  rows = std::move(followed);
}

}  // namespace sojourn
