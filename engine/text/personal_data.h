// Personal data in a text: who somebody is, where they live, how to reach or charge them; and the text without it.
//
// Patterns    in every language, each checked as its kind allows: e-mail; phone (libphonenumber); payment cards (Luhn);
//             IBAN (mod 97); national numbers (check digits, or a word beside them that says what they are); IP addresses;
//             dates of birth beside a word that says so; links that carry a name, an address or a secret.
// Names       first names and surnames of lists, words that stand before a name ("Herr", "mevrouw", "г-н", "my name is"),
//             and in English a tagger that learned from labelled sentences. Places and addresses likewise.
// Precision   where the two cannot both be had, a word that is no name stays readable: a capital at the start of a sentence
//             alone is no sign of a name, and a name below kPersonalConfidence is none.
// Positions   bytes of the text as it was given. Spans are in order and do not overlap.
// Limit       the first kTextReadBytes are read, and mask() hides what lies beyond them.
// Threads     one finder a thread; the lists and the model are shared. The first finder reads them (some milliseconds).
// Cost        a comment without digits, "@" and names: under 1 µs for 70 bytes; with a name, some µs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentences.h"

namespace sojourn {

enum class PersonalKind : uint8_t {
  kEmail,
  kPhone,
  kCard,
  kBankAccount,
  kNationalNumber,  // Also numbers of passports and driving licences.
  kIpAddress,
  kBirthDate,
  kLink,
  kName,
  kPlace,
  kAddress,       // Street and number, postcode, what follows them.
  kOrganisation,  // Found so that it is no name; not personal by itself: mask() leaves it.
};
inline constexpr size_t kPersonalKinds = 12;
inline constexpr double kPersonalConfidence = 0.5;

// "e-mail", "phone", "card", "bank account", "national number", "ip address", "date of birth", "link", "name", "place",
// "address", "organisation".
std::string_view personal_kind_name(PersonalKind kind);
std::optional<PersonalKind> find_personal_kind(std::string_view name);
// Does it say who somebody is? All but organisations.
constexpr bool is_personal(PersonalKind kind) { return kind != PersonalKind::kOrganisation; }

struct PersonalSpan {
  PersonalKind kind = PersonalKind::kName;
  ByteRange range;
  double confidence = 0;  // 0.5 to 1.
  bool operator==(const PersonalSpan&) const = default;
};

// Are both parts of one address, with nothing but blanks and marks between them? find() gives them as one.
bool continues_address(std::string_view text, const PersonalSpan& before, const PersonalSpan& after);

class PersonalDataFinder {
 public:
  PersonalDataFinder();
  ~PersonalDataFinder();
  PersonalDataFinder(PersonalDataFinder&&) noexcept;
  PersonalDataFinder& operator=(PersonalDataFinder&&) noexcept;

  // `language`: "en", "nl" ...; "": found out where it matters. The vector lives until the next call.
  const std::vector<PersonalSpan>& find(std::string_view text, std::string_view language = {});

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// "call [name] on [phone]". REQUIRES: spans of this text, as find() gave them.
std::string mask(std::string_view text, std::span<const PersonalSpan> spans);

}  // namespace sojourn
