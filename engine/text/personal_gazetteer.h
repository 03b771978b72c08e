// First names, surnames and places that are known, and ordinary words among them; of the files data/*.names, and of ICU the
// countries and the cities of time zones in five languages.
// Threads: made once, then any. Cost: made in some milliseconds; a look-up is one or two cache lines.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/personal_tokens.h"

namespace sojourn {

enum GazetteerFlag : uint8_t {
  kFirstName = 1,
  kSurname = 2,
  kPlaceName = 4,
  kCountry = 8,
  kOrdinary = 16,  // Also an ordinary word.
  kNoName = 32,    // Never a name by itself.
  kPhrase = 64,    // A longer one begins with it.
};

class PersonalGazetteer {
 public:
  static const PersonalGazetteer& get();

  uint8_t find(uint64_t hash) const;
  // Tokens from `at` that together are a place of several words, and what it is: {0, 0} where there is none.
  struct Phrase {
    size_t tokens = 0;
    uint8_t known = 0;
  };
  Phrase phrase_at(std::span<const PersonalToken> tokens, size_t at) const;
  // Chinese places, longest first.
  const std::vector<std::string>& chinese_places() const { return chinese_places_; }
  size_t size() const { return size_; }

 private:
  PersonalGazetteer();
  void read(std::string_view file);
  void add_icu();
  void add(std::string_view name, uint8_t flags);
  void add_russian_forms(const std::string& name, uint8_t flags);
  void put(uint64_t hash, uint8_t flags);

  static constexpr size_t kSlots = size_t{1} << 17;
  std::vector<uint64_t> slots_;  // Upper 56 bits of the hash, then flags; 0: free.
  std::vector<std::string> chinese_places_;
  size_t size_ = 0;
};

}  // namespace sojourn
