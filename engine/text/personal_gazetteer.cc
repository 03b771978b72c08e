#include "text/personal_gazetteer.h"

#include <unicode/locid.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>

#include <algorithm>
#include <memory>

#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr const char* kLanguages[] = {"en", "nl", "de", "ru", "zh"};
constexpr uint64_t kFlagBits = 0xFF;

bool is_han(std::string_view name) {
  return name.size() >= 3 && (static_cast<uint8_t>(name[0]) & 0xF0U) == 0xE0 && static_cast<uint8_t>(name[0]) >= 0xE3;
}

// The words of a name: at blanks; a hyphen or an apostrophe inside belongs to its word, as PersonalTokens has it.
template <class Each>
void each_word(std::string_view name, const Each& each) {
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of(" .()", at), name.size());
    if (end > at) each(name.substr(at, end - at));
    at = end + 1;
  }
}

std::string utf8_of(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// Endings of Russian names in the other cases, by the ending of the name itself.
struct RussianEnding {
  std::string_view nominative;
  std::string_view others[5];
};
constexpr RussianEnding kRussianEndings[] = {
    {"ия", {"ии", "ию", "ией", "", ""}},   {"я", {"и", "е", "ю", "ей", ""}}, {"а", {"ы", "и", "е", "у", "ой"}},
    {"ий", {"ия", "ию", "ием", "ии", ""}}, {"й", {"я", "ю", "ем", "е", ""}}, {"ь", {"я", "ю", "ем", "и", "е"}},
};

}  // namespace

const PersonalGazetteer& PersonalGazetteer::get() {
  static const PersonalGazetteer gazetteer;
  return gazetteer;
}

PersonalGazetteer::PersonalGazetteer() : slots_(kSlots, 0) {
  read(built_in_file("personal.names"));
  read(built_in_file("personal.own.names"));
  add_icu();
  std::ranges::sort(chinese_places_,
                    [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  const auto repeated = std::ranges::unique(chinese_places_);
  chinese_places_.erase(repeated.begin(), repeated.end());
}

uint8_t PersonalGazetteer::find(uint64_t hash) const {
  const uint64_t key = hash | kFlagBits;
  for (size_t slot = (hash >> 20) % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
    if ((slots_[slot] | kFlagBits) == key) return static_cast<uint8_t>(slots_[slot] & kFlagBits);
  }
  return 0;
}

void PersonalGazetteer::put(uint64_t hash, uint8_t flags) {
  const uint64_t key = hash | kFlagBits;
  size_t slot = (hash >> 20) % kSlots;
  while (slots_[slot] != 0 && (slots_[slot] | kFlagBits) != key) slot = (slot + 1) % kSlots;
  if (slots_[slot] == 0) {
    if (size_ > kSlots * 3 / 4) return;  // More than the files can hold; what is beyond is not known.
    ++size_;
    slots_[slot] = key ^ kFlagBits;
  }
  slots_[slot] |= flags;
}

void PersonalGazetteer::add(std::string_view name, uint8_t flags) {
  if (is_han(name)) {
    if ((flags & (kPlaceName | kCountry)) != 0 && name.size() >= 6) chinese_places_.emplace_back(name);
    return;
  }
  uint64_t hash = 0;
  size_t words = 0;
  each_word(name, [&](std::string_view word) {
    const uint64_t next = personal_word_hash(word);
    if (words > 0) put(hash, kPhrase);
    hash = words == 0 ? next : next_word_hash(hash, next);
    ++words;
  });
  if (words > 0) put(hash, flags);
}

void PersonalGazetteer::add_russian_forms(const std::string& name, uint8_t flags) {
  if (name.size() < 6 || static_cast<uint8_t>(name[0]) != 0xD0) return;
  for (const RussianEnding& each : kRussianEndings) {
    if (!name.ends_with(each.nominative)) continue;
    const std::string stem = name.substr(0, name.size() - each.nominative.size());
    for (const std::string_view ending : each.others) {
      if (!ending.empty()) add(stem + std::string(ending), flags);
    }
    return;
  }
  for (const std::string_view ending : {"а", "у", "ом", "е"}) add(name + std::string(ending), flags);
}

void PersonalGazetteer::read(std::string_view file) {
  uint8_t flags = 0;
  for (size_t at = 0; at < file.size();) {
    const size_t end = std::min(file.find('\n', at), file.size());
    std::string_view line = file.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[') {
      flags = line == "[first]" ? kFirstName : line == "[surname]" ? kSurname : line == "[word]" ? kNoName : kPlaceName;
      continue;
    }
    const bool ordinary = line.ends_with('?');
    if (ordinary) line.remove_suffix(1);
    add(line, static_cast<uint8_t>(flags | (ordinary ? kOrdinary : 0)));
    if ((flags == kFirstName || flags == kPlaceName) && !ordinary) add_russian_forms(std::string(line), flags);
  }
}

void PersonalGazetteer::add_icu() {
  for (const char* language : kLanguages) {
    const icu::Locale shown(language);
    for (const char* const* country = icu::Locale::getISOCountries(); *country != nullptr; ++country) {
      icu::UnicodeString name;
      add(utf8_of(icu::Locale("", *country).getDisplayCountry(shown, name)), kCountry);
    }
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::TimeZoneNames> names(icu::TimeZoneNames::createInstance(shown, error));
    const std::unique_ptr<icu::StringEnumeration> zones(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, error));
    if (U_FAILURE(error) != 0) continue;
    while (const icu::UnicodeString* zone = zones->snext(error)) {
      icu::UnicodeString name;
      add(utf8_of(names->getExemplarLocationName(*zone, name)), kPlaceName);
    }
  }
}

PersonalGazetteer::Phrase PersonalGazetteer::phrase_at(std::span<const PersonalToken> tokens, size_t at) const {
  constexpr size_t kWordsMax = 5;
  Phrase longest;
  if ((tokens[at].known & kPhrase) == 0) return longest;
  uint64_t hash = tokens[at].hash;
  size_t next = at + 1;
  for (size_t words = 2; words <= kWordsMax; ++words) {
    if (next < tokens.size() && tokens[next].mark == '.') ++next;  // "St. Louis".
    if (next >= tokens.size() || tokens[next].kind != PersonalToken::Kind::kWord) break;
    hash = next_word_hash(hash, tokens[next].hash);
    const uint8_t known = find(hash);
    ++next;
    if ((known & ~kPhrase) != 0) longest = {next - at, static_cast<uint8_t>(known & ~kPhrase)};
    if ((known & kPhrase) == 0) break;
  }
  return longest;
}

}  // namespace sojourn
