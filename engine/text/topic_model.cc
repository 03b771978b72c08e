#include "text/topic_model.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "text/topic_names.h"
#include "text/topic_parts.h"

namespace sojourn {

TopicModel::TopicModel() = default;

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
  SOJOURN_CHECK(check_topic_name(name));
  Topic* topic = nullptr;
  for (Topic& each : topics_) {
    if (each.id == id) {
      topic = &each;
    } else if (each.name == name) {
      return Status::conflict("there is a topic called '" + std::string(name) + "' already (" +
                                  std::to_string(each.id) +
                                  "); two topics can be joined under one name: sojourn voice topics join " +
                                  std::to_string(each.id) + " " + std::to_string(id),
                              "name");
    }
  }
  if (topic == nullptr) return Status::not_found("there is no topic " + std::to_string(id), "topic");
  topic->name = name;
  topic->named = true;
  seal();
  return {};
}

Status TopicModel::join(uint32_t id, uint32_t with) {
  if (id == with) return Status::invalid("a topic cannot be joined with itself", "join");
  const auto at = [&](uint32_t wanted) {
    return std::find_if(topics_.begin(), topics_.end(), [&](const Topic& topic) { return topic.id == wanted; });
  };
  const auto topic = at(id), other = at(with);
  if (topic == topics_.end()) return Status::not_found("there is no topic " + std::to_string(id), "topic");
  if (other == topics_.end()) return Status::not_found("there is no topic " + std::to_string(with), "join");
  if (topic->pinned && other->pinned)
    return Status::invalid(
        "two pinned topics are joined by their words: pin one with the words of both, and let the other go", "join");
  topic->name = other->name;
  topic->named = other->named = true;
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
  SOJOURN_CHECK(check_topic_name(topic.name));
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

void TopicModel::own_words() {
  pinned_rows_.assign(languages_.size(), {});
  for (size_t i = 0; i < languages_.size(); ++i) {
    for (uint32_t row = 0; row < parts_[i]->topics().size(); ++row) {
      const Topic* topic = find(parts_[i]->topics()[row]);
      if (topic == nullptr || !topic->pinned) continue;
      own_terms(parts_[i]->vocabulary(), topic->seeds, row, pinned_rows_[i]);
    }
  }
}

void TopicModel::seal() {
  own_words();
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
