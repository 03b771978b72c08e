#include "voice/tone_tally.h"

#include <cstdlib>

#include "measure/cells.h"

namespace sojourn {

void ToneCounts::add(Tone tone, int64_t score_of_text) {
  switch (tone) {
    case Tone::kNone: return;
    case Tone::kUnknown: ++unknown; break;
    case Tone::kNegative: ++negative; break;
    case Tone::kNeutral: ++neutral; break;
    case Tone::kPositive: ++positive; break;
  }
  if (score_of_text == kNoInteger) return;
  ++scored;
  score += score_of_text;
}

void ToneTally::add_person(const ToneCounts& texts) {
  counts_.positive += texts.positive;
  counts_.neutral += texts.neutral;
  counts_.negative += texts.negative;
  counts_.unknown += texts.unknown;
  counts_.scored += texts.scored;
  counts_.score += texts.score;
  if (texts.known() > 0) persons_.add(texts.known(), texts.positive - texts.negative);
}

void ToneTally::merge(const ToneTally& other) {
  counts_.positive += other.counts_.positive;
  counts_.neutral += other.counts_.neutral;
  counts_.negative += other.counts_.negative;
  counts_.unknown += other.counts_.unknown;
  counts_.scored += other.counts_.scored;
  counts_.score += other.counts_.score;
  persons_.merge(other.persons_);
}

void ToneTally::add_net(std::vector<Value>& cells) const {
  const int64_t n = counts_.known();
  if (n == 0) {
    cells.insert(cells.end(), 3, None{counts_.unknown == 0 ? "no texts" : "no text has a known sentiment"});
    return;
  }
  cells.emplace_back(percent(counts_.positive - counts_.negative, n));
  const std::optional<double> effective = persons_.effective_n(counts_.positive + counts_.negative);
  std::optional<Interval> interval;
  if (effective) {
    const double worth = *effective / static_cast<double>(n);
    interval =
        nps_adjusted_wald({worth * static_cast<double>(counts_.positive), worth * static_cast<double>(counts_.neutral),
                           worth * static_cast<double>(counts_.negative)});
  }
  add_interval(interval, 100, "one customer wrote all texts, which says nothing about how customers differ", cells);
}

Value ToneTally::mean_score() const {
  if (counts_.scored == 0) return None{"no text has a score"};
  return static_cast<double>(counts_.score) / static_cast<double>(counts_.scored) / VoiceTone::kScoreUnit;
}

void ToneTally::save(ByteWriter& out) const {
  for (const int64_t count : {counts_.positive, counts_.neutral, counts_.negative, counts_.unknown, counts_.scored}) {
    out.i64(count);
  }
  out.i64(counts_.score);
  persons_.save(out);
}

Result<ToneTally> ToneTally::load(ByteReader& in) {
  ToneTally loaded;
  ToneCounts& counts = loaded.counts_;
  for (int64_t* count : {&counts.positive, &counts.neutral, &counts.negative, &counts.unknown, &counts.scored}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(counts.score, in.i64());
  SOJOURN_TRY(loaded.persons_, ClusterSums::load(in));
  constexpr int64_t kScoredMax = int64_t{1} << 42;  // Millionths of so many scores fit into 64 bits.
  if (counts.scored > counts.texts() || counts.scored > kScoredMax || counts.score > counts.scored * 1'000'000 ||
      counts.score < -counts.scored * 1'000'000) {
    return in.corrupt("no texts have these scores");
  }
  if (loaded.persons_.answers() != counts.known()) return in.corrupt("the persons did not write these texts");
  return loaded;
}

}  // namespace sojourn
