// Common passwords, by the way they are made rather than one by one: a well-known word or walk over the keyboard, with
// letters written as digits, repeated, and with a year or an exclamation mark around it. Some two hundred words stand
// so for many thousands of passwords.
#include <algorithm>
#include <iterator>
#include <string>

#include "access/password.h"
#include "base/encoding.h"

namespace sojourn {
namespace {

constexpr std::string_view kWords[] = {
    "abc",        "access",     "account",    "admin",     "administrator", "alexander",  "amanda",   "amsterdam",
    "andrea",     "andrew",     "angel",      "angels",    "anthony",       "apple",      "arsenal",  "asdf",
    "ashley",     "august",     "austin",     "autumn",    "babygirl",      "bailey",     "banana",   "barcelona",
    "baseball",   "basketball", "batman",     "beautiful", "berlin",        "blink",      "boston",   "brandon",
    "bubbles",    "butterfly",  "carlos",     "changeit",  "changeme",      "charlie",    "cheese",   "chelsea",
    "chester",    "chicken",    "chocolate",  "christmas", "chris",         "city",       "coffee",   "company",
    "computer",   "cookie",     "cowboys",    "customer",  "dallas",        "daniel",     "default",  "demo",
    "diamond",    "dinosaur",   "dolphin",    "dragon",    "eagles",        "eminem",     "enter",    "everything",
    "experience", "facebook",   "family",     "ferrari",   "flower",        "football",   "forever",  "freedom",
    "friend",     "friends",    "fuckyou",    "george",    "geheim",        "ginger",     "girls",    "google",
    "guest",      "hallo",      "hannah",     "happy",     "harley",        "heaven",     "hello",    "helpdesk",
    "hockey",     "hottie",     "hunter",     "iloveu",    "iloveyou",      "internet",   "jackson",  "january",
    "jasmine",    "jennifer",   "jessica",    "jesus",     "jordan",        "joshua",     "justin",   "killer",
    "letmein",    "liverpool",  "login",      "london",    "love",          "lovely",     "loveme",   "lovers",
    "lucky",      "maggie",     "management", "manager",   "manchester",    "maria",      "master",   "matrix",
    "matthew",    "mercedes",   "michael",    "michelle",  "mickey",        "midnight",   "money",    "monkey",
    "monster",    "morgan",     "mother",     "mustang",   "mypassword",    "naruto",     "nicole",   "ninja",
    "nothing",    "office",     "oliver",     "online",    "orange",        "owner",      "parola",   "pass",
    "passport",   "passwd",     "password",   "passwords", "passwort",      "patrick",    "peanut",   "pepper",
    "phoenix",    "pokemon",    "power",      "princess",  "private",       "purple",     "pussy",    "qazwsx",
    "qweasd",     "qwer",       "qwert",      "qwerty",    "rainbow",       "ranger",     "richard",  "robert",
    "root",       "samantha",   "samsung",    "secret",    "secure",        "security",   "server",   "service",
    "sexy",       "shadow",     "soccer",     "sojourn",   "spiderman",     "spring",     "starwars", "summer",
    "sunflower",  "sunshine",   "super",      "superman",  "superstar",     "support",    "system",   "taylor",
    "teacher",    "temp",       "temporary",  "test",      "tester",        "testing",    "thomas",   "thunder",
    "tigger",     "trustno",    "unknown",    "user",      "victoria",      "wachtwoord", "welcome",  "welkom",
    "whatever",   "william",    "willkommen", "winter",    "wordpass",      "yankees",    "yellow",   "zomer",
    "zxcvbnm",    "zxcvbn"};
// Walks that people take, there and back.
constexpr std::string_view kWalks[] = {
    "12345678901234567890",       "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",       "qazwsxedcrfvtgbyhnujmikolp", "йцукенгшщзхъфывапролджэячсмитьбю"};
constexpr size_t kWalkBytesMin = 6;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

bool is_walk(std::string_view text) {
  if (text.size() < kWalkBytesMin) return false;
  const std::string back(text.rbegin(), text.rend());
  return std::ranges::any_of(kWalks, [&](std::string_view walk) {
    return walk.find(text) != std::string_view::npos || walk.find(back) != std::string_view::npos;
  });
}

// "abcabcabc" is "abc".
std::string_view once(std::string_view text) {
  for (size_t size = 1; size <= text.size() / 2; ++size) {
    if (text.size() % size == 0 && text.substr(size) == text.substr(0, text.size() - size)) return text.substr(0, size);
  }
  return text;
}

// "p4$$w0rd" is "password"; 1 may be an i or an l.
std::string as_letters(std::string_view text, char one) {
  constexpr std::string_view kSigns = "0345789@$!+";
  constexpr std::string_view kLetters = "oeastbgasit";
  std::string plain(text);
  for (char& c : plain) {
    if (c == '1' || c == '|') c = one;
    if (const size_t at = kSigns.find(c); at != std::string_view::npos) c = kLetters[at];
  }
  return plain;
}

std::string_view between_letters(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

bool is_word(std::string_view text) { return std::ranges::find(kWords, text) != std::end(kWords); }

// A word, or two of them: "welcomeadmin".
bool is_made_of_words(std::string_view text) {
  text = once(text);
  if (is_word(text)) return true;
  for (size_t cut = 3; cut + 3 <= text.size(); ++cut) {
    if (is_word(text.substr(0, cut)) && is_word(text.substr(cut))) return true;
  }
  return false;
}

// Without what parts words: "pass-word", "pass word".
std::string joined(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (std::string_view(" -_.,").find(c) == std::string_view::npos) plain += c;
  }
  return plain;
}

}  // namespace

bool is_common_password(std::string_view password) {
  const std::string folded = joined(fold_case(password));
  const std::string_view part = once(folded);
  if (part.size() <= 4 && part.size() < folded.size()) return true;  // "aaaaaaaaaa", "1212121212".
  const std::string_view core = between_letters(folded);
  if (core.empty()) return true;  // Digits and signs alone: a date, a telephone number.
  if (is_walk(part) || is_walk(core) || is_made_of_words(core) || is_made_of_words(between_letters(part))) return true;
  // A walk, and a year or the like behind it.
  for (size_t size = part.size(); size >= kWalkBytesMin; --size) {
    const std::string_view rest = part.substr(size);
    if (is_walk(part.substr(0, size)) && std::ranges::none_of(rest, is_letter)) return true;
  }
  for (const char one : {'i', 'l'}) {
    const std::string letters = as_letters(folded, one);
    if (is_made_of_words(between_letters(letters))) return true;
    // A number behind the word is no letters: "p4ssw0rd2024".
    const std::string start = as_letters(folded.substr(0, folded.find_last_not_of("0123456789!?.#*") + 1), one);
    if (is_made_of_words(between_letters(start))) return true;
  }
  return false;
}

}  // namespace sojourn
