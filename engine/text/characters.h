// What each character is to the tokenizer: what kind it is, and its lower-case form, a character, looked up in a table that
// is made once from ICU.
// Threads: the table is made on the first use and never changes. Cost: a table look-up; characters beyond the Basic
// Multilingual Plane cost a comparison more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sojourn {

enum class CharKind : uint8_t {
  kBlank,      // Also control characters and what is not UTF-8.
  kLetter,     // Of a script that puts blanks between words, with the marks that follow it.
  kIdeograph,  // Han and kana: each is a token.
  kDigit,
  kPunctuation,  // Also symbols.
  kEmoji,
  kJoiner,  // Variation selectors, the zero-width joiner, skin tones: they belong to what stands before.
};

enum class Script : uint8_t {
  kNone,
  kLatin,
  kCyrillic,
  kHan,
  kKana,
  kHangul,
  kGreek,
  kHebrew,
  kThai,
  kGeorgian,
  kArmenian,
  kOther,
};
inline constexpr size_t kScripts = 12;

struct CharTraits {
  CharKind kind = CharKind::kBlank;
  Script script = Script::kNone;
  bool may_compose = false;  // NFC may change it or what stands before it.
};

class CharTable {
 public:
  static const CharTable& get();
  CharTraits traits(uint32_t point) const { return point < kPlane ? traits_[point] : far_traits(point); }
  uint32_t lower(uint32_t point) const { return point < kPlane ? lower_[point] : point; }

 private:
  static constexpr uint32_t kPlane = 0x10000;
  CharTable();
  static CharTraits far_traits(uint32_t point);

  std::array<CharTraits, kPlane> traits_;
  std::array<uint16_t, kPlane> lower_;
};

}  // namespace sojourn
