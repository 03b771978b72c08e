#include "text/meaning.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "text/emotions.h"
#include "text/meaning_finds.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, kEmotions> kEmotionNames{"unknown", "joy",     "sadness",  "anger",
                                                                "fear",    "disgust", "surprise", "none"};
constexpr std::array<std::string_view, kMotives> kMotiveNames{"unknown",  "stand out", "confidence", "well-being",
                                                              "freedom",  "thrill",    "belonging",  "environment",
                                                              "identity", "safety",    "success"};
constexpr std::array<std::string_view, kIntents> kIntentNames{"unknown", "praise", "complaint", "question", "request",
                                                              "wish",    "cancel", "switch",    "thanks"};

constexpr double kDoubt = 1;         // Stands against all evidence.
constexpr double kPraiseFrom = 0.2;  // Of the sentiment, praise or complaint.
constexpr double kQuestionMark = 1.6, kObstacleComplains = 1.2;
constexpr double kRivals = 0.25;  // What other intents take from the one that is told.

// Evidence for each of N answers, with where the strongest stands.
template <size_t N>
struct Evidences {
  std::array<double, N> weight{}, strongest{};
  std::array<ByteRange, N> range{};
  void add(size_t code, double value, ByteRange at = {}) {
    weight[code] += value;
    if (at.end > at.begin && value > strongest[code]) {
      strongest[code] = value;
      range[code] = at;
    }
  }
  size_t top() const { return static_cast<size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin()); }
  double sum() const {
    double all = 0;
    for (const double each : weight) all += each;
    return all;
  }
};

double value_of(const MeaningMatch& match) { return static_cast<double>(match.entry->value); }

}  // namespace

std::span<const std::string_view> emotion_names() { return kEmotionNames; }
std::span<const std::string_view> motive_names() { return kMotiveNames; }
std::span<const std::string_view> intent_names() { return kIntentNames; }
std::string_view emotion_name(Emotion emotion) { return kEmotionNames[static_cast<size_t>(emotion)]; }
std::string_view motive_name(Motive motive) { return kMotiveNames[static_cast<size_t>(motive)]; }
std::string_view intent_name(Intent intent) { return kIntentNames[static_cast<size_t>(intent)]; }

struct MeaningReader::Work {
  MeaningScan scan;
  EmotionFinder emotions;
  std::string language;  // That `words` is of.
  const MeaningWords* words = nullptr;

  void judge_motive(TextMeaning& meaning) const;
  void judge_intent(double score, const WishFind& wish, const SwitchFind& leaving, TextMeaning& meaning) const;
  void add_questions(Evidences<kIntents>& found) const;
};

MeaningReader::MeaningReader() : work_(std::make_unique<Work>()) {}
MeaningReader::~MeaningReader() = default;
MeaningReader::MeaningReader(MeaningReader&&) noexcept = default;
MeaningReader& MeaningReader::operator=(MeaningReader&&) noexcept = default;

void MeaningReader::Work::judge_motive(TextMeaning& meaning) const {
  Evidences<kMotives> found;
  std::array<double, kMotives> tone{};
  for (const MeaningMatch& match : scan.matches()) {
    if (match.entry->kind != MeaningKind::kMotive) continue;
    const double value = value_of(match);
    found.add(match.entry->code, std::abs(value), scan.range(match.first, match.last));
    tone[match.entry->code] += match.turned ? -value : value;
  }
  const size_t top = found.top();
  const double confidence = found.weight[top] / (found.sum() + kDoubt);
  if (top == 0 || confidence < kMeaningConfidence) return;
  meaning.motive = static_cast<Motive>(top);
  meaning.motive_confidence = confidence;
  meaning.motive_tone = tone[top] < 0 ? -1 : 1;
  meaning.motive_range = found.range[top];
}

// A question once a text: its mark, at the end of the first sentence that has one.
void MeaningReader::Work::add_questions(Evidences<kIntents>& found) const {
  for (uint32_t at = 0; at < scan.size(); ++at) {
    if (!scan.is_question(at)) continue;
    uint32_t last = at;
    while (last + 1 < scan.size() && scan.sentence_of(last + 1) == scan.sentence_of(at)) ++last;
    found.add(static_cast<size_t>(Intent::kQuestion), kQuestionMark, scan.range(at, last));
    return;
  }
}

void MeaningReader::Work::judge_intent(double score, const WishFind& wish, const SwitchFind& leaving,
                                       TextMeaning& meaning) const {
  Evidences<kIntents> found;
  const auto raise = [&](Intent intent, double value, ByteRange range) {
    const auto code = static_cast<size_t>(intent);
    if (value > found.weight[code]) {
      found.weight[code] = 0;
      found.add(code, value, range);
    }
  };
  add_questions(found);
  for (const MeaningMatch& match : scan.matches()) {
    if (match.entry->kind != MeaningKind::kIntent || match.turned) continue;
    raise(static_cast<Intent>(match.entry->code), value_of(match), scan.range(match.first, match.last));
  }
  if (wish.weight > 0) raise(Intent::kWish, wish.weight, wish.cue);
  if (leaving.leaves && leaving.weight > 0) raise(Intent::kSwitch, leaving.weight + 1, leaving.cue);
  if (!meaning.obstacle.empty()) raise(Intent::kComplaint, kObstacleComplains, meaning.obstacle_range);
  constexpr auto kPraised = static_cast<size_t>(Intent::kPraise), kComplained = static_cast<size_t>(Intent::kComplaint),
                 kThanked = static_cast<size_t>(Intent::kThanks);
  if (score >= kPraiseFrom) {
    found.add(kPraised, found.weight[kPraised] > 0 ? score : 1 + score);
    if (found.weight[kThanked] > 0) found.add(kThanked, score);
    found.weight[kComplained] *= 1 - score;
  } else if (score <= -kPraiseFrom) {
    found.add(kComplained, found.weight[kComplained] > 0 ? -score : 1 - score);
    found.weight[kPraised] *= 1 + score;
  }
  const size_t top = found.top();
  const double confidence =
      found.weight[top] / (found.weight[top] + kDoubt + kRivals * (found.sum() - found.weight[top]));
  if (top == 0 || confidence < kMeaningConfidence) return;
  meaning.intent = static_cast<Intent>(top);
  meaning.intent_confidence = confidence;
  meaning.intent_range = found.range[top];
}

TextMeaning MeaningReader::read(const Tokenizer& text, std::string_view language, double score,
                                std::span<const double> emotions) {
  TextMeaning meaning;
  Work& work = *work_;
  if (work.language != language || work.words == nullptr) {
    work.language = language;
    work.words = MeaningWords::built_in(language);
  }
  if (work.words == nullptr || text.tokens().empty()) return meaning;
  MeaningScan& scan = work.scan;
  scan.read(text, *work.words);
  const WishFind wish = find_wish(scan, score);
  ObstacleFind obstacle = find_obstacle(scan, score, wish);
  const SwitchFind leaving = find_switch(scan, score);
  if (wish.weight > 0) {
    meaning.wish = wish.range;
    meaning.wish_words = text.text().substr(wish.range.begin, wish.range.end - wish.range.begin);
  }
  if (obstacle.weight > 0) {
    meaning.obstacle = std::move(obstacle.phrase);
    meaning.obstacle_range = obstacle.range;
  }
  if (leaving.weight > 0) {
    meaning.switching = leaving.leaves;
    if (leaving.leaves) meaning.switching_range = leaving.cue;
    meaning.rival_range = leaving.name;
    meaning.rival =
        leaving.named ? text.text().substr(leaving.name.begin, leaving.name.end - leaving.name.begin) : kUnnamedRival;
  }
  const EmotionFind felt = work.emotions.find(text, language, score, emotions);
  meaning.emotion = felt.emotion;
  meaning.emotion_confidence = felt.confidence;
  meaning.emotion_range = felt.range;
  work.judge_motive(meaning);
  work.judge_intent(score, wish, leaving, meaning);
  return meaning;
}

}  // namespace sojourn
