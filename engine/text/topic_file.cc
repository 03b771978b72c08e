#include <cmath>
#include <map>

#include "text/topic_model.h"
#include "text/topic_parts.h"

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJTOPC01";

void save_words(ByteWriter& writer, const std::vector<TopicWord>& words) {
  writer.u32(static_cast<uint32_t>(words.size()));
  for (const TopicWord& word : words) {
    writer.text(word.text);
    writer.f64(word.weight);
  }
}

Result<std::vector<TopicWord>> load_words(ByteReader& reader) {
  SOJOURN_TRY(const uint32_t count, reader.u32());
  if (count > reader.remaining() / 12) return reader.corrupt("there cannot be that many words");
  std::vector<TopicWord> words(count);
  for (TopicWord& word : words) {
    SOJOURN_TRY(word.text, reader.text());
    SOJOURN_TRY(word.weight, reader.f64());
    if (!(word.weight >= 0)) return reader.corrupt("a word's weight makes no sense");
  }
  return words;
}

void save_topic(ByteWriter& writer, const Topic& topic) {
  writer.u32(topic.id);
  writer.text(topic.name);
  writer.text(topic.language);
  save_words(writer, topic.words);
  save_words(writer, topic.phrases);
  writer.f64(topic.share);
  writer.f64(topic.coherence);
  writer.u8(topic.pinned ? 1 : 0);
  writer.u8(topic.named ? 1 : 0);
  writer.u32(static_cast<uint32_t>(topic.seeds.size()));
  for (const std::string& seed : topic.seeds) writer.text(seed);
}

Result<Topic> load_topic(ByteReader& reader) {
  Topic topic;
  SOJOURN_TRY(topic.id, reader.u32());
  SOJOURN_TRY(topic.name, reader.text());
  SOJOURN_TRY(topic.language, reader.text());
  SOJOURN_TRY(topic.words, load_words(reader));
  SOJOURN_TRY(topic.phrases, load_words(reader));
  SOJOURN_TRY(topic.share, reader.f64());
  SOJOURN_TRY(topic.coherence, reader.f64());
  SOJOURN_TRY(const uint8_t pinned, reader.u8());
  SOJOURN_TRY(const uint8_t named, reader.u8());
  topic.pinned = pinned != 0;
  topic.named = named != 0;
  if (!(topic.share >= 0 && topic.share <= 1)) return reader.corrupt("a topic's share makes no sense");
  SOJOURN_TRY(const uint32_t seeds, reader.u32());
  if (seeds > reader.remaining() / 4) return reader.corrupt("there cannot be that many words");
  for (uint32_t i = 0; i < seeds; ++i) {
    SOJOURN_TRY(topic.seeds.emplace_back(), reader.text());
  }
  return topic;
}

Result<TopicLanguage> load_language(ByteReader& reader) {
  TopicLanguage language;
  SOJOURN_TRY(language.code, reader.text());
  SOJOURN_TRY(language.texts, reader.u64());
  SOJOURN_TRY(language.count, reader.u64());
  SOJOURN_TRY(language.topics, reader.u32());
  SOJOURN_TRY(language.coherence, reader.f64());
  SOJOURN_TRY(language.diversity, reader.f64());
  SOJOURN_TRY(language.stability, reader.f64());
  return language;
}

}  // namespace

std::string TopicModel::save() const {
  ByteWriter writer = begin_model_file(kKind, origin_);
  writer.u32(next_id_);
  writer.u32(static_cast<uint32_t>(topics_.size()));
  for (const Topic& topic : topics_) save_topic(writer, topic);
  writer.u32(static_cast<uint32_t>(languages_.size()));
  for (size_t i = 0; i < languages_.size(); ++i) {
    const TopicLanguage& language = languages_[i];
    writer.text(language.code);
    writer.u64(language.texts);
    writer.u64(language.count);
    writer.u32(language.topics);
    writer.f64(language.coherence);
    writer.f64(language.diversity);
    writer.f64(language.stability);
    parts_[i]->save(writer);
  }
  return end_model_file(std::move(writer));
}

Result<TopicModel> TopicModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  ByteReader& reader = opened.body;
  TopicModel model;
  model.origin_ = opened.origin;
  model.checksum_ = opened.checksum;
  SOJOURN_TRY(model.next_id_, reader.u32());
  SOJOURN_TRY(const uint32_t topics, reader.u32());
  if (topics > reader.remaining() / 32) return reader.corrupt("there cannot be that many topics");
  std::map<std::string, bool, std::less<>> names;  // Whether people gave them.
  for (uint32_t i = 0; i < topics; ++i) {
    SOJOURN_TRY(Topic topic, load_topic(reader));
    const bool known = model.find(topic.id) != nullptr;
    const auto [given, first] = names.try_emplace(topic.name, topic.named);
    const bool joined = topic.named && given->second;
    if (topic.id == 0 || topic.id >= model.next_id_ || known || topic.name.empty() || (!first && !joined))
      return reader.corrupt("a topic's id or name is taken, or none");
    model.topics_.push_back(std::move(topic));
  }
  SOJOURN_TRY(const uint32_t languages, reader.u32());
  for (uint32_t i = 0; i < languages; ++i) {
    SOJOURN_TRY(TopicLanguage language, load_language(reader));
    SOJOURN_TRY(TopicParts parts, TopicParts::load(language.code, reader));
    for (const uint32_t id : parts.topics()) {
      if (model.find(id) == nullptr) return reader.corrupt("weights are of a topic that is not there");
    }
    model.languages_.push_back(std::move(language));
    model.parts_.push_back(std::make_shared<const TopicParts>(std::move(parts)));
  }
  SOJOURN_CHECK(reader.end());
  model.own_words();
  return model;
}

}  // namespace sojourn
