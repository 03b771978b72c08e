#include "text/meaning_finds.h"

#include <algorithm>
#include <cmath>

#include "base/encoding.h"
#include "text/meaning.h"
#include "text/personal_gazetteer.h"

namespace sojourn {
namespace {

constexpr uint32_t kNextTo = 2;          // Tokens between a weak cue and its thing.
constexpr uint32_t kThingReach = 24;     // Tokens between any cue and its thing.
constexpr double kGlad = 0.3;            // From this sentiment on weak cues say nothing.
constexpr double kLooseWish = 1.7;       // Cues like "no" or "cannot", which tell more than wishes.
constexpr uint32_t kUnknownLetters = 3;  // Bytes of a word that may be a thing we do not know.

double weight_of(const MeaningMatch& match) { return static_cast<double>(match.entry->value); }

// First and last token with content of [begin, end); first > last where there is none.
struct Stretch {
  uint32_t first = 1, last = 0;
  bool empty() const { return first > last; }
};
Stretch content_of(const MeaningScan& scan, uint32_t begin, uint32_t end) {
  while (begin < end && !scan.has_content(begin)) ++begin;
  while (end > begin && !scan.has_content(end - 1)) --end;
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

Stretch wanted(const MeaningScan& scan, const MeaningMatch& cue) {
  const Stretch behind = content_of(scan, scan.clause_begin(cue.first), cue.first);
  if (static_cast<WishSide>(cue.entry->code) == WishSide::kBehind && !behind.empty()) return behind;
  const Stretch ahead = ahead_of(scan, cue);
  if (!ahead.empty()) return ahead;
  // "Fügt bitte [einen Dunkelmodus] hinzu".
  const Stretch gap = cue.gap_first <= cue.gap_last ? content_of(scan, cue.gap_first, cue.gap_last + 1) : Stretch{};
  return gap.empty() ? behind : gap;
}

// "Please call me": the request is told by another cue.
bool is_request(const MeaningScan& scan, const MeaningMatch& cue) {
  const auto near = scan.between(scan.clause_begin(cue.first), scan.clause_end(cue.last));
  return std::any_of(near.begin(), near.end(), [&](const MeaningMatch& each) {
    return each.entry->kind == MeaningKind::kIntent && static_cast<Intent>(each.entry->code) == Intent::kRequest &&
           weight_of(each) > weight_of(cue);
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

// The nearest word we know nothing of, before the cue.
uint32_t unknown_thing(const MeaningScan& scan, const MeaningMatch& cue) {
  const uint32_t begin = scan.clause_begin(cue.first);
  for (uint32_t at = cue.first; at-- > begin;) {
    const Token& token = scan.text().tokens()[at];
    if (token.kind == TokenKind::kWord && scan.has_content(at) && token.end - token.begin >= kUnknownLetters &&
        !scan.is_covered(at)) {
      return at;
    }
  }
  return KeyIndex::kAbsent;
}

bool is_capital(std::string_view word) {
  const CharTable& table = CharTable::get();
  const auto first = static_cast<unsigned char>(word[0]);
  if (first < 0x80) return first >= 'A' && first <= 'Z';
  if (first < 0xC0 || first >= 0xE0 || word.size() < 2) return false;
  const uint32_t point = (first & 0x1FU) << 6 | (static_cast<unsigned char>(word[1]) & 0x3FU);
  return table.lower(point) != point;
}

// "T-Mobile", "booking.com", "Marks & Spencer".
bool joins_names(const MeaningScan& scan, uint32_t at) {
  const auto tokens = scan.text().tokens();
  const std::string_view mark = scan.text().text_of(tokens[at]);
  if (tokens[at + 1].kind != TokenKind::kWord && tokens[at + 1].kind != TokenKind::kNumber) return false;
  if (mark == "&") return is_capital(scan.text().text_of(tokens[at + 1]));
  return (mark == "-" || mark == ".") && tokens[at - 1].end == tokens[at].begin &&
         tokens[at].end == tokens[at + 1].begin;
}

// Could the token be a name or a part of one?
bool may_name(const MeaningScan& scan, uint32_t at, bool capitals_only) {
  const Token& token = scan.text().tokens()[at];
  const bool word = token.kind == TokenKind::kWord;
  if (!word && token.kind != TokenKind::kIdeograph) return false;
  const std::string_view text = scan.text().text_of(token);
  if (word && is_capital(text) && at + 2 < scan.size() && joins_names(scan, at + 1)) return true;
  if (token.kind == TokenKind::kIdeograph) return !scan.ends_names(at);
  if (!scan.has_content(at) || scan.is_covered(at)) return false;
  return is_capital(text) || (!capitals_only && text.size() >= kUnknownLetters);
}

// A name that begins at `at`: capitals, what joins them; ideographs up to a word that ends names.
Stretch name_at(const MeaningScan& scan, uint32_t at, uint32_t end) {
  constexpr uint32_t kWords = 3, kIdeographs = 6;
  const auto tokens = scan.text().tokens();
  const TokenKind kind = tokens[at].kind;
  uint32_t last = at;
  if (kind == TokenKind::kIdeograph) {
    while (last + 1 < end && last + 1 - at < kIdeographs && tokens[last + 1].kind == kind && !scan.ends_names(last + 1))
      ++last;
    return {at, last};
  }
  const bool capital = is_capital(scan.text().text_of(tokens[at]));
  while (capital && last + 1 < end && last + 1 - at < kWords && tokens[last + 1].kind == kind &&
         may_name(scan, last + 1, true)) {
    ++last;
  }
  while (capital && last + 2 < scan.size() && joins_names(scan, last + 1)) last += 2;
  return {at, last};
}

// A town or country, as in "going to Hyderabad".
bool is_place(const MeaningScan& scan, uint32_t at) {
  const Token& token = scan.text().tokens()[at];
  if (token.kind != TokenKind::kWord) return false;
  const uint8_t known = PersonalGazetteer::get().find(personal_word_hash(scan.text().text_of(token)));
  return (known & (kPlaceName | kCountry)) != 0 && (known & (kFirstName | kSurname | kOrdinary)) == 0;
}

const MeaningMatch* unnamed_in(const MeaningScan& scan, uint32_t begin, uint32_t end) {
  for (const MeaningMatch& match : scan.between(begin, end)) {
    if (match.entry->kind == MeaningKind::kUnnamed) return &match;
  }
  return nullptr;
}

}  // namespace

WishFind find_wish(const MeaningScan& scan) {
  WishFind best;
  for (const MeaningMatch& cue : scan.matches()) {
    if (cue.entry->kind != MeaningKind::kWish || cue.turned || weight_of(cue) <= best.weight) continue;
    const Stretch stretch = wanted(scan, cue);
    if (stretch.empty() || is_request(scan, cue)) continue;
    best = {weight_of(cue), scan.range(cue.first, cue.last), scan.range(stretch.first, stretch.last)};
  }
  return best;
}

ObstacleFind find_obstacle(const MeaningScan& scan, double score) {
  ObstacleFind best;
  for (const MeaningMatch& cue : scan.matches()) {
    if (cue.entry->kind != MeaningKind::kAttribute || cue.turned) continue;
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
      named = fold_case(scan.text().text_of(scan.text().tokens()[word]));
      first = word;
    }
    best = {weight, scan.words().obstacle(named, scan.words().name(cue.entry->name)), scan.range(first, last)};
  }
  return best;
}

namespace {

// Who follows the cue in its clause.
SwitchFind follows(const MeaningScan& scan, const MeaningMatch& cue, bool firm) {
  SwitchFind find{weight_of(cue), true, false, scan.range(cue.first, cue.last), {}};
  const uint32_t end = scan.clause_end(cue.last);
  const MeaningMatch* unnamed = unnamed_in(scan, cue.last + 1, end);
  constexpr uint32_t kReach = 5;
  for (const bool capitals : {true, false}) {
    if (!capitals && (!firm || unnamed != nullptr)) break;
    // "Bought it at Amazon instead": within the cue, too.
    for (uint32_t at = cue.first + 1; at < end && at <= cue.last + kReach; ++at) {
      if (unnamed != nullptr && at >= unnamed->first) break;
      if (at <= cue.last && (!capitals || scan.text().tokens()[at].kind != TokenKind::kWord)) continue;
      if (!may_name(scan, at, capitals)) continue;
      if (!firm && is_place(scan, at)) continue;
      // Ideographs have no capitals: after words like "use" alone they are no name.
      if (weight_of(cue) < kMeaningFirm && scan.text().tokens()[at].kind == TokenKind::kIdeograph) continue;
      const Stretch name = name_at(scan, at, end);
      find.named = true;
      find.name = scan.range(name.first, name.last);
      return find;
    }
  }
  if (unnamed != nullptr) {
    find.name = scan.range(unnamed->first, unnamed->last);
  } else if (!firm) {
    find.weight = 0;
  }
  return find;
}

// Who stands right before the cue.
SwitchFind precedes(const MeaningScan& scan, const MeaningMatch& cue) {
  SwitchFind find{weight_of(cue), true, false, scan.range(cue.first, cue.last), {}};
  const uint32_t begin = scan.clause_begin(cue.first);
  constexpr uint32_t kReach = 2, kNameTokens = 6;
  for (uint32_t at = cue.first; at-- > begin && cue.first - at <= kReach;) {
    if (!may_name(scan, at, true)) {
      if (scan.has_content(at)) break;
      continue;
    }
    uint32_t first = at;
    while (first > begin && at - first < kNameTokens && may_name(scan, first - 1, true)) --first;
    find.named = true;
    find.name = scan.range(first, at);
    return find;
  }
  const MeaningMatch* unnamed = unnamed_in(scan, begin, cue.first);
  if (unnamed == nullptr) return {};
  find.name = scan.range(unnamed->first, unnamed->last);
  return find;
}

}  // namespace

SwitchFind find_switch(const MeaningScan& scan, double score) {
  SwitchFind best;
  for (const MeaningMatch& cue : scan.matches()) {
    if (cue.entry->kind != MeaningKind::kSwitch || cue.turned) continue;
    const auto side = static_cast<SwitchSide>(cue.entry->code);
    const bool firm = weight_of(cue) >= kMeaningFirm;
    if (!firm && side == SwitchSide::kTo && score >= kGlad) continue;
    SwitchFind find =
        side == SwitchSide::kBetter ? precedes(scan, cue) : follows(scan, cue, firm && side == SwitchSide::kTo);
    if (side == SwitchSide::kWorse || side == SwitchSide::kFrom) {
      find.leaves = false;
      if (!find.named) find.weight = 0;
      find.weight *= 0.5;  // Going somewhere says more.
    }
    if (find.weight > 0 && find.named) find.weight += 0.5;
    if (find.weight > best.weight) best = find;
  }
  return best;
}

}  // namespace sojourn
