#include "enrich/voice_edition.h"

#include <cmath>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/built_in.h"
#include "text/meaning.h"
#include "text/model_file.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 4> kMoods{"unknown", "negative", "neutral", "positive"};
constexpr std::array<std::string_view, 2> kYesNo{"no", "yes"};
constexpr std::string_view kUnknown = "unknown";

// Names whose codes are the places in the list, from 1.
std::shared_ptr<Names> names_of(std::span<const std::string_view> words) {
  std::shared_ptr<Names> names = make_names();
  for (const std::string_view word : words) names->intern(word);
  return names;
}

std::string book_name(std::string_view kind, uint64_t version) {
  return std::string(kind) + "-" + checksum_text(version) + ".book";
}

}  // namespace

VoiceEdition::~VoiceEdition() = default;

uint64_t VoiceEdition::version_of(const VoiceParts& parts) {
  ByteWriter all;
  all.u64(kJudgeVersion);
  all.u64(built_in_checksum());
  for (const auto& [language, model] : parts.models.all()) {
    all.text(language);
    all.u64(model->checksum());
  }
  all.u64(parts.corrections.checksum());
  all.u64(parts.topics.topics().empty() ? 0 : parts.topics.checksum());  // None are none, kept in a file or not.
  all.u64(hash64(parts.wishes.save()));
  all.text(parts.languages.save());
  return hash64(all.bytes());
}

Result<std::shared_ptr<const VoiceEdition>> VoiceEdition::make(VoiceParts parts, const std::string& folder) {
  std::shared_ptr<VoiceEdition> edition(new VoiceEdition());
  edition->parts_ = std::move(parts);
  edition->version_ = version_of(edition->parts_);
  const auto path = [&](const std::string& file) { return folder.empty() ? std::string() : folder + "/" + file; };
  const std::vector<std::string> files = edition->files();
  SOJOURN_TRY(edition->texts_, FactBook<VoiceFacts>::open(path(files[0]), edition->version_, kVocabularies));
  SOJOURN_TRY(edition->conversations_, FactBook<ConversationFacts>::open(path(files[1]), edition->version_, 0));
  edition->blocks_ = std::make_unique<BlockVoiceCache>();
  edition->name_columns();
  return std::shared_ptr<const VoiceEdition>(std::move(edition));
}

std::vector<std::string> VoiceEdition::files() const {
  return {book_name("texts", version_), book_name("conversations", version_)};
}

void VoiceEdition::name_columns() {
  const auto at = [this](VoiceColumn column) -> std::shared_ptr<Names>& { return names_[static_cast<size_t>(column)]; };
  at(VoiceColumn::kLanguage) = texts_->words(kLanguages);
  unknown_language_ = at(VoiceColumn::kLanguage)->intern(kUnknown);
  at(VoiceColumn::kSentiment) = names_of(kMoods);
  at(VoiceColumn::kEmotion) = names_of(emotion_names());
  at(VoiceColumn::kMotive) = names_of(motive_names());
  at(VoiceColumn::kIntent) = names_of(intent_names());
  at(VoiceColumn::kEscalation) = names_of(kYesNo);
  at(VoiceColumn::kObstacle) = texts_->words(kObstacles);
  at(VoiceColumn::kRival) = texts_->words(kRivals);
  at(VoiceColumn::kTopic) = make_names();
  for (const Topic& topic : parts_.topics.topics()) {
    topic_codes_[topic.id] = at(VoiceColumn::kTopic)->intern(topic.name);
  }
  other_topic_ = at(VoiceColumn::kTopic)->intern(kOtherTopic);
  at(VoiceColumn::kWish) = make_names();
  for (const WishGroup& wish : parts_.wishes.groups()) {
    wish_codes_[wish.id] = at(VoiceColumn::kWish)->intern(wish.name);
  }
}

uint64_t VoiceEdition::key_of(std::string_view text, std::string_view declared_language) {
  const uint64_t key = hash64(text);
  return declared_language.empty() ? key : key ^ (hash64(declared_language) * 0x9E3779B97F4A7C15ULL);
}

uint32_t VoiceEdition::code(VoiceColumn column, const VoiceFacts& facts) const {
  const auto find = [](const std::unordered_map<uint32_t, uint32_t>& codes, uint32_t id, uint32_t none) {
    const auto found = codes.find(id);
    return found == codes.end() ? none : found->second;
  };
  switch (column) {
    case VoiceColumn::kLanguage: return facts.language == 0 ? unknown_language_ : facts.language;
    case VoiceColumn::kSentiment: return 1U + static_cast<uint32_t>(facts.mood);
    case VoiceColumn::kEmotion: return 1U + facts.emotion;
    case VoiceColumn::kMotive: return 1U + facts.motive;
    case VoiceColumn::kIntent: return 1U + facts.intent;
    case VoiceColumn::kTopic: return find(topic_codes_, facts.topic, other_topic_);
    case VoiceColumn::kWish: return find(wish_codes_, facts.wish, 0);
    case VoiceColumn::kObstacle: return facts.obstacle;
    case VoiceColumn::kRival: return facts.rival;
    default: return 0;
  }
}

std::string_view VoiceEdition::word(VoiceColumn column, const VoiceFacts& facts) const {
  const uint32_t found = code(column, facts);
  return found == 0 ? std::string_view() : names(column)->text(found);
}

uint32_t VoiceEdition::escalation_code(const ConversationFacts& facts) const {
  if (std::isnan(facts.escalation)) return 0;
  return facts.escalation > 0 ? 2 : 1;
}

}  // namespace sojourn
