// Arbitrary bytes through the tokenizer. Tokens must stand in order, inside of the text, and their hashes must tile the
// lists; reading a text twice gives the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/encoding.h"
#include "text/tokenizer.h"

namespace sojourn {
namespace {

uint64_t check(Tokenizer& reader, std::string_view text) {
  reader.read(text);
  uint32_t end = 0, words = 0, chars = 0, long_chars = 0;
  uint64_t all = 0;
  for (const Token& token : reader.tokens()) {
    SOJOURN_ASSERT(token.begin >= end && token.end > token.begin && token.end <= reader.text().size(),
                   "tokens in order");
    SOJOURN_ASSERT(token.words_end > words && token.chars_end >= chars && token.long_chars_end >= long_chars,
                   "hashes tile");
    SOJOURN_ASSERT(is_utf8(reader.text_of(token)), "a token is UTF-8");
    end = token.end;
    words = token.words_end;
    chars = token.chars_end;
    long_chars = token.long_chars_end;
    all = join_hashes(all, token.hash);
  }
  SOJOURN_ASSERT(
      words == reader.words().size() && chars == reader.chars().size() && long_chars == reader.long_chars().size(),
      "every hash belongs to a token");
  return all;
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static sojourn::Tokenizer reader;
  sojourn::Tokenizer fresh;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SOJOURN_ASSERT(sojourn::check(reader, text) == sojourn::check(fresh, text), "what was read before leaves no trace");
  return 0;
}
