#include "text/bare_letters.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

#include "base/encoding.h"

namespace sojourn {
namespace {

// Characters in the form that is the same for all ways to write them, cut where that form has no room.
icu::UnicodeString even_form(std::string_view text) {
  constexpr size_t kBytesMost = size_t{1} << 28;
  text = text.substr(0, kBytesMost);
  const auto all = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return all;
  icu::UnicodeString even = form->normalize(all, error);
  return U_FAILURE(error) ? all : even;
}

bool is_letter(UChar32 point) { return u_isUAlphabetic(point) != 0; }
bool is_digit(UChar32 point) { return u_isdigit(point) != 0; }
bool is_sign(UChar32 point) { return u_isUWhiteSpace(point) == 0; }

// The characters of that sort, one after the other.
template <class Sort>
std::string only(const icu::UnicodeString& text, Sort sort) {
  std::string out;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 point = text.char32At(at);
    if (sort(point)) append_code_point(out, static_cast<uint32_t>(point));
  }
  return out;
}

}  // namespace

std::string bare_letters(std::string_view text) {
  const icu::UnicodeString even = even_form(text);
  std::string kept = only(even, is_letter);
  if (kept.empty()) kept = only(even, is_digit);
  if (kept.empty()) kept = only(even, is_sign);
  return kept;
}

}  // namespace sojourn
