#include <algorithm>
#include <string>

#include "text/personal_checks.h"
#include "text/personal_patterns.h"
#include "text/personal_words.h"

namespace sojourn {
namespace {

using Kind = PersonalToken::Kind;
using Tokens = std::vector<PersonalToken>;

constexpr double kSure = 0.99;    // Checked, or named by a word.
constexpr double kLikely = 0.85;  // A valid form.
constexpr double kPerhaps = 0.6;  // A form that other numbers have too.
constexpr size_t kRunBytesMax = 48;
constexpr size_t kPhonesTried = 300;  // In one text in vain, of those that no word calls a phone.
constexpr size_t kDigitsMin = 7;
constexpr size_t kNearWords = 6;
constexpr size_t kNearBytes = 30;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Cues {
  const CueWords phone{
      "phone",          "telephone",   "mobile",    "cell",       "tel",      "fax",           "desk",
      "call",           "ring",        "text",      "whatsapp",   "sms",      "dial",          "answering",
      "reach",          "messages",    "messaged",  "registered", "telefoon", "mobiel",        "bel",
      "telefoonnummer", "bellen",      "gebeld",    "telefon",    "handy",    "telefonnummer", "mobil",
      "anrufen",        "handynummer", "rufnummer", "erreichbar", "телефон",  "тел",           "телефону",
      "мобильный",      "звоните",     "позвоните", "позвонить",  "сотовый"};
  const CueWords phone_after{"office", "fax", "mobile", "cell"};
  const CueWords order{"order",       "tracking",      "parcel",         "invoice",         "ticket",
                       "reference",   "booking",       "reservation",    "bestelling",      "bestelnummer",
                       "ordernummer", "factuur",       "bestellung",     "factuurnummer",   "bestellnummer",
                       "auftrag",     "rechnung",      "auftragsnummer", "rechnungsnummer", "sendung",
                       "zending",     "заказ",         "заказа",         "заказу",          "договор",
                       "договора",    "sendungsnummer"};
  const CueWords card{"card",         "cc",    "visa",        "mastercard", "amex",
                      "creditcard",   "kaart", "kaartnummer", "karte",      "kreditkarte",
                      "kartennummer", "карта", "карты",       "карте",      "картой"};
  const CueWords bsn{"bsn", "burgerservicenummer", "sofinummer", "sofi-nummer"};
  const CueWords tax{"steuer-id",
                     "steuerid",
                     "steueridentifikationsnummer",
                     "identifikationsnummer",
                     "idnr",
                     "steuer-identifikationsnummer"};
  const CueWords snils{"снилс"};
  const CueWords inn{"инн"};
  const CueWords nhs{"nhs"};
  const CueWords ssn{"ssn", "social"};
  const CueWords birth{"born",     "birth",      "dob",          "birthdate", "birthday", "geboren",  "geboortedatum",
                       "geboorte", "geburtstag", "geburtsdatum", "родился",   "родилась", "рождения", "verjaardag"};
  const CueWords months{
      "january",  "february", "march",  "april",   "may",     "june",     "july",     "august", "september", "october",
      "november", "december", "jan",    "feb",     "mar",     "apr",      "jun",      "jul",    "aug",       "sep",
      "sept",     "oct",      "nov",    "dec",     "januari", "februari", "maart",    "mei",    "juni",      "juli",
      "augustus", "oktober",  "januar", "februar", "märz",    "mai",      "dezember", "января", "февраля",   "марта",
      "апреля",   "мая",      "июня",   "июля",    "августа", "сентября", "октября",  "ноября", "декабря"};
  const CueWords version{"version", "versie", "версия", "release", "firmware", "build"};
  static const Cues& get() {
    static const Cues cues;
    return cues;
  }
};

// A run of digits with single marks between them.
struct Run {
  size_t begin = 0, end = 0;
  size_t token = 0;  // The token that begins it.
  std::string digits;
  std::string_view written;
};

class NumberScan {
 public:
  NumberScan(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found)
      : tokens_(tokens.all()), text_(tokens.text()), language_(language), found_(found), before_(found.size()) {
    std::ranges::sort(found_, {}, [](const PersonalSpan& span) { return span.range.begin; });
  }

  void read();

 private:
  Run run_at(size_t begin) const;
  // Of those that were found before: numbers themselves go from left to right.
  bool taken(size_t begin, size_t end) const {
    const auto known = found_.begin() + static_cast<ptrdiff_t>(before_);
    const auto next = std::lower_bound(found_.begin(), known, begin,
                                       [](const PersonalSpan& span, size_t at) { return span.range.begin < at; });
    return (next != known && next->range.begin < end) || (next != found_.begin() && std::prev(next)->range.end > begin);
  }
  bool add(PersonalKind kind, size_t begin, size_t end, double confidence) {
    found_.push_back({kind, {begin, end}, confidence});
    return true;
  }
  bool near(const CueWords& words, const Run& run, size_t most = kNearWords) const {
    return words.before(tokens_, run.token, most);
  }
  bool chinese_near(size_t byte, std::initializer_list<std::string_view> words) const {
    const size_t begin = byte > kNearBytes ? byte - kNearBytes : 0;
    const std::string_view part = text_.substr(begin, byte - begin);
    return std::ranges::any_of(words, [&](std::string_view word) { return part.find(word) != std::string_view::npos; });
  }
  bool ip_address(size_t begin, size_t& end);
  bool birth_date(size_t token, size_t& end);
  bool resident_id(const Run& run);
  bool card(const Run& run);
  bool national(const Run& run);
  bool phone(const Run& run, size_t& end);
  bool read_run(const Run& run, size_t& end);
  void shorten(Run& run) const;

  const Tokens& tokens_;
  std::string_view text_, language_;
  size_t phones_tried_ = 0;
  std::vector<PersonalSpan>& found_;
  const size_t before_;
  const Cues& cues_ = Cues::get();
};

bool between_digits(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/'; }

Run NumberScan::run_at(size_t begin) const {
  Run run;
  run.begin = begin;
  size_t marks = 0;
  for (size_t at = begin; at < text_.size() && at - begin < kRunBytesMax; ++at) {
    const char c = text_[at];
    if (is_digit(c)) {
      run.digits.push_back(c);
      run.end = at + 1;
      marks = 0;
    } else if (c == '+' && at == begin) {
      continue;
    } else if (between_digits(c) && ++marks <= 2) {
      continue;
    } else {
      break;
    }
  }
  run.written = text_.substr(run.begin, run.end - run.begin);
  return run;
}

bool NumberScan::ip_address(size_t begin, size_t& end) {
  size_t first = begin;
  const auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  while (first > 0 && begin - first < 4 && hex(text_[first - 1])) --first;
  size_t last = begin;
  while (last < text_.size() && last - begin < kRunBytesMax &&
         (hex(text_[last]) || text_[last] == ':' || text_[last] == '.'))
    ++last;
  while (last > first && (text_[last - 1] == '.' || text_[last - 1] == ':')) --last;
  const std::string_view written = text_.substr(first, last - first);
  if (written.size() < 7) return false;
  const bool ip4 = first == begin && is_ip4(written);
  if (!ip4 && !(std::ranges::count(written, ':') >= 3 && is_ip6(written))) return false;
  const auto token = std::ranges::lower_bound(tokens_, first, {}, &PersonalToken::begin) - tokens_.begin();
  if (ip4 && cues_.version.before(tokens_, static_cast<size_t>(token), 2)) return false;
  end = last;
  return add(PersonalKind::kIpAddress, first, last, kSure);
}

// A date right at the token: 31-12-1980, 1980/12/31, 12 March 1980, March 12, 1980, 1980年3月12日.
bool NumberScan::birth_date(size_t token, size_t& end) {
  const bool cued = cues_.birth.before(tokens_, token, kNearWords) ||
                    chinese_near(tokens_[token].begin, {"生日", "出生"}) ||
                    chinese_near(tokens_[token].begin, {"geb.", "д.р."});
  if (!cued) return false;
  size_t numbers = 0;
  size_t months = 0;
  bool year = false;
  size_t at = token > 0 && cues_.months.has(tokens_[token - 1]) ? token - 1 : token;
  const size_t begin = tokens_[at].begin;
  for (size_t steps = 0; at < tokens_.size() && steps < 7; ++at, ++steps) {
    const PersonalToken& each = tokens_[at];
    const std::string_view word = text_.substr(each.begin, each.end - each.begin);
    if (each.kind == Kind::kNumber) {
      if (++numbers > 3) break;
      year |= word.size() >= 4;
      end = each.end;
      if (numbers + months >= 3 && year) break;
    } else if (each.kind == Kind::kWord && cues_.months.has(each)) {
      ++months;
      end = each.end;
    } else if (each.kind == Kind::kHan && (word == "年" || word == "月" || word == "日")) {
      end = each.end;
    } else if (each.mark != '-' && each.mark != '/' && each.mark != '.' && each.mark != ',') {
      break;
    }
  }
  if (numbers + months < 3 || months > 1) return false;
  if (text_.substr(end).starts_with("日")) end += std::string_view("日").size();
  return add(PersonalKind::kBirthDate, begin, end, kSure);
}

bool NumberScan::resident_id(const Run& run) {
  constexpr size_t kIdSize = 18;
  if (run.written.size() < kIdSize - 1) return false;
  std::string id(text_.substr(run.begin, kIdSize));
  if (!is_chinese_id(id)) return false;
  const size_t end = run.begin + kIdSize;
  if (end < text_.size() && (is_digit(text_[end]) || is_letter(text_[end]))) return false;
  return add(PersonalKind::kNationalNumber, run.begin, end, kSure);
}

bool NumberScan::card(const Run& run) {
  if (run.written.find_first_of("./()+") != std::string_view::npos || !is_card_number(run.digits)) return false;
  const bool named = near(cues_.card, run) || chinese_near(run.begin, {"卡"});
  if (!named && (near(cues_.order, run, 3) || run.digits.size() < 13)) return false;
  return add(PersonalKind::kCard, run.begin, run.end, named ? kSure : kLikely);
}

// Three digits, two and four, with a mark between.
bool is_ssn_form(std::string_view text) {
  return text.size() == 11 && (text[3] == '-' || text[3] == ' ') && text[6] == text[3];
}

bool NumberScan::national(const Run& run) {
  const std::string& digits = run.digits;
  const auto national = [&](double confidence) {
    return add(PersonalKind::kNationalNumber, run.begin, run.end, confidence);
  };
  if (run.written.find_first_of("/()+") != std::string_view::npos) return false;
  if (is_ssn(digits) && is_ssn_form(run.written)) return national(run.written[3] == '-' ? kSure : kPerhaps);
  if (is_ssn(digits) && near(cues_.ssn, run)) return national(kSure);
  if (is_bsn(digits) && near(cues_.bsn, run)) return national(kSure);
  if (is_bsn(digits) && digits.size() == 9 && language_ == "nl" && run.written.size() == 9 && !near(cues_.order, run) &&
      digits[0] != '0') {
    return national(kPerhaps);
  }
  if (is_german_tax_id(digits) && (language_ == "de" || near(cues_.tax, run)) && !near(cues_.order, run)) {
    return national(near(cues_.tax, run) ? kSure : kLikely);
  }
  const bool grouped = run.written.size() == 14 && run.written[3] == '-' && run.written[7] == '-';
  if (is_snils(digits) && (grouped || near(cues_.snils, run))) return national(kSure);
  if (is_inn(digits) && near(cues_.inn, run)) return national(kSure);
  if (is_nhs_number(digits) && near(cues_.nhs, run)) return national(kSure);
  return false;
}

// "345-899-3560x4587"
size_t extension_end(std::string_view text, size_t at) {
  const size_t mark = at;
  if (at < text.size() && text[at] == 'x') ++at;
  size_t end = at;
  while (end < text.size() && is_digit(text[end]) && end - at < 6) ++end;
  return at > mark && end > at ? end : mark;
}

bool NumberScan::phone(const Run& run, size_t& end) {
  // Dates, amounts and years are none.
  const bool dated = run.digits.size() == 8 &&
                     (std::ranges::count(run.written, '-') == 2 || std::ranges::count(run.written, '/') == 2 ||
                      std::ranges::count(run.written, '.') == 2) &&
                     run.written.size() == 10;
  if (dated || near(cues_.order, run, 3)) return false;
  end = extension_end(text_, run.end);
  const size_t after =
      static_cast<size_t>(std::ranges::lower_bound(tokens_, end, {}, &PersonalToken::begin) - tokens_.begin());
  const bool cued = near(cues_.phone, run) || cues_.phone_after.after(tokens_, after, 1) ||
                    chinese_near(run.begin, {"电话", "手机", "联系", "微信"});
  // Each look-up is dear: a text of nothing but digits is not looked at number by number.
  if (!cued && ++phones_tried_ > kPhonesTried) return false;
  if (!is_phone_number(run.written, language_, cued)) return false;
  if (!cued) --phones_tried_;
  const bool international = run.written[0] == '+' || run.written.starts_with("00");
  return add(PersonalKind::kPhone, run.begin, end, cued || international ? kSure : kLikely);
}

bool NumberScan::read_run(const Run& run, size_t& end) {
  const char next = run.end < text_.size() ? text_[run.end] : ' ';
  if ((is_letter(next) && next != 'x' && next != 'X') || taken(run.begin, run.end)) return false;
  end = run.end;
  if (resident_id(run)) {
    end = found_.back().range.end;
    return true;
  }
  return card(run) || national(run) || phone(run, end);
}

// Without its last group: "4111 1111 1111 1111 12/25" is a card and its month.
void NumberScan::shorten(Run& run) const {
  size_t end = run.end;
  while (end > run.begin && is_digit(text_[end - 1])) {
    --end;
    run.digits.pop_back();
  }
  while (end > run.begin && !is_digit(text_[end - 1])) --end;
  run.end = end;
  run.written = text_.substr(run.begin, end - run.begin);
}

void NumberScan::read() {
  for (size_t at = text_.find_first_of("0123456789+("); at != std::string_view::npos;
       at = text_.find_first_of("0123456789+(", at)) {
    const bool inside_word = at > 0 && (is_letter(text_[at - 1]) || is_digit(text_[at - 1]));
    const size_t begin = at;
    if (!is_digit(text_[at])) {
      ++at;
      if (at >= text_.size() || !is_digit(text_[at])) continue;
    }
    const size_t token =
        static_cast<size_t>(std::ranges::lower_bound(tokens_, begin, {}, &PersonalToken::begin) - tokens_.begin());
    size_t end = 0;
    if (token < tokens_.size() && !taken(begin, begin + 1) &&
        (ip_address(begin, end) || (!inside_word && is_digit(text_[begin]) && birth_date(token, end)))) {
      at = end;
      continue;
    }
    // Not found: the next group of digits may begin one.
    at = std::min(text_.find_first_not_of("0123456789", begin + 1), text_.size());
    if (inside_word) continue;
    Run run = run_at(begin);
    // "(258906273)": a bracket that closes after the number is none of its own.
    if (text_[begin] == '(' && run.written.find(')') == std::string_view::npos) run = run_at(begin + 1);
    run.token = token;
    while (run.digits.size() >= kDigitsMin) {
      if (read_run(run, end)) {
        at = end;
        break;
      }
      shorten(run);
    }
  }
}

}  // namespace

void find_personal_numbers(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found) {
  NumberScan(tokens, language, found).read();
}

}  // namespace sojourn
