#include "text/emotions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr auto kJoy = static_cast<size_t>(Emotion::kJoy), kSadness = static_cast<size_t>(Emotion::kSadness),
               kAnger = static_cast<size_t>(Emotion::kAnger), kSurprise = static_cast<size_t>(Emotion::kSurprise),
               kDisgust = static_cast<size_t>(Emotion::kDisgust), kNone = static_cast<size_t>(Emotion::kNone);

constexpr double kDoubt = 1;        // Stands against all evidence.
constexpr double kJoyTurned = 0.6;  // What negated joy says of sadness.
constexpr double kContrary = 0.5;   // What words of feeling weigh where the sentiment says the opposite ...
constexpr double kIdiom = 3, kContraryIdiom = 0.8;  // ... and idioms, which sentiment does not know.
constexpr double kStrongScore = 0.3, kFlatScore = 0.05;
constexpr double kJoyByScore = 1.2, kAngerByScore = 0.8;
constexpr double kTurnedFactor = 0.3;  // What a learned emotion keeps where its word is negated.
// A learned model has met talk, not complaints and questions: it is believed less than it says, surprise that no word tells
// hardly (it learned to hear it in questions), and a clear sentiment has a chance of its own.
constexpr double kTemper = 0.8, kUntoldSurprise = 0.5, kAskedSurprise = 0.15;
constexpr double kAngerChance = 0.12, kSadnessChance = 0.05, kJoyChance = 0.05;
constexpr size_t kNoneWords = 3;    // Fewer words tell no lack of feeling.
constexpr uint32_t kMoreReach = 2;  // Tokens from "very" to what it weighs.

bool is_bad(size_t emotion) { return emotion != kJoy && emotion <= kDisgust && emotion > 0; }

// What a learned chance keeps where the sentiment is clear: it was learned from talk, where few complain.
double kept_by_sign(size_t emotion, double score) {
  const double clear = std::max(0.0, std::abs(score) - kStrongScore);
  if (!(clear > 0)) return 1;
  if (emotion == kNone) return std::max(0.2, 1 - 2 * clear);
  if (emotion == kSurprise) return score < 0 ? 0.5 : 1;
  return is_bad(emotion) == (score > 0) ? 0.3 : 1;
}

// How often such a share of the evidence was right: by words on sentences written after the lists, with the model on the
// comments of GoEmotions kept for tests.
double sure_by_words(double share) { return share < kMeaningConfidence ? 0 : 1 - (1 - share) / 2; }
double sure_by_model(double share) { return std::clamp(1.3 * share - 0.34, 0.0, 1.0); }

double chance_by_sign(size_t emotion, double score) {
  if (!(std::abs(score) > kStrongScore)) return 0;
  if (score > 0) return emotion == kJoy ? kJoyChance * score : 0;
  return (emotion == kAnger ? kAngerChance : emotion == kSadness ? kSadnessChance : 0) * -score;
}

}  // namespace

// Evidence for each emotion, with where the strongest stands.
struct EmotionFinder::Felt {
  std::array<double, kEmotions> weight{}, strongest{};
  std::array<ByteRange, kEmotions> range{};
  std::array<bool, kEmotions> turned{};
  size_t told = 0;
  bool asks = false;  // Has a question.

  void add(size_t emotion, double value, ByteRange at = {}) {
    weight[emotion] += value;
    if (at.end > at.begin && value > strongest[emotion]) {
      strongest[emotion] = value;
      range[emotion] = at;
    }
  }
  EmotionFind by_words() const;
  EmotionFind with(std::span<const double> learned, double score) const;
};

const MeaningWords* EmotionFinder::built_in(std::string_view language) {
  static const std::map<std::string, MeaningWords, std::less<>> all = [] {
    std::map<std::string, MeaningWords, std::less<>> made;
    for (const std::string code : {"en", "nl", "de", "ru", "zh"}) {
      for (const std::string& file : {code + ".emotions", std::string("signs.emotions")}) {
        const std::string_view text = built_in_file(file);
        const Status status = text.empty() ? Status() : made[code].read(text, file);
        SOJOURN_ASSERT(status.ok(), "a file of emotions in the program is well-formed");
      }
    }
    return made;
  }();
  const auto found = all.find(language);
  return found == all.end() ? nullptr : &found->second;
}

// How much a word counts, with the nearest "very" or "a bit" before it.
double EmotionFinder::strength(size_t match) const {
  const std::vector<MeaningMatch>& all = scan_.matches();
  const double value = static_cast<double>(all[match].entry->value);
  for (size_t before = match; before-- > 0;) {
    const MeaningMatch& other = all[before];
    if (other.first + kMoreReach + 1 < all[match].first) break;
    if (other.entry->kind == MeaningKind::kMore && other.last < all[match].first && other.clause == all[match].clause &&
        other.last + kMoreReach >= all[match].first) {
      return value * static_cast<double>(other.entry->value);
    }
  }
  return value;
}

void EmotionFinder::hear(double score, Felt& felt) const {
  for (size_t at = 0; at < scan_.matches().size(); ++at) {
    const MeaningMatch& match = scan_.matches()[at];
    if (match.entry->kind != MeaningKind::kEmotion) continue;
    ++felt.told;
    const size_t code = match.entry->code;
    felt.turned[code] = felt.turned[code] || match.turned;
    if (code == kNone) felt.strongest[kNone] = strength(at);  // Speaks against, tells nothing by itself.
    if (code == kNone || (match.turned && code != kJoy)) continue;
    const size_t emotion = match.turned ? kSadness : code;
    const bool contrary = emotion == kJoy ? score < -kStrongScore : is_bad(emotion) && score > kStrongScore;
    const double against = static_cast<double>(match.entry->value) >= kIdiom ? kContraryIdiom : kContrary;
    felt.add(emotion, strength(at) * (match.turned ? kJoyTurned : 1) * (contrary ? against : 1),
             scan_.range(match.first, match.last));
  }
  for (uint32_t at = 0; at < scan_.size() && !felt.asks; ++at) felt.asks = scan_.is_question(at);
  if (score > kStrongScore) felt.add(kJoy, kJoyByScore * score);
  if (score < -kStrongScore) felt.add(kAnger, -kAngerByScore * score);
  if (felt.told == 0 && std::abs(score) < kFlatScore && scan_.size() >= kNoneWords) felt.add(kNone, kDoubt);
}

EmotionFind EmotionFinder::Felt::by_words() const {
  double sum = kDoubt;
  for (const double each : weight) sum += each;
  const auto top = static_cast<size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin());
  return {static_cast<Emotion>(top), sure_by_words(weight[top] / sum), range[top]};
}

EmotionFind EmotionFinder::Felt::with(std::span<const double> learned, double score) const {
  std::array<double, kEmotions> joint{};
  double sum = 0;
  for (size_t code = 1; code < kEmotions; ++code) {
    double kept = turned[code] && weight[code] == 0 ? kTurnedFactor : kept_by_sign(code, score);
    if (code == kJoy && strongest[kJoy] == 0 && strongest[kNone] > 0) kept *= kTurnedFactor;  // "I would be happy if".
    if (code == kSurprise && strongest[code] == 0) kept *= asks ? kAskedSurprise : kUntoldSurprise;
    const double chance = std::pow(std::max(0.0, learned[code]), kTemper) + chance_by_sign(code, score);
    sum += joint[code] = chance * kept * (kDoubt + weight[code]);
  }
  const auto top = static_cast<size_t>(std::max_element(joint.begin(), joint.end()) - joint.begin());
  return {static_cast<Emotion>(top), sum > 0 ? sure_by_model(joint[top] / sum) : 0, range[top]};
}

EmotionFind EmotionFinder::find(const Tokenizer& text, std::string_view language, double score,
                                std::span<const double> learned) {
  if (language_ != language || words_ == nullptr) {
    language_ = language;
    words_ = built_in(language);
  }
  if (words_ == nullptr || text.tokens().empty()) return {};
  scan_.read(text, *words_);
  Felt felt;
  hear(score, felt);
  const EmotionFind found = learned.size() == kEmotions ? felt.with(learned, score) : felt.by_words();
  if (found.emotion == Emotion::kUnknown || !(found.confidence >= kMeaningConfidence)) return {};
  return found;
}

}  // namespace sojourn
