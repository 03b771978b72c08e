#include "text/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace sojourn {
namespace {

Script script_of(uint32_t point) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(point), &error)) {
    case USCRIPT_LATIN: return Script::kLatin;
    case USCRIPT_CYRILLIC: return Script::kCyrillic;
    case USCRIPT_HAN: return Script::kHan;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_KATAKANA_OR_HIRAGANA: return Script::kKana;
    case USCRIPT_HANGUL: return Script::kHangul;
    case USCRIPT_GREEK: return Script::kGreek;
    case USCRIPT_HEBREW: return Script::kHebrew;
    case USCRIPT_THAI: return Script::kThai;
    case USCRIPT_GEORGIAN: return Script::kGeorgian;
    case USCRIPT_ARMENIAN: return Script::kArmenian;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED: return Script::kNone;
    default: return Script::kOther;
  }
}

// Marks before letters' last change of case; what ICU calls an emoji is one only where it is drawn as a picture.
CharKind kind_of(uint32_t point, Script script) {
  const auto character = static_cast<UChar32>(point);
  if (point == 0x200D || (point >= 0xFE00 && point <= 0xFE0F) || u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER)) {
    return CharKind::kJoiner;
  }
  if (u_isdigit(character)) return CharKind::kDigit;
  if (u_isalpha(character) || (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0) {
    if (script == Script::kHan || script == Script::kKana) return CharKind::kIdeograph;
    return u_isalpha(character) || script != Script::kNone || (point >= 0x300 && point < 0x370) ? CharKind::kLetter
                                                                                                : CharKind::kJoiner;
  }
  if (u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC) && point != 0xA9 && point != 0xAE) {
    return CharKind::kEmoji;
  }
  if (u_hasBinaryProperty(character, UCHAR_REGIONAL_INDICATOR)) return CharKind::kEmoji;
  return u_ispunct(character) || (U_GET_GC_MASK(character) & U_GC_S_MASK) != 0 ? CharKind::kPunctuation
                                                                               : CharKind::kBlank;
}

CharTraits traits_of(uint32_t point) {
  if (point >= 0xD800 && point <= 0xDFFF) return {CharKind::kBlank, Script::kNone, false};
  const Script script = script_of(point);
  const int32_t check = u_getIntPropertyValue(static_cast<UChar32>(point), UCHAR_NFC_QUICK_CHECK);
  const bool stable = check == UNORM_YES && u_getCombiningClass(static_cast<UChar32>(point)) == 0;
  return {kind_of(point, script), script, !stable};
}

}  // namespace

CharTable::CharTable() {
  for (uint32_t point = 0; point < kPlane; ++point) {
    traits_[point] = traits_of(point);
    const auto lower = static_cast<uint32_t>(u_tolower(static_cast<UChar32>(point)));
    lower_[point] = static_cast<uint16_t>(lower < kPlane ? lower : point);
  }
}

const CharTable& CharTable::get() {
  static const CharTable table;
  return table;
}

CharTraits CharTable::far_traits(uint32_t point) {
  if (point >= 0x1F000 && point <= 0x1FAFF) {
    const bool tone = point >= 0x1F3FB && point <= 0x1F3FF;
    return {tone ? CharKind::kJoiner : CharKind::kEmoji, Script::kNone, false};
  }
  if (point >= 0x20000 && point <= 0x3FFFF) return {CharKind::kIdeograph, Script::kHan, false};
  return traits_of(point);
}

}  // namespace sojourn
