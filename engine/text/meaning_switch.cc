#include <algorithm>

#include "text/meaning.h"
#include "text/meaning_finds.h"
#include "text/personal_gazetteer.h"

namespace sojourn {
namespace {

constexpr double kGlad = 0.3;  // From this sentiment on nobody leaves by a weak cue.

double weight_of(const MeaningMatch& match) { return static_cast<double>(match.entry->value); }

// First and last token.
struct Stretch {
  uint32_t first = 1, last = 0;
};

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

const MeaningMatch* match_of(const MeaningScan& scan, uint32_t at, MeaningKind kind) {
  constexpr uint32_t kLongest = 6;
  for (const MeaningMatch& match : scan.between(at > kLongest ? at - kLongest : 0, at + 1)) {
    if (match.entry->kind == kind && match.last >= at) return &match;
  }
  return nullptr;
}

// Ideographs have no capitals: what means something else is no name.
bool is_ordinary(const MeaningScan& scan, uint32_t at) {
  return match_of(scan, at, MeaningKind::kMeans) != nullptr || match_of(scan, at, MeaningKind::kWeak) != nullptr ||
         match_of(scan, at, MeaningKind::kKnown) != nullptr;
}

// Could the token be a name or a part of one? Names have capitals, or are brands.
bool may_name(const MeaningScan& scan, uint32_t at) {
  const Token& token = scan.text().tokens()[at];
  const bool word = token.kind == TokenKind::kWord;
  if (match_of(scan, at, MeaningKind::kBrand) != nullptr) return true;
  if (!word && token.kind != TokenKind::kIdeograph) return false;
  const std::string_view text = scan.text().text_of(token);
  if (word && is_capital(text) && at + 2 < scan.size() && joins_names(scan, at + 1)) return true;
  if (token.kind == TokenKind::kIdeograph) return !scan.ends_names(at) && !is_ordinary(scan, at);
  return scan.has_content(at) && !scan.is_covered(at) && text.size() > 1 && is_capital(text);
}

// A name that begins at `at`: capitals, what joins them; ideographs up to a word that ends names.
Stretch name_at(const MeaningScan& scan, uint32_t at, uint32_t end) {
  constexpr uint32_t kWords = 3, kIdeographs = 6;
  const auto tokens = scan.text().tokens();
  const TokenKind kind = tokens[at].kind;
  uint32_t last = at;
  if (const MeaningMatch* brand = match_of(scan, at, MeaningKind::kBrand)) return {brand->first, brand->last};
  if (kind == TokenKind::kIdeograph) {
    while (last + 1 < end && last + 1 - at < kIdeographs && tokens[last + 1].kind == kind && !scan.ends_names(last + 1))
      ++last;
    return {at, last};
  }
  const bool capital = is_capital(scan.text().text_of(tokens[at]));
  while (capital && last + 1 < end && last + 1 - at < kWords && tokens[last + 1].kind == kind &&
         may_name(scan, last + 1)) {
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

// Who follows the cue in its clause; within the cue, too: "bought it at Amazon instead".
SwitchFind follows(const MeaningScan& scan, const MeaningMatch& cue) {
  SwitchFind find{weight_of(cue), true, false, scan.range(cue.first, cue.last), {}};
  const uint32_t end = scan.clause_end(cue.last);
  const MeaningMatch* unnamed = unnamed_in(scan, cue.first, end);
  constexpr uint32_t kReach = 5;
  for (uint32_t at = cue.first + 1; at < end && at <= cue.last + kReach; ++at) {
    if (unnamed != nullptr && at >= unnamed->first && at > cue.last) break;
    const bool ideograph = scan.text().tokens()[at].kind == TokenKind::kIdeograph;
    const bool brand = match_of(scan, at, MeaningKind::kBrand) != nullptr;
    if (!may_name(scan, at) || (!brand && is_place(scan, at))) continue;
    // Ideographs are no names within cues, nor after words like "use".
    if (ideograph && !brand && (at <= cue.last || weight_of(cue) < kMeaningFirm)) continue;
    const Stretch name = name_at(scan, at, end);
    find.named = true;
    find.name = scan.range(name.first, name.last);
    return find;
  }
  if (unnamed == nullptr) return {};
  find.name = scan.range(unnamed->first, unnamed->last);
  return find;
}

// Who stands right before the cue.
SwitchFind precedes(const MeaningScan& scan, const MeaningMatch& cue) {
  SwitchFind find{weight_of(cue), true, false, scan.range(cue.first, cue.last), {}};
  const uint32_t begin = scan.clause_begin(cue.first);
  constexpr uint32_t kReach = 2, kNameTokens = 6;
  for (uint32_t at = cue.first; at-- > begin && cue.first - at <= kReach;) {
    if (!may_name(scan, at)) {
      if (scan.has_content(at)) break;
      continue;
    }
    uint32_t first = at;
    while (first > begin && at - first < kNameTokens && may_name(scan, first - 1)) --first;
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
    SwitchFind find = side == SwitchSide::kBetter ? precedes(scan, cue) : follows(scan, cue);
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
