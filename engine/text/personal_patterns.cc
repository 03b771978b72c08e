#include "text/personal_patterns.h"

#include <algorithm>
#include <string>

#include "text/personal_checks.h"
#include "text/personal_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kSure = 0.99;    // Checked, or named by a word.
constexpr double kNamed = 0.9;    // By a word some words before it.
constexpr double kLikely = 0.85;  // A valid form.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_byte(char c) { return is_digit(c) || is_letter(c) || static_cast<uint8_t>(c) >= 0x80; }
bool is_mail_byte(char c) { return is_word_byte(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'; }
// The first byte of a Han character or a mark of Chinese: it adjoins addresses without a blank.
bool is_wide(char c) { return static_cast<uint8_t>(c) >= 0xE2 && static_cast<uint8_t>(c) <= 0xEF; }

void find_mails(std::string_view text, std::vector<PersonalSpan>& found) {
  constexpr size_t kUserBytesMax = 64;
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = at;
    while (begin > 0 && is_mail_byte(text[begin - 1]) && at - begin < kUserBytesMax) --begin;
    for (size_t i = begin; i < at; ++i) {
      if (is_wide(text[i])) begin = i + 3;
    }
    while (begin < at && (!is_word_byte(text[begin]) || (static_cast<uint8_t>(text[begin]) & 0xC0U) == 0x80)) ++begin;
    size_t end = at + 1;
    size_t dot = 0;
    while (end < text.size() && !is_wide(text[end]) &&
           (is_word_byte(text[end]) || text[end] == '.' || text[end] == '-')) {
      if (text[end] == '.' && end + 1 < text.size() && is_word_byte(text[end + 1])) dot = end;
      ++end;
    }
    while (end > at + 1 && !is_word_byte(text[end - 1])) --end;
    if (begin < at && dot > at + 1 && dot + 2 < end && !is_digit(text[dot + 1])) {
      found.push_back({PersonalKind::kEmail, {begin, end}, kSure});
    }
  }
}

// Has the query a part that says who?
bool has_telling_part(std::string_view query) {
  static constexpr std::string_view kTelling[] = {"email",   "mail",  "user",     "username", "name",
                                                  "phone",   "token", "password", "key",      "customer",
                                                  "session", "sid",   "account",  "iban"};
  for (size_t at = 0; at < query.size();) {
    const size_t end = std::min(query.find_first_of("&;#", at), query.size());
    const std::string_view part = query.substr(at, end - at);
    const size_t equals = part.find('=');
    if (equals != std::string_view::npos && equals + 1 < part.size() &&
        std::ranges::find(kTelling, part.substr(0, equals)) != std::end(kTelling)) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

void find_links(std::string_view text, std::vector<PersonalSpan>& found) {
  for (size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
    size_t begin = at;
    while (begin > 0 && is_letter(text[begin - 1])) --begin;
    const size_t end = std::min(text.find_first_of(" \t\r\n\"<>)", at), text.size());
    const std::string_view rest = text.substr(at + 3, end - at - 3);
    const size_t query = rest.find_first_of("?#");
    const bool named = rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos;
    if (begin == at || (!named && (query == std::string_view::npos || !has_telling_part(rest.substr(query + 1)))))
      continue;
    found.push_back({PersonalKind::kLink, {begin, end}, kLikely});
  }
}

// From a word like "NL91", over blanks, to the length of its country.
void find_account(std::string_view text, const PersonalToken& token, std::vector<PersonalSpan>& found) {
  constexpr size_t kLettersMax = 34;
  std::string account;
  for (size_t at = token.begin; at < text.size() && account.size() < kLettersMax; ++at) {
    const char c = text[at];
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) && !is_letter(c)) return;
    account.push_back(is_letter(c) ? static_cast<char>(c & ~0x20) : c);
    const bool ends = at + 1 == text.size() || is_wide(text[at + 1]) || !is_word_byte(text[at + 1]);
    if (ends && is_iban(account)) {
      found.push_back({PersonalKind::kBankAccount, {token.begin, at + 1}, kSure});
      return;
    }
  }
}

void find_accounts(const PersonalTokens& tokens, std::vector<PersonalSpan>& found) {
  for (const PersonalToken& token : tokens.all()) {
    const std::string_view word = tokens.text_of(token);
    if (token.kind == Kind::kWord && word.size() >= 4 && is_letter(word[0]) && is_letter(word[1]) &&
        is_digit(word[2]) && is_digit(word[3])) {
      find_account(tokens.text(), token, found);
    }
  }
}

// Passports and driving licences have no common form: five digits or more after the word that names them.
void find_papers(const PersonalTokens& tokens, std::vector<PersonalSpan>& found) {
  static const CueWords kPapers{"passport",   "licence",        "license",       "driver",          "reisepass",
                                "ausweis",    "ausweisnummer",  "führerschein",  "passnummer",      "personalausweis",
                                "paspoort",   "paspoortnummer", "rijbewijs",     "rijbewijsnummer", "identiteitskaart",
                                "паспорт",    "паспорта",       "паспорте",      "водительское",    "паспортные",
                                "паспортных", "паспортом",      "загранпаспорт", "загранпаспорта",  "серия"};
  // "NXR4K7P21": capitals and digits, right after the word.
  const auto is_code = [](std::string_view word, size_t digits) {
    return word.size() >= 8 && word.size() <= 10 && digits >= 2 &&
           std::ranges::all_of(word, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
  };
  constexpr size_t kDigitsMin = 5;
  constexpr size_t kWordsBetween = 4;
  const Tokens& all = tokens.all();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != Kind::kNumber && all[i].kind != Kind::kWord) continue;
    size_t end = i;
    size_t digits = 0;
    for (size_t next = i; next < all.size() && all[next].kind == all[i].kind;) {
      const std::string_view word = tokens.text_of(all[next]);
      const auto here = static_cast<size_t>(std::ranges::count_if(word, is_digit));
      if (here == 0) break;
      digits += here;
      end = next;
      next += next + 1 < all.size() && all[next + 1].mark == '-' ? 2 : 1;
    }
    const bool code = end == i && is_code(tokens.text_of(all[i]), digits) && kPapers.before(all, i, 2);
    if (!code && (digits < kDigitsMin || !kPapers.before(all, i, kWordsBetween))) continue;
    found.push_back({PersonalKind::kNationalNumber, {all[i].begin, all[end].end}, kNamed});
    i = end;
  }
}

}  // namespace

void find_personal_patterns(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found) {
  if (tokens.has_at()) find_mails(tokens.text(), found);
  if (tokens.text().find("://") != std::string_view::npos) find_links(tokens.text(), found);
  if (!tokens.has_digits()) return;
  find_accounts(tokens, found);
  find_personal_numbers(tokens, language, found);
  find_papers(tokens, found);
}

}  // namespace sojourn
