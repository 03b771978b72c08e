#include "text/personal_names.h"

#include "text/personal_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kCued = 0.95;
constexpr double kWholeName = 0.85;  // A first name and what follows it.
constexpr double kInside = 0.7;      // A first name with a capital inside a sentence.
constexpr double kOpening = 0.6;     // At the start of one: only names that mean nothing else.
constexpr size_t kNameWordsMax = 5;

struct Cues {
  // A name with a capital follows.
  const CueWords titles{"mr",      "mrs",     "ms",      "miss",      "dr",       "prof",     "professor", "herr",
                        "herrn",   "frau",    "hr",      "fr",        "meneer",   "mevrouw",  "mevr",      "mw",
                        "dhr",     "heer",    "mister",  "madame",    "monsieur", "mme",      "señor",     "señora",
                        "signor",  "signora", "pan",     "г-н",       "г-жа",     "господин", "господина", "господину",
                        "госпожа", "госпожи", "госпоже", "гражданин", "товарищ"};
  // The last word of "my name is", with what must stand before it.
  const CueWords is{"is", "ist", "is:"};
  const CueWords name_word{"name", "naam", "nombre"};
  const CueWords called{"heet", "heiße", "heisse", "зовут", "called", "named"};
  const CueWords labels{"name",    "naam",     "имя",     "фио",      "customer",   "klant",
                        "kunde",   "клиент",   "contact", "surname",  "achternaam", "voornaam",
                        "vorname", "nachname", "фамилия", "lastname", "firstname"};
  const CueWords goodbye{"regards", "groeten",   "groet",     "grüße",  "grüßen",
                         "gruß",    "уважением", "sincerely", "cheers", "wishes"};
  const CueWords particles{"van", "de",    "der", "den", "het", "ten", "ter", "von", "zu",  "zum", "zur", "di", "da",
                           "del", "della", "dos", "la",  "le",  "el",  "al",  "bin", "ibn", "af",  "av",  "'t"};
  const CueWords not_names{"not", "wrong", "spelled", "misspelled", "incorrect", "on",     "in", "the",
                           "a",   "an",    "niet",    "fout",       "nicht",     "falsch", "i",  "i'm",
                           "ik",  "ich",   "я",       "we",         "wij",       "wir",    "мы"};
  static const Cues& get() {
    static const Cues cues;
    return cues;
  }
};

class NameScan {
 public:
  NameScan(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found)
      : tokens_(tokens.all()),
        text_(tokens.text()),
        language_(language),
        cyrillic_(tokens.has_cyrillic()),
        found_(found) {}
  void read();

 private:
  bool names_somebody(const PersonalToken& token) const {
    return token.kind == Kind::kWord && token.capital && (token.known & kNoName) == 0 && !cues_.not_names.has(token);
  }
  bool is_first_name(const PersonalToken& token) const {
    return (token.known & kFirstName) != 0 && (token.known & (kOrdinary | kNoName)) == 0;
  }
  bool adjoins(size_t at) const { return at < tokens_.size() && tokens_[at].blank_before; }
  // The end of a name that begins at `at`, as a count of tokens; 0: none does.
  size_t name_length(size_t at, bool cued) const;
  size_t cued_name(size_t at) const;
  bool is_intro(size_t at) const;
  void add(size_t at, size_t count, double confidence) {
    found_.push_back({PersonalKind::kName, {tokens_[at].begin, tokens_[at + count - 1].end}, confidence});
  }
  size_t patronymic(size_t at) const;

  const Tokens& tokens_;
  std::string_view text_, language_;
  bool cyrillic_;
  std::vector<PersonalSpan>& found_;
  const Cues& cues_ = Cues::get();
};

// Names go on over initials ("J."), particles ("van der") and words with a capital. Without a cue, a word after the first
// name must be a surname of the list where nouns have capitals (German) or where it means something else too.
size_t NameScan::name_length(size_t at, bool cued) const {
  size_t end = at + 1;
  size_t words = 1;
  for (size_t next = end; next < tokens_.size() && words < kNameWordsMax;) {
    const PersonalToken& token = tokens_[next];
    if (token.mark == '.' && tokens_[next - 1].end - tokens_[next - 1].begin == 1) {
      end = ++next;
      continue;
    }
    if (token.kind != Kind::kWord || !token.blank_before || token.opens) break;
    if (cues_.particles.has(token) && (!token.capital || next + 1 < tokens_.size())) {
      ++next;
      continue;
    }
    if (!names_somebody(token)) break;
    const bool listed = (token.known & (kSurname | kFirstName)) != 0;
    const bool doubtful = (token.known & kOrdinary) != 0 || language_ == "de" || language_.empty();
    if (!cued && doubtful && !listed) break;
    end = ++next;
    ++words;
  }
  return end - at;
}

// "my name is", "mijn naam is", "mein Name ist", "ich heiße", "меня зовут"; "Name:".
bool NameScan::is_intro(size_t at) const {
  if (at == 0) return false;
  const PersonalToken& before = tokens_[at - 1];
  if (before.mark == ':' && at >= 2) return cues_.labels.has(tokens_[at - 2]);
  if (cues_.called.has(before)) return true;
  return cues_.is.has(before) && at >= 2 && cues_.name_word.has(tokens_[at - 2]);
}

size_t NameScan::cued_name(size_t at) const {
  const PersonalToken& token = tokens_[at];
  if (token.kind != Kind::kWord) return 0;
  size_t before = at;
  while (before > 0 && (tokens_[before - 1].mark == '.')) --before;
  const bool titled = before > 0 && tokens_[before - 1].kind == Kind::kWord && cues_.titles.has(tokens_[before - 1]) &&
                      tokens_[before - 1].end - tokens_[before - 1].begin > 1;
  size_t farewell = at;
  while (farewell > 0 && (tokens_[farewell - 1].mark == ',' || tokens_[farewell - 1].kind == Kind::kLine)) --farewell;
  const bool signed_name = farewell > 0 && farewell < at && cues_.goodbye.has(tokens_[farewell - 1]);
  const bool intro = is_intro(at);
  if (!titled && !signed_name && !intro) return 0;
  const bool particle = cues_.particles.has(token) && at + 1 < tokens_.size() && tokens_[at + 1].capital;
  if (names_somebody(token) && !(titled && token.opens && tokens_[at - 1].kind == Kind::kLine))
    return name_length(at, true);
  if (particle && titled) return 1 + name_length(at + 1, true);
  return is_first_name(token) ? 1 : 0;  // "my name is peter"
}

// Russian: "Ивановича", "Петровной", with the words with a capital on its sides.
bool ends_like_patronymic(std::string_view word) {
  static constexpr std::string_view kStems[] = {"ович", "евич", "овна", "евна", "овны",  "евны",
                                                "овне", "евне", "овну", "евну", "овной", "евной",
                                                "ична", "ичны", "ичне", "ичну", "ичной"};
  static constexpr std::string_view kEndings[] = {"", "а", "у", "ем", "ом", "е"};
  constexpr size_t kBytesMin = 12;
  if (word.size() < kBytesMin) return false;
  for (const std::string_view stem : kStems) {
    for (const std::string_view ending : kEndings) {
      if (word.ends_with(ending) && word.substr(0, word.size() - ending.size()).ends_with(stem)) return true;
    }
  }
  return false;
}

size_t NameScan::patronymic(size_t at) const {
  if (at + 1 >= tokens_.size() || !names_somebody(tokens_[at]) || !adjoins(at + 1)) return 0;
  const auto is_one = [&](size_t i) {
    const PersonalToken& token = tokens_[i];
    return names_somebody(token) && ends_like_patronymic(text_.substr(token.begin, token.end - token.begin));
  };
  const auto follows = [&](size_t i) { return adjoins(i) && names_somebody(tokens_[i]) && !tokens_[i].opens; };
  if (is_one(at + 1)) return follows(at + 2) ? 3 : 2;                          // First name, patronymic, surname.
  if (follows(at + 1) && at + 2 < tokens_.size() && is_one(at + 2)) return 3;  // Surname, first name, patronymic.
  return 0;
}

void NameScan::read() {
  for (size_t at = 0; at < tokens_.size();) {
    const PersonalToken& token = tokens_[at];
    size_t length = cyrillic_ ? patronymic(at) : 0;
    if (length == 0) length = cued_name(at);
    if (length > 0) {
      add(at, length, kCued);
      at += length;
      continue;
    }
    if (!names_somebody(token) || !is_first_name(token) || (token.capitals && token.end - token.begin < 4)) {
      ++at;
      continue;
    }
    length = name_length(at, false);
    const bool place = (token.known & (kPlaceName | kCountry)) != 0;
    if (length > 1) {
      add(at, length, kWholeName);
    } else if (!place && !token.opens) {
      add(at, 1, kInside);
    } else if (!place) {
      add(at, 1, kOpening);
    }
    at += length;
  }
}

}  // namespace

void find_personal_names(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found) {
  NameScan(tokens, language, found).read();
}

void find_personal_places(const PersonalTokens& tokens, std::string_view, std::vector<PersonalSpan>& found) {
  const PersonalGazetteer& gazetteer = PersonalGazetteer::get();
  const Tokens& all = tokens.all();
  for (size_t at = 0; at < all.size();) {
    const PersonalToken& token = all[at];
    if (token.kind != Kind::kWord || !token.capital) {
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
