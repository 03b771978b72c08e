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

// The topic that a row of a topic that is not pinned speaks of; null where it is not there.
const Topic* known_as(const TopicRow& row, const TopicModel& model) {
  const Topic* best = nullptr;
  for (const Topic& topic : model.topics()) {
    if (topic.name != row.name || topic.language != row.language) continue;
    if (best == nullptr || shared_words(row, topic) > shared_words(row, *best)) best = &topic;
  }
  return best;
}

std::vector<TopicRow>::iterator row_of(std::vector<TopicRow>& rows, const TopicRow& wanted) {
  const auto same = [&wanted](const TopicRow& row) {
    return row.name == wanted.name && row.language == wanted.language && row.pinned == wanted.pinned;
  };
  const auto known = std::ranges::find_if(rows, same);
  if (known != rows.end() || std::ranges::count(rows, wanted.name, &TopicRow::name) > 1) return known;
  return std::ranges::find(rows, wanted.name, &TopicRow::name);
}

// The topic without a name of people's that is most like the row; null where none is like it.
const Topic* likest(const TopicRow& row, const TopicModel& model) {
  const Topic* best = nullptr;
  size_t most = 0;
  for (const Topic& topic : model.topics()) {
    if (topic.named || topic.language != row.language) continue;
    const size_t shared = shared_words(row, topic);
    if (shared <= most || 2 * shared < std::min(row.words.size(), topic.words.size())) continue;
    most = shared;
    best = &topic;
  }
  return best;
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
      if (word.is_string()) row.words.push_back(word.get<std::string>());
    }
  }
  row.pinned = json.contains("pinned") && json["pinned"].is_boolean() && json["pinned"].get<bool>();
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

void put_topic_row(std::vector<TopicRow>& rows, TopicRow row) {
  const auto known = row_of(rows, row);
  if (known == rows.end()) {
    rows.push_back(std::move(row));
  } else {
    *known = std::move(row);
  }
}

void drop_topic_row(std::vector<TopicRow>& rows, const Topic& topic) {
  const auto known = row_of(rows, topic_row_of(topic));
  if (known != rows.end()) rows.erase(known);
}

std::vector<PinnedTopic> pinned_of(const std::vector<TopicRow>& rows, const TopicModel& model) {
  std::vector<PinnedTopic> pinned;
  for (const TopicRow& row : rows) {
    if (!row.pinned) continue;
    const Topic* topic = named(model, row.name);
    pinned.push_back({topic == nullptr ? 0 : topic->id, row.name, row.words});
  }
  return pinned;
}

bool lacks_pins(const std::vector<TopicRow>& rows, const TopicModel& model) {
  return std::ranges::any_of(rows, [&model](const TopicRow& row) {
    if (!row.pinned) return false;
    const Topic* topic = named(model, row.name);
    return topic == nullptr || !topic->pinned || topic->seeds != row.words;
  });
}

void restore_names(const std::vector<TopicRow>& rows, TopicModel& model) {
  for (const TopicRow& row : rows) {
    if (row.pinned || known_as(row, model) != nullptr) continue;
    const Topic* topic = likest(row, model);
    if (topic == nullptr) continue;
    // A name that the model refuses is left.
    const Topic* joined = named(model, row.name);
    static_cast<void>(joined == nullptr ? model.rename(topic->id, row.name) : model.join(topic->id, joined->id));
  }
}

void follow_words(const TopicModel& model, std::vector<TopicRow>& rows) {
  for (TopicRow& row : rows) {
    if (const Topic* topic = known_as(row, model); topic != nullptr && !row.pinned) row = topic_row_of(*topic);
  }
}

}  // namespace sojourn
