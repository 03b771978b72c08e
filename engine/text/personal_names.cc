#include "text/personal_names.h"

#include <algorithm>

#include "text/personal_name_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kCued = 0.95;
constexpr double kWholeName = 0.85;  // A first name and what follows it.
constexpr double kInside = 0.7;      // A first name with a capital inside a sentence.
constexpr double kRole = 0.8;        // After a word for a person: "my colleague".
constexpr double kOpening = 0.6;     // At the start of one: only names that mean nothing else.
constexpr size_t kNameWordsMax = 5;

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
  std::string_view text_of(const PersonalToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  bool adjoins(size_t at) const { return at < tokens_.size() && tokens_[at].blank_before; }
  // The end of a name that begins at `at`, as a count of tokens; 0: none does.
  size_t name_length(size_t at, bool cued) const;
  size_t cued_name(size_t at) const;
  bool follows_role(size_t at) const;
  size_t role_name(size_t at) const;
  size_t initials_name(size_t at) const;
  size_t doubtful_first_name(size_t at) const;
  size_t russian_surname(size_t at) const;
  bool is_intro(size_t at) const;
  void add(size_t at, size_t count, double confidence) {
    found_.push_back({PersonalKind::kName, {tokens_[at].begin, tokens_[at + count - 1].end}, confidence});
  }
  size_t patronymic(size_t at) const;

  const Tokens& tokens_;
  std::string_view text_, language_;
  bool cyrillic_;
  std::vector<PersonalSpan>& found_;
  const NameCues& cues_ = NameCues::get();
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
    const bool listed = (token.known & (kSurname | kFirstName)) != 0 || ends_like_german_surname(text_of(token));
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

size_t NameScan::patronymic(size_t at) const {
  if (at + 1 >= tokens_.size() || !names_somebody(tokens_[at]) || !adjoins(at + 1)) return 0;
  const auto is_one = [&](size_t i) {
    const PersonalToken& token = tokens_[i];
    return names_somebody(token) && ends_like_patronymic(text_of(token));
  };
  const auto follows = [&](size_t i) { return adjoins(i) && names_somebody(tokens_[i]) && !tokens_[i].opens; };
  if (is_one(at + 1)) return follows(at + 2) ? 3 : 2;                          // First name, patronymic, surname.
  if (follows(at + 1) && at + 2 < tokens_.size() && is_one(at + 2)) return 3;  // Surname, first name, patronymic.
  return 0;
}

bool NameScan::follows_role(size_t at) const {
  return at > 0 && language_ != "en" && tokens_[at].blank_before && tokens_[at - 1].kind == Kind::kWord &&
         cues_.roles.has(tokens_[at - 1]);
}

// "onze monteur Henk Visser", "муж Рустам". Where all nouns have capitals, one word alone must be a name of the lists.
size_t NameScan::role_name(size_t at) const {
  const PersonalToken& token = tokens_[at];
  if (!follows_role(at) || token.opens || token.capitals || !names_somebody(token)) return 0;
  if ((token.known & (kPlaceName | kCountry)) != 0 && (token.known & (kFirstName | kSurname)) == 0) return 0;
  const size_t length = name_length(at, true);
  const bool listed = (token.known & (kFirstName | kSurname)) != 0 || ends_like_german_surname(text_of(token));
  return listed || length > 1 || language_ != "de" ? length : 0;
}

// "Sven Rittmeier", where "sven" or "rob" means something else too: inside a sentence, with a surname of the lists behind it.
size_t NameScan::doubtful_first_name(size_t at) const {
  const PersonalToken& token = tokens_[at];
  if (language_ == "en" || token.opens || (token.known & kFirstName) == 0 || !names_somebody(token)) return 0;
  size_t next = at + 1;
  while (adjoins(next) && cues_.particles.has(tokens_[next])) ++next;
  if (!adjoins(next) || !names_somebody(tokens_[next]) || tokens_[next].opens) return 0;
  const bool surname = (tokens_[next].known & kSurname) != 0 || ends_like_german_surname(text_of(tokens_[next]));
  return surname || next > at + 1 ? next + 1 - at : 0;
}

// "J. van den Berg" and "Захарова О. П.".
size_t NameScan::initials_name(size_t at) const {
  const auto letter = [&](size_t i) {
    return i + 1 < tokens_.size() && tokens_[i].kind == Kind::kWord && tokens_[i].capital &&
           tokens_[i].end - tokens_[i].begin <= 2 && (!cyrillic_ || tokens_[i].end - tokens_[i].begin == 2) &&
           (cyrillic_ || tokens_[i].end - tokens_[i].begin == 1) && tokens_[i + 1].mark == '.';
  };
  size_t next = at;
  while (letter(next) && next - at < 6) next += 2;
  if (next > at) {
    while (next < tokens_.size() && cues_.particles.has(tokens_[next])) ++next;
    const bool surname = next < tokens_.size() && names_somebody(tokens_[next]) &&
                         tokens_[next].end - tokens_[next].begin > 2 && !tokens_[next].capitals;
    const bool sure = surname && (cyrillic_ || next > at + 2 || (tokens_[next].known & kSurname) != 0);
    return sure ? next + 1 - at : 0;
  }
  if (!cyrillic_ || !names_somebody(tokens_[at]) || tokens_[at].end - tokens_[at].begin < 6) return 0;
  next = at + 1;
  while (letter(next) && next - at < 5) next += 2;
  return next == at + 5 ? next - at : 0;
}

// Two words with capitals, one of which ends as surnames do: "Рустам Галиев", "Галиев Рустам" where the first name is known.
size_t NameScan::russian_surname(size_t at) const {
  if (!cyrillic_ || at + 1 >= tokens_.size() || !adjoins(at + 1)) return 0;
  const PersonalToken &one = tokens_[at], &two = tokens_[at + 1];
  if (!names_somebody(one) || !names_somebody(two) || one.capitals || two.capitals) return 0;
  const auto is_place = [](const PersonalToken& token) { return (token.known & (kPlaceName | kCountry)) != 0; };
  if (ends_like_russian_surname(text_of(two)) && !is_place(two) && !is_place(one) &&
      (!one.opens || (one.known & kFirstName) != 0)) {
    return 2;
  }
  return ends_like_russian_surname(text_of(one)) && is_first_name(two) ? 2 : 0;
}

void NameScan::read() {
  for (size_t at = 0; at < tokens_.size();) {
    const PersonalToken& token = tokens_[at];
    if (const auto phrase = PersonalGazetteer::get().phrase_at(tokens_, at); (phrase.known & kNoName) != 0) {
      at += phrase.tokens;  // "Albert Heijn".
      continue;
    }
    size_t length = cyrillic_ ? patronymic(at) : 0;
    if (length == 0 && (length = cued_name(at)) > 0) length = std::max(length, initials_name(at));
    if (length > 0) {
      add(at, length, kCued);
      at += length;
      continue;
    }
    length = role_name(at);
    if (length == 0) length = doubtful_first_name(at);
    double sure = kRole;
    if (length == 0 && (length = initials_name(at)) > 0) sure = kWholeName;
    if (length == 0 && (length = russian_surname(at)) > 0) sure = kWholeName;
    if (length > 0) {
      add(at, length, sure);
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

}  // namespace sojourn
