#include "enrich/voice_folder.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/disk.h"
#include "base/hash.h"
#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr std::string_view kModelEnding = ".sentiment.folds";
constexpr std::string_view kOldModelEnding = ".sentiment.model";
constexpr const char* kTopics = "topics.model";
constexpr const char* kWishes = "wishes.model";
constexpr const char* kLanguages = "languages.prior";
constexpr const char* kLearned = "learned.json";
constexpr const char* kFoldsKey = "folds";  // How many texts there were when models by fold were last learned.
constexpr const char* kKeptKey = "kept";    // The files of models that there were.
constexpr const char* kWordsKey = "words";  // The lexicons and models of the program they were learned beside.

int64_t count_at(const nlohmann::json& json, const char* key) {
  return json.is_object() && json.contains(key) && json[key].is_number_integer() ? json[key].get<int64_t>() : 0;
}

std::vector<std::string> texts_at(const nlohmann::json& json, const char* key) {
  std::vector<std::string> texts;
  if (!json.is_object() || !json.contains(key) || !json[key].is_array()) return texts;
  for (const nlohmann::json& each : json[key]) {
    if (each.is_string()) texts.push_back(each.get<std::string>());
  }
  return texts;
}

std::string model_file_name(const std::string& language) {
  return (language.empty() ? "any" : language) + std::string(kModelEnding);
}

std::string words_of_program() { return checksum_text(built_in_checksum()); }

}  // namespace

Result<VoiceFolder> VoiceFolder::open(const std::string& path) {
  VoiceFolder folder;
  folder.path_ = path;
  if (path.empty()) return folder;
  SOJOURN_CHECK(make_folders(path));
  if (const auto text = read_file(path + "/" + kLearned)) {
    const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
    if (json.is_object() && json.value(kWordsKey, nlohmann::json()) == words_of_program())
      folder.learned_ = {count_at(json, "topics"), count_at(json, kFoldsKey)};
    folder.kept_ = texts_at(json, kKeptKey);
  }
  return folder;
}

VoiceParts VoiceFolder::read() {
  VoiceParts parts;
  troubles_.clear();
  if (path_.empty()) return parts;
  // A file as what `load` makes of it, where it is there and sound; else what it tells of has never been learned.
  const auto take = [this](const std::string& name, int64_t& learned, auto load, auto keep) {
    const std::string path = path_ + "/" + name;
    if (!file_exists(path) && learned == 0) return;
    const auto bytes = read_file(path);
    auto loaded = bytes ? load(*bytes, path) : decltype(load(*bytes, path))(bytes.error());
    if (loaded) return keep(std::move(*loaded));
    learned = 0;
    troubles_.push_back(loaded.error().to_string() + "; it is learned anew");
  };
  std::set<std::string> models(kept_.begin(), kept_.end());
  const auto names = list_folder(path_);
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (name.ends_with(kModelEnding)) models.insert(name);
  }
  LearnedAt at = learned_;
  for (const std::string& name : models) {
    take(name, at.models, FoldedModel::load, [&](FoldedModel model) {
      written_[name] = model.checksum();
      parts.models.add(std::make_shared<const FoldedModel>(std::move(model)));
    });
  }
  take(kTopics, at.topics, TopicModel::load, [&](TopicModel model) { parts.topics = std::move(model); });
  take(kWishes, at.topics, WishModel::load, [&](WishModel model) { parts.wishes = std::move(model); });
  take(kLanguages, at.topics, LanguagePrior::load, [&](LanguagePrior prior) { parts.languages = std::move(prior); });
  learned_ = at;
  return parts;
}

Status VoiceFolder::write(const VoiceParts& parts, const LearnedAt& learned) {
  learned_ = learned;
  if (path_.empty()) return {};
  kept_.clear();
  for (const auto& [language, model] : parts.models.all()) {
    const std::string& name = kept_.emplace_back(model_file_name(language));
    if (!holds(name, model->checksum())) SOJOURN_CHECK(put(name, model->save()));
  }
  SOJOURN_CHECK(put(kTopics, parts.topics.save()));
  SOJOURN_CHECK(put(kWishes, parts.wishes.save()));
  SOJOURN_CHECK(put(kLanguages, parts.languages.save()));
  const nlohmann::json json{
      {"topics", learned.topics}, {kFoldsKey, learned.models}, {kKeptKey, kept_}, {kWordsKey, words_of_program()}};
  return put(kLearned, json.dump());
}

bool VoiceFolder::holds(const std::string& name, uint64_t hash) const {
  const auto written = written_.find(name);
  return written != written_.end() && written->second == hash && file_exists(path_ + "/" + name);
}

Status VoiceFolder::put(const std::string& name, const std::string& bytes) {
  const uint64_t hash = hash64(bytes);
  if (holds(name, hash)) return {};
  SOJOURN_CHECK(write_file_atomic(path_ + "/" + name, bytes));
  written_[name] = hash;
  return {};
}

void VoiceFolder::tidy(const VoiceEdition& edition) const {
  if (path_.empty()) return;
  const auto names = list_folder(path_);
  if (!names) return;
  const std::vector<std::string> own = edition.files();
  for (const std::string& name : *names) {
    const bool other = name.ends_with(".book") && std::find(own.begin(), own.end(), name) == own.end();
    if (!other && !name.ends_with(kOldModelEnding)) continue;
    // One that stays is only a little room lost.
    static_cast<void>(remove_file(path_ + "/" + name));
  }
}

}  // namespace sojourn
