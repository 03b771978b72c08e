#include <algorithm>
#include <array>

#include "text/personal_names.h"
#include "text/personal_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kStreet = 0.9;
constexpr double kPostcode = 0.8;

struct Cues {
  // After the name of a street: "Baker Street". Of those that mean more ("way", "court"), only with a capital.
  const CueWords after{
      "street",    "st",      "road",  "rd",      "avenue", "ave",    "lane",    "ln",       "drive",  "dr",
      "boulevard", "blvd",    "court", "ct",      "square", "sq",     "terrace", "crescent", "close",  "way",
      "parkway",   "highway", "hwy",   "gardens", "grove",  "straße", "strasse", "str",      "straat", "allee",
      "weg",       "platz",   "gasse", "ulica",   "ulice",  "gracht", "laan",    "plein",    "singel", "kade",
      "dijk",      "steeg",   "hof",   "markt",   "ring",   "ufer",   "damm",    "chaussee", "tor"};
  // Before it: "ул. Ленина", "rue de la Paix".
  const CueWords before{"ул",     "улица",    "улице", "улицы", "пр",         "проспект", "проспекте", "пр-т",
                        "пер",    "переулок", "шоссе", "наб",   "набережная", "бульвар",  "rue",       "via",
                        "calle",  "rua",      "ulica", "ul",    "avenida",    "piazza",   "laan",      "просп",
                        "проезд", "площадь",  "пл",    "тракт", "аллея"};
  const CueWords russian_after{"проспект", "проспекте", "проспекта", "улица",      "улице",      "улицы",
                               "шоссе",    "бульвар",   "бульваре",  "набережная", "набережной", "переулок",
                               "переулке", "площадь",   "площади",   "проезд",     "проезде"};
  // German names of streets that begin so: "Am Alten Markt 3".
  const CueWords at{"am", "an", "auf", "im", "in", "zum", "zur", "unter", "hinter", "beim", "vor"};
  const CueWords months{"januar", "februar", "märz",      "april",   "mai",      "juni",
                        "juli",   "august",  "september", "oktober", "november", "dezember"};
  const CueWords letters{"bis", "hs", "hoog", "rood", "zwart", "a", "b", "c", "d"};
  const CueWords house{"д",    "дом",       "кв",  "квартира", "корп", "стр", "apt", "suite", "flat",
                       "unit", "apartment", "box", "building", "haus", "nr",  "no",  "bus"};
  const CueWords postcode{"postcode", "postal", "zip", "plz", "postleitzahl", "индекс", "zipcode"};
  static const Cues& get() {
    static const Cues cues;
    return cues;
  }
};

// "Kerkstraat", "Hauptstr", "Lindenweg": the street is in the word.
bool is_street_word(std::string_view word) {
  static constexpr std::array<std::string_view, 24> kEndings{
      "straat", "laan",  "plein", "gracht", "singel", "kade", "dijk", "dreef",    "steeg", "straße", "strasse", "str",
      "platz",  "allee", "gasse", "damm",   "ufer",   "weg",  "ring", "chaussee", "katu",  "gatan",  "vej",     "gata"};
  constexpr size_t kNameMin = 3;  // "Heerweg"; not "weg" itself.
  return std::ranges::any_of(kEndings, [&](std::string_view ending) {
    return word.size() >= ending.size() + kNameMin && word.ends_with(ending);
  });
}

class AddressScan {
 public:
  AddressScan(const PersonalTokens& tokens, std::vector<PersonalSpan>& found)
      : all_(tokens), tokens_(tokens.all()), found_(found) {}
  void read();

 private:
  bool is_number(size_t at) const { return at < tokens_.size() && tokens_[at].kind == Kind::kNumber; }
  bool is_house_number(size_t at) const { return is_number(at) && tokens_[at].end - tokens_[at].begin <= 6; }
  bool has_capital(size_t at) const {
    return at < tokens_.size() && tokens_[at].kind == Kind::kWord && tokens_[at].capital;
  }
  size_t number_then_street(size_t at) const;
  size_t street_then_number(size_t at) const;
  size_t street_word_first(size_t at) const;
  size_t street_word_last(size_t at) const;
  size_t german_street(size_t at) const;
  size_t extend(size_t end) const;
  size_t postcode(size_t at) const;
  size_t skip_marks(size_t at, std::string_view marks) const {
    while (at < tokens_.size() && tokens_[at].mark != 0 && marks.find(tokens_[at].mark) != std::string_view::npos) ++at;
    return at;
  }

  const PersonalTokens& all_;
  const Tokens& tokens_;
  std::vector<PersonalSpan>& found_;
  const Cues& cues_ = Cues::get();
};

// "221b Baker Street", "10 Downing St."
size_t AddressScan::number_then_street(size_t at) const {
  constexpr size_t kWordsMax = 4;
  if (!is_house_number(at)) return 0;
  for (size_t next = at + 1, words = 0; words < kWordsMax && has_capital(next); ++next, ++words) {
    if (words > 0 && cues_.after.has(tokens_[next]))
      return next + 1 < tokens_.size() && tokens_[next + 1].mark == '.' ? next + 2 : next + 1;
  }
  return 0;
}

// "Kerkstraat 12a", "Unter den Linden Allee 5".
size_t AddressScan::street_then_number(size_t at) const {
  if (!has_capital(at)) return 0;
  size_t next = at + 1;
  if (!is_street_word(all_.text_of(tokens_[at]))) {
    if (!has_capital(next) || !cues_.after.has(tokens_[next])) return 0;
    ++next;
  }
  next = skip_marks(next, ".,");
  if (!is_house_number(next)) return 0;
  // "12 a", "12-14".
  ++next;
  if (next + 1 < tokens_.size() && tokens_[next].mark == '-' && is_house_number(next + 1)) next += 2;
  return next;
}

// "ул. Ленина, д. 5, кв. 3", "rue de la Paix 12".
size_t AddressScan::street_word_first(size_t at) const {
  constexpr size_t kWordsMax = 4;
  if (tokens_[at].kind != Kind::kWord || !cues_.before.has(tokens_[at])) return 0;
  size_t next = skip_marks(at + 1, ".");
  size_t capitals = 0;
  for (size_t words = 0; words < kWordsMax && next < tokens_.size() && tokens_[next].kind == Kind::kWord;
       ++words, ++next) {
    if (cues_.house.has(tokens_[next])) break;
    capitals += tokens_[next].capital ? 1 : 0;
  }
  size_t number = skip_marks(next, ",.");
  if (number < tokens_.size() && cues_.house.has(tokens_[number])) number = skip_marks(number + 1, ".,");
  return capitals > 0 && is_house_number(number) ? number + 1 : 0;
}

// "Невский проспект, дом 28".
size_t AddressScan::street_word_last(size_t at) const {
  constexpr size_t kWordsMax = 3;
  size_t next = at;
  while (has_capital(next) && next - at < kWordsMax) ++next;
  if (next == at || next >= tokens_.size() || !cues_.russian_after.has(tokens_[next])) return 0;
  next = skip_marks(next + 1, ",.");
  if (next < tokens_.size() && cues_.house.has(tokens_[next])) next = skip_marks(next + 1, ".,");
  return is_house_number(next) ? next + 1 : 0;
}

// "Am Alten Markt 3", "Unter den Linden 12": a capital inside a sentence, up to three words, a number of three digits at most.
size_t AddressScan::german_street(size_t at) const {
  constexpr size_t kWordsMax = 3, kDigitsMax = 3;
  if (!has_capital(at) || tokens_[at].opens || !cues_.at.has(tokens_[at])) return 0;
  size_t next = at + 1;
  while (next < tokens_.size() && tokens_[next].kind == Kind::kWord && next - at <= kWordsMax) ++next;
  const bool named = has_capital(next - 1) && next > at + 1 && !cues_.months.has(tokens_[next - 1]) &&
                     (tokens_[next - 1].known & kNoName) == 0;
  return named && is_number(next) && tokens_[next].end - tokens_[next].begin <= kDigitsMax ? next + 1 : 0;
}

// "1234 AB", "SW1A 2AA", "10115"; the end, or 0.
size_t AddressScan::postcode(size_t at) const {
  if (at >= tokens_.size()) return 0;
  const std::string_view word = all_.text_of(tokens_[at]);
  const auto digits = static_cast<size_t>(std::ranges::count_if(word, [](char c) { return c >= '0' && c <= '9'; }));
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const std::string_view next =
      at + 1 < tokens_.size() && tokens_[at + 1].blank_before ? all_.text_of(tokens_[at + 1]) : std::string_view();
  if (digits == 4 && word.size() == 4 && word[0] != '0' && next.size() == 2 && capital(next[0]) && capital(next[1]))
    return at + 2;
  if (digits == 4 && word.size() == 6 && word[0] != '0' && capital(word[4]) && capital(word[5])) return at + 1;
  const bool outward = word.size() >= 2 && word.size() <= 4 && capital(word[0]) && digits >= 1 && digits <= 2;
  if (outward && next.size() == 3 && next[0] >= '0' && next[0] <= '9' && capital(next[1]) && capital(next[2]))
    return at + 2;
  return 0;
}

// What goes on after street and number: apartment, postcode, town, over commas and one line end each.
size_t AddressScan::extend(size_t end) const {
  constexpr size_t kPartsMax = 5;
  for (size_t part = 0; part < kPartsMax; ++part) {
    if (end < tokens_.size() && tokens_[end].blank_before && !tokens_[end].opens && cues_.letters.has(tokens_[end]))
      ++end;
    size_t next = skip_marks(end, ",.");
    if (next < tokens_.size() && tokens_[next].kind == Kind::kLine) next = skip_marks(next + 1, ",");
    if (next >= tokens_.size()) break;
    if (cues_.house.has(tokens_[next]) && is_house_number(skip_marks(next + 1, ".#"))) {
      end = skip_marks(next + 1, ".#") + 1;
      continue;
    }
    size_t code = postcode(next);
    const bool five = is_number(next) && tokens_[next].end - tokens_[next].begin == 5;
    const bool town_follows = has_capital(next + 1) && !tokens_[next + 1].opens;
    if (code == 0 && five && town_follows) code = next + 1;
    if (code == 0) break;
    end = code;
    if (has_capital(end) && (five || (tokens_[end].known & kPlaceName) != 0) && !tokens_[end].opens) ++end;
  }
  return end;
}

void AddressScan::read() {
  for (size_t at = 0; at < tokens_.size();) {
    size_t end = number_then_street(at);
    if (end == 0) end = street_then_number(at);
    if (end == 0) end = street_word_first(at);
    if (end == 0 && all_.has_cyrillic()) end = street_word_last(at);
    if (end == 0) end = german_street(at);
    double sure = kStreet;
    if (end != 0) {
      end = extend(end);
    } else if (cues_.postcode.before(tokens_, at, 3) && is_number(at) && tokens_[at].end - tokens_[at].begin <= 6 &&
               tokens_[at].end - tokens_[at].begin >= 3) {
      end = at + 1;
      if (is_number(end) || (end + 1 < tokens_.size() && tokens_[end].mark == '-' && is_number(end + 1)))
        end += is_number(end) ? 1 : 2;
      else if (const size_t code = postcode(at); code != 0)
        end = code;
    } else if (tokens_[at].kind != Kind::kMark && (end = postcode(at)) != 0) {
      sure = kPostcode;
    }
    if (end == 0) {
      ++at;
      continue;
    }
    found_.push_back({PersonalKind::kAddress, {tokens_[at].begin, tokens_[end - 1].end}, sure});
    at = end;
  }
}

}  // namespace

void find_personal_addresses(const PersonalTokens& tokens, std::vector<PersonalSpan>& found) {
  if (tokens.has_digits()) AddressScan(tokens, found).read();
}

}  // namespace sojourn
