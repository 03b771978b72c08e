#include "formats/utf8_text.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

const std::string kMark = "\xEF\xBB\xBF";

// Units of UTF-16, each end first.
std::string text_of(const std::u16string& units, bool little, const std::string& tail = {}) {
  std::string bytes;
  for (const char16_t unit : u"\xFEFF" + units) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  bytes += tail;
  std::string room;
  const Result<std::string_view> text = utf8_text(bytes, room);
  return text ? std::string(*text) : text.error().to_string();
}

TEST(Utf8Text, ReadsBothOrdersOfBytes) {
  for (const bool little : {true, false}) {
    EXPECT_EQ(text_of(u"a\u00e9\u4e2d\U0001f600", little), kMark + "a\u00e9\u4e2d\U0001f600");
    EXPECT_EQ(text_of(u"", little), kMark);  // The mark alone.
  }
}

TEST(Utf8Text, ReplacesWhatIsHalfACharacter) {
  for (const bool little : {true, false}) {
    EXPECT_EQ(text_of({0xD83D, u'a'}, little), kMark + "\uFFFDa");                     // No second half.
    EXPECT_EQ(text_of({0xDE00, u'a'}, little), kMark + "\uFFFDa");                     // No first half.
    EXPECT_EQ(text_of({0xD83D, 0xD83D, 0xDE00}, little), kMark + "\uFFFD\U0001f600");  // The pair after it.
    EXPECT_EQ(text_of({u'a', 0xD83D}, little), kMark + "a\uFFFD");                     // At the end.
    EXPECT_EQ(text_of({u'a'}, little, "b"), kMark + "a\uFFFD");                        // An odd byte.
  }
}

TEST(Utf8Text, LeavesAllElseAsItIs) {
  std::string room;
  for (const std::string& bytes : {std::string(), std::string("\xFF"), kMark + "a", std::string("\xE9")}) {
    EXPECT_EQ(utf8_text(bytes, room).value(), bytes);
  }
  EXPECT_TRUE(room.empty());
}

TEST(Utf8Text, HoldsToItsLimit) {
  std::string bytes(kUtf16BytesMax + 1, ' ');
  bytes.replace(0, 2, "\xFF\xFE");
  std::string room;
  EXPECT_EQ(utf8_text(bytes, room).status().code(), StatusCode::kLimit);
  EXPECT_TRUE(room.empty());
}

}  // namespace
}  // namespace sojourn
