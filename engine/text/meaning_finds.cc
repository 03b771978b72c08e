#include "text/meaning_finds.h"

#include <algorithm>
#include <cmath>

#include "base/encoding.h"
#include "text/meaning.h"
#include "text/noun_cues.h"

namespace sojourn {
namespace {

constexpr uint32_t kNextTo = 2;          // Tokens between a weak cue and its thing.
constexpr uint32_t kThingReach = 24;     // Tokens between any cue and its thing.
constexpr double kGlad = 0.3;            // From this sentiment on weak cues say nothing.
constexpr double kFirmWish = 2;          // What such cues wish for stands in nobody's way.
constexpr double kLooseWish = 1.7;       // Cues like "no" or "cannot", which tell more than wishes.
constexpr double kUnhappy = -0.3;        // Up to this sentiment what was said before is a complaint.
constexpr uint32_t kUnknownLetters = 3;  // Bytes of a word that may be a thing we do not know.

double weight_of(const MeaningMatch& match) { return static_cast<double>(match.entry->value); }

// First and last token with content of [begin, end); first > last where there is none.
struct Stretch {
  uint32_t first = 1, last = 0;
  bool empty() const { return first > last; }
};
Stretch content_of(const MeaningScan& scan, uint32_t begin, uint32_t end) {
  while (begin < end && !scan.has_content(begin) && !scan.is_meant(begin, begin, end)) ++begin;
  while (end > begin && !scan.has_content(end - 1) && !scan.is_meant(end - 1, begin, end)) --end;
  return begin == end ? Stretch{} : Stretch{begin, end - 1};
}

bool is_weak(const MeaningScan& scan, uint32_t token) {
  const auto here = scan.between(token, token + 1);
  return std::any_of(here.begin(), here.end(), [](const auto& each) { return each.entry->kind == MeaningKind::kWeak; });
}

// A phrase of wishes, as in "easier on the eyes".
bool begins_meaning(const MeaningScan& scan, uint32_t token) {
  const auto here = scan.between(token, token + 1);
  return std::any_of(here.begin(), here.end(), [](const auto& each) {
    return each.entry->kind == MeaningKind::kMeans && each.last > each.first;
  });
}

// Without "the option to" and further cues at its beginning: "[I wish for] [an option to] pay by card".
Stretch without_lead(const MeaningScan& scan, Stretch stretch) {
  for (uint32_t at = stretch.first; at < stretch.last; ++at) {
    uint32_t next = at;
    for (const MeaningMatch& match : scan.between(at, at + 1)) {
      const bool cue =
          match.entry->kind == MeaningKind::kWish && static_cast<WishSide>(match.entry->code) == WishSide::kAhead;
      if (cue && match.last < stretch.last) next = std::max(next, match.last + 1);
    }
    if (next == at && begins_meaning(scan, at)) break;
    if (next == at && is_weak(scan, at) && !scan.has_content(at + 1)) next = at + 1;
    if (next == at && scan.has_content(at)) break;
    const Stretch rest = content_of(scan, std::max(next, at + 1), stretch.last + 1);
    if (rest.empty()) break;
    stretch = rest;
    at = stretch.first - 1;
  }
  return stretch;
}

bool only_weak(const MeaningScan& scan, Stretch stretch) {
  for (uint32_t at = stretch.first; at <= stretch.last; ++at) {
    if (scan.has_content(at) && !is_weak(scan, at)) return false;
  }
  return true;
}

bool has_kind(const MeaningScan& scan, uint32_t token, MeaningKind kind) {
  const auto here = scan.between(token, token + 1);
  return std::any_of(here.begin(), here.end(), [&](const auto& each) { return each.entry->kind == kind; });
}

// Says nothing that could be wished for: "parcel", "the app", "arrived".
bool is_vague(const MeaningScan& scan, Stretch stretch) {
  for (uint32_t at = stretch.first; at <= stretch.last; ++at) {
    if (scan.has_content(at) && !is_weak(scan, at) && !has_kind(scan, at, MeaningKind::kBare) &&
        !has_kind(scan, at, MeaningKind::kTold)) {
      return false;
    }
  }
  return true;
}

// Tells what happened or what is felt, which nobody wishes for: "nobody helps me", "it came 2 days later".
bool complains(const MeaningScan& scan, uint32_t begin, uint32_t end) {
  const auto near = scan.between(begin, end);
  return std::any_of(near.begin(), near.end(), [](const MeaningMatch& each) {
    switch (each.entry->kind) {
      case MeaningKind::kTold:
      case MeaningKind::kNegation: return true;
      case MeaningKind::kEmotion: {
        const auto felt = static_cast<Emotion>(each.entry->code);
        return felt == Emotion::kSadness || felt == Emotion::kAnger || felt == Emotion::kFear ||
               felt == Emotion::kDisgust;
      }
      case MeaningKind::kAttribute: return static_cast<double>(each.entry->value) >= kMeaningFirm;
      default: return false;
    }
  });
}

// What follows the cue in its clause; where that says too little in the next one, too ("a way, please, to export"),
// but not behind weak cues: "not a bit, too bad".
Stretch ahead_of(const MeaningScan& scan, const MeaningMatch& cue) {
  if (cue.last + 1 >= scan.size()) return {};
  uint32_t end = scan.clause_end(cue.last);
  Stretch ahead = content_of(scan, cue.last + 1, end);
  const bool little = weight_of(cue) > kLooseWish && (ahead.empty() || only_weak(scan, ahead));
  if (little && end < scan.size() && scan.sentence_of(end) == scan.sentence_of(cue.last)) {
    end = scan.clause_end(end);
    const Stretch more = content_of(scan, cue.last + 1, end);
    if (!more.empty()) ahead = more;
  }
  return ahead.empty() ? ahead : without_lead(scan, ahead);
}

bool asks_for_service(const MeaningMatch& match) {
  return match.entry->kind == MeaningKind::kIntent && static_cast<Intent>(match.entry->code) == Intent::kRequest;
}

// What was said right before: "Evening delivery, anyone?", "Pay by invoice - when will that be possible?"
Stretch before(const MeaningScan& scan, const MeaningMatch& cue, double score) {
  if (score <= kUnhappy) return {};
  constexpr uint32_t kClauses = 2;
  uint32_t at = scan.clause_begin(cue.first);
  for (uint32_t clause = 0; clause < kClauses && at > 0; ++clause) {
    const uint32_t begin = scan.clause_begin(at - 1);
    if (scan.sentence_of(cue.first) - scan.sentence_of(begin) > 1) break;
    const Stretch said = content_of(scan, begin, at);
    const auto near = scan.between(begin, at);
    if (std::any_of(near.begin(), near.end(), asks_for_service) || complains(scan, begin, at)) return {};
    if (!said.empty() && !is_vague(scan, said)) return without_lead(scan, said);
    at = begin;
  }
  return {};
}

// "Explain that", "talk to a manager", "came again": what is done for one customer, or was done.
bool is_plea(const MeaningScan& scan, Stretch stretch) {
  return is_vague(scan, stretch) && has_kind(scan, stretch.first, MeaningKind::kTold);
}

// "Offer [please] paying by invoice", "The app [needs] a dark mode": what stands before it tells nothing.
bool looks_ahead(const MeaningScan& scan, Stretch behind, Stretch ahead) {
  return !ahead.empty() && is_vague(scan, behind) && !is_vague(scan, ahead);
}

Stretch wanted(const MeaningScan& scan, const MeaningMatch& cue, double score) {
  const Stretch behind = content_of(scan, scan.clause_begin(cue.first), cue.first);
  const bool looks_back = static_cast<WishSide>(cue.entry->code) == WishSide::kBehind;
  const Stretch ahead = ahead_of(scan, cue);
  if (looks_back && !behind.empty()) return looks_ahead(scan, behind, ahead) ? ahead : behind;
  // "Fügt bitte [einen Dunkelmodus] hinzu", "wenn ich [per Rechnung zahlen] könnte".
  const Stretch gap = cue.gap_first <= cue.gap_last ? content_of(scan, cue.gap_first, cue.gap_last + 1) : Stretch{};
  if (!gap.empty() && !looks_back && !only_weak(scan, gap)) return {gap.first, ahead.empty() ? gap.last : ahead.last};
  const bool loose = weight_of(cue) <= kLooseWish;
  if (!ahead.empty()) return loose && is_vague(scan, ahead) ? Stretch{} : ahead;
  if (!gap.empty()) return gap;
  if (!behind.empty()) return loose && !looks_back ? Stretch{} : behind;
  return loose ? Stretch{} : before(scan, cue, score);
}

// "Please call me": the request is told by another cue.
bool is_request(const MeaningScan& scan, const MeaningMatch& cue) {
  const auto near = scan.between(scan.clause_begin(cue.first), scan.clause_end(cue.last));
  return std::any_of(near.begin(), near.end(), [&](const MeaningMatch& each) {
    return asks_for_service(each) && weight_of(each) > weight_of(cue);
  });
}

uint32_t distance(const MeaningMatch& thing, const MeaningMatch& cue) {
  if (thing.last < cue.first) return cue.first - thing.last;
  return thing.first > cue.last ? thing.first - cue.last : 0;
}

ThingRank rank_of(const MeaningMatch& match) {
  return match.entry->kind == MeaningKind::kThing ? static_cast<ThingRank>(match.entry->code) : ThingRank::kOff;
}

// The nearest thing of the clause, then the nearest place, then the same of the rest of the sentence before.
const MeaningMatch* thing_of(const MeaningScan& scan, const MeaningMatch& cue) {
  const MeaningMatch* best = nullptr;
  uint64_t least = ~uint64_t{0};
  const uint32_t from = cue.first > kThingReach ? cue.first - kThingReach : 0;
  for (const MeaningMatch& each : scan.between(from, cue.last + kThingReach)) {
    const ThingRank rank = rank_of(each);
    if (rank == ThingRank::kOff || scan.sentence_of(each.first) != scan.sentence_of(cue.first)) continue;
    const bool far = each.clause != cue.clause;
    if (far && each.first > cue.first) continue;
    // Things before a cue are likelier what it is about.
    const uint64_t gap = distance(each, cue) * 2 + (each.first > cue.first ? 1 : 0);
    const uint64_t cost = gap + (rank == ThingRank::kPlace ? 1000 : 0) + (far ? 500 : 0);
    if (cost < least) {
      least = cost;
      best = &each;
    }
  }
  return best;
}

// The nearest noun we know nothing of, before the cue.
uint32_t unknown_thing(const MeaningScan& scan, const MeaningMatch& cue) {
  const uint32_t begin = scan.clause_begin(cue.first);
  for (uint32_t at = cue.first; at-- > begin;) {
    const Token& token = scan.text().tokens()[at];
    if (token.kind == TokenKind::kWord && scan.has_content(at) && token.end - token.begin >= kUnknownLetters &&
        !scan.is_covered(at) && !scan.words().is_oblique(scan.text().text_of(token)) &&
        stands_as_noun(scan.text(), at, scan.words().language())) {
      return at;
    }
  }
  return KeyIndex::kAbsent;
}

}  // namespace

WishFind find_wish(const MeaningScan& scan, double score) {
  WishFind best;
  for (const MeaningMatch& cue : scan.matches()) {
    if (cue.entry->kind != MeaningKind::kWish || cue.turned || weight_of(cue) <= best.weight) continue;
    const Stretch stretch = wanted(scan, cue, score);
    if (stretch.empty() || is_plea(scan, stretch) || is_request(scan, cue)) continue;
    best = {weight_of(cue), scan.range(cue.first, cue.last), scan.range(stretch.first, stretch.last)};
  }
  return best;
}

ObstacleFind find_obstacle(const MeaningScan& scan, double score, const WishFind& wish) {
  const auto wished = [&](const ByteRange& range) {
    const auto within = [&](const ByteRange& told) { return range.begin < told.end && told.begin < range.end; };
    return wish.weight >= kFirmWish && (within(wish.range) || within(wish.cue));
  };
  ObstacleFind best;
  for (const MeaningMatch& cue : scan.matches()) {
    if (cue.entry->kind != MeaningKind::kAttribute || cue.turned) continue;
    if (wished(scan.range(cue.first, cue.last))) continue;
    const bool firm = weight_of(cue) >= kMeaningFirm;
    const MeaningMatch* thing = thing_of(scan, cue);
    if (!firm && (score >= kGlad || thing == nullptr || distance(*thing, cue) > kNextTo)) continue;
    const double weight = weight_of(cue) + (thing == nullptr ? 0 : rank_of(*thing) == ThingRank::kThing ? 1 : 0.5);
    if (weight <= best.weight) continue;
    uint32_t first = cue.first, last = cue.last;
    std::string named;
    if (thing != nullptr) {
      named = scan.words().name(thing->entry->name);
      first = std::min(first, thing->first);
      last = std::max(last, thing->last);
    } else if (const uint32_t word = unknown_thing(scan, cue); word != KeyIndex::kAbsent) {
      const std::string_view written = scan.text().text_of(scan.text().tokens()[word]);
      named = scan.words().language() == "de" ? std::string(written) : fold_case(written);
      first = word;
    }
    best = {weight, scan.words().obstacle(named, scan.words().name(cue.entry->name)), scan.range(first, last)};
  }
  return best;
}

}  // namespace sojourn
