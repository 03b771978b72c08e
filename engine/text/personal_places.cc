#include <algorithm>

#include "text/personal_gazetteer.h"
#include "text/personal_names.h"
#include "text/personal_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kInside = 0.7;   // With a capital inside a sentence.
constexpr double kOpening = 0.6;  // At the start of one, or also a name of people.

// Where somebody is going is what customers talk of; where somebody lives is personal. The English tagger tells them apart.
bool says_where_somebody_lives(const Tokens& all, size_t at) {
  static const CueWords kHome{"woon",    "wonen",    "woont",     "woonachtig", "woonplaats", "wonende", "uit",
                              "te",      "adres",    "thuis",     "wohne",      "wohnen",     "wohnt",   "wohnhaft",
                              "wohnort", "adresse",  "zuhause",   "живу",       "живём",      "живем",   "живёт",
                              "живет",   "проживаю", "проживает", "проживаем",  "адрес",      "адресу",  "г",
                              "город",   "городе",   "города",    "родом",      "домой"};
  constexpr size_t kWordsNear = 3;
  return kHome.before(all, at, kWordsNear);
}

}  // namespace

void find_personal_places(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found) {
  const PersonalGazetteer& gazetteer = PersonalGazetteer::get();
  const Tokens& all = tokens.all();
  const bool only_homes = language == "nl" || language == "de" || language == "ru";
  const auto after_address = [&](size_t begin) {
    constexpr size_t kBytesNear = 12;
    return std::ranges::any_of(found, [&](const PersonalSpan& span) {
      return span.kind == PersonalKind::kAddress && span.range.end <= begin && begin - span.range.end <= kBytesNear;
    });
  };
  for (size_t at = 0; at < all.size();) {
    const PersonalToken& token = all[at];
    if (token.kind != Kind::kWord || !token.capital) {
      ++at;
      continue;
    }
    if (only_homes && !says_where_somebody_lives(all, at) && !after_address(token.begin)) {
      ++at;
      continue;
    }
    const PersonalGazetteer::Phrase phrase = gazetteer.phrase_at(all, at);
    if ((phrase.known & (kPlaceName | kCountry)) != 0) {
      found.push_back({PersonalKind::kPlace, {token.begin, all[at + phrase.tokens - 1].end}, kInside});
      at += phrase.tokens;
      continue;
    }
    const bool place = (token.known & (kPlaceName | kCountry)) != 0 && (token.known & (kOrdinary | kNoName)) == 0;
    const bool person = (token.known & (kFirstName | kSurname)) != 0;
    if (place && token.end - token.begin > 3) {
      const double sure = token.opens || person ? kOpening : kInside;
      found.push_back({PersonalKind::kPlace, {token.begin, token.end}, sure});
    }
    ++at;
  }
}

}  // namespace sojourn
