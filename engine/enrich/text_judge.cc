#include "enrich/text_judge.h"

#include <algorithm>
#include <cmath>

#include "text/emotion_model.h"

namespace sojourn {
namespace {

Mood mood_of(std::string_view label) {
  if (label == "positive") return Mood::kPositive;
  if (label == "neutral") return Mood::kNeutral;
  return label == "negative" ? Mood::kNegative : Mood::kUnknown;
}

// So that the same turns beside texts of other folds are other conversations.
constexpr uint64_t kBesideText = 0xC2B2AE3D27D4EB4FULL;

uint32_t word_code(Names& words, std::string_view word) {
  if (word.empty()) return 0;
  if (words.size() > kBookWordsMax) return words.find(word).value_or(0);
  return words.intern(word);
}

// Of each label of the emotion model, its code.
std::vector<size_t> emotion_codes(const LinearModel& model) {
  std::vector<size_t> codes;
  const auto names = emotion_names();
  for (const std::string& label : model.labels()) {
    const auto found = std::find(names.begin(), names.end(), label == "neutral" ? "none" : std::string_view(label));
    codes.push_back(found == names.end() ? 0 : static_cast<size_t>(found - names.begin()));
  }
  return codes;
}

}  // namespace

TextJudge::TextJudge(std::shared_ptr<const VoiceEdition> edition)
    : edition_(std::move(edition)),
      reader_(edition_->parts().models, edition_->parts().corrections, edition_->parts().languages),
      topics_(edition_->parts().topics) {}

TextMeaning TextJudge::meaning_of(const TextVerdict& verdict) {
  std::array<double, kEmotions> emotions{};
  std::span<const double> told;
  if (const LinearModel* model = EmotionReader::built_in(verdict.language.code)) {
    static thread_local std::vector<double> probabilities;
    static const std::vector<size_t> codes = emotion_codes(*model);
    model->choose(reader_.last().rows(), 0, probabilities);
    for (size_t label = 0; label < codes.size(); ++label) emotions[codes[label]] = probabilities[label];
    told = emotions;
  }
  TextMeaning meaning = meanings_.read(reader_.last().tokenizer(), verdict.language.code, verdict.score, told);
  persons_out_.clear(meaning, reader_.last().text(), verdict.language.code);
  return meaning;
}

VoiceFacts TextJudge::judge(std::string_view text, std::string_view declared) {
  const TextVerdict verdict = reader_.read(text, declared);
  FactBook<VoiceFacts>& book = edition_->texts();
  VoiceFacts facts;
  facts.language = static_cast<uint16_t>(word_code(*book.words(VoiceEdition::kLanguages), verdict.language.code));
  facts.mood = mood_of(verdict.label);
  if (!std::isnan(verdict.score)) facts.score = static_cast<int16_t>(std::lround(verdict.score * 10'000));
  const TextMeaning meaning = meaning_of(verdict);
  facts.emotion = static_cast<uint8_t>(meaning.emotion);
  facts.motive = static_cast<uint8_t>(meaning.motive);
  facts.intent = static_cast<uint8_t>(meaning.intent);
  facts.topic = topics_.read(reader_.last().tokenizer(), verdict.language.code).topic;
  if (!meaning.wish_words.empty()) {
    facts.wish = edition_->parts().wishes.find(meaning.wish_words, verdict.language.code);
  }
  facts.obstacle = word_code(*book.words(VoiceEdition::kObstacles), meaning.obstacle);
  facts.rival = word_code(*book.words(VoiceEdition::kRivals), meaning.switching ? meaning.rival : std::string());
  return facts;
}

VoiceFacts TextJudge::facts_of(std::string_view text, std::string_view declared) {
  const uint64_t key = VoiceEdition::key_of(text, declared);
  if (const auto known = edition_->texts().find(key)) return *known;
  const VoiceFacts facts = judge(text, declared);
  edition_->texts().add(key, facts);
  return facts;
}

std::string_view TextJudge::said_in(std::string_view turns) {
  said_.clear();
  const auto read = turns_.read(turns);
  if (read) customer_text(*read, said_);
  return said_;
}

ConversationFacts TextJudge::course_of(std::string_view turns, std::string_view declared, std::string_view text) {
  const uint64_t key = VoiceEdition::key_of(turns, declared) ^ (text.empty() ? 0 : kBesideText * (1 + fold_of(text)));
  if (const auto known = edition_->conversations().find(key)) return *known;
  ConversationFacts facts;
  if (const auto read = turns_.read(turns)) {
    customer_text(*read, said_);
    facts = conversations_.read(*read, reader_.reader_of(text.empty() ? said_ : text), known_language(declared));
  }
  edition_->conversations().add(key, facts);
  return facts;
}

VoiceExplanation TextJudge::explain(std::string_view text, std::string_view declared) {
  VoiceExplanation all;
  const TextVerdict verdict = reader_.explain(text, declared, all.reasons);
  all.text = reader_.last().text();
  all.edition = checksum_text(edition_->version());
  all.confidence = verdict.confidence;
  all.by = judged_by_name(verdict.by);
  const TextMeaning meaning = meaning_of(verdict);
  all.emotion = {std::string(emotion_name(meaning.emotion)), meaning.emotion_confidence, meaning.emotion_range};
  all.motive = {std::string(motive_name(meaning.motive)), meaning.motive_confidence, meaning.motive_range};
  all.intent = {std::string(intent_name(meaning.intent)), meaning.intent_confidence, meaning.intent_range};
  all.wish_range = meaning.wish;
  all.obstacle_range = meaning.obstacle_range;
  all.rival_range = meaning.switching ? meaning.rival_range : ByteRange{};
  const TopicVerdict topic = topics_.read(reader_.last().tokenizer(), verdict.language.code);
  all.topic_id = topic.topic;
  all.topic_weight = topic.weight;
  all.topic_evidence.assign(topic.evidence.begin(), topic.evidence.end());
  AspectReader aspects(&reader_.models_of(text), &reader_.corrections());
  aspects.read(all.text, verdict.language.code);
  all.sentences = aspects.sentences();
  all.aspects = aspects.aspects();
  all.personal = personal_.find(all.text, verdict.language.code);
  all.words = words_of(verdict, meaning, topic.topic);
  return all;
}

// As facts would say it, without a place in the book: whoever has a text explained leaves no trace.
VoiceWords TextJudge::words_of(const TextVerdict& verdict, const TextMeaning& meaning, uint32_t topic) const {
  VoiceFacts facts;
  facts.mood = mood_of(verdict.label);
  facts.topic = topic;
  facts.wish = edition_->parts().wishes.find(meaning.wish_words, verdict.language.code);
  const auto word = [&](VoiceColumn column) { return std::string(edition_->word(column, facts)); };
  VoiceWords words;
  words.language = verdict.language.code.empty() ? "unknown" : std::string(verdict.language.code);
  words.sentiment = word(VoiceColumn::kSentiment);
  if (!std::isnan(verdict.score)) words.score = verdict.score;
  words.emotion = emotion_name(meaning.emotion);
  words.motive = motive_name(meaning.motive);
  words.intent = intent_name(meaning.intent);
  words.topic = word(VoiceColumn::kTopic);
  if (!meaning.wish_words.empty()) words.wish = word(VoiceColumn::kWish);
  words.obstacle = meaning.obstacle;
  if (meaning.switching) words.rival = meaning.rival;
  return words;
}

VoiceWords words_of(const VoiceEdition& edition, const VoiceFacts& facts) {
  const auto word = [&](VoiceColumn column) { return std::string(edition.word(column, facts)); };
  VoiceWords words;
  words.language = word(VoiceColumn::kLanguage);
  words.sentiment = word(VoiceColumn::kSentiment);
  if (!std::isnan(facts.score_value())) words.score = facts.score_value();
  words.emotion = word(VoiceColumn::kEmotion);
  words.motive = word(VoiceColumn::kMotive);
  words.intent = word(VoiceColumn::kIntent);
  words.topic = word(VoiceColumn::kTopic);
  words.wish = word(VoiceColumn::kWish);
  words.obstacle = word(VoiceColumn::kObstacle);
  words.rival = word(VoiceColumn::kRival);
  return words;
}

}  // namespace sojourn
