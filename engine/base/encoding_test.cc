// UTF-8 against the table of well-formed sequences (Unicode, table 3-7) by trying every short sequence, the other
// encodings by known bytes, and guesses by samples.
#include "base/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace sojourn {
namespace {

using ::testing::HasSubstr;

constexpr size_t kNone = std::string_view::npos;

// A slow twin: decodes by the definition and refuses what encodes differently. Length of the sequence, or 0.
size_t twin_length(std::string_view bytes) {
  const auto byte = [&](size_t at) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[at])); };
  const uint32_t first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  if (length == 0 || bytes.size() < length) return 0;
  uint32_t point = first & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 2) return 0;
    point = point << 6 | (byte(i) & 0x3F);
  }
  const uint32_t least = length == 2 ? 0x80U : length == 3 ? 0x800U : 0x10000U;
  if (point < least || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return 0;
  return length;
}

size_t twin_find_bad(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = twin_length(bytes.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return kNone;
}

TEST(Utf8, AcceptsExactlyTheWellFormedSequences) {
  for (uint32_t first = 0; first < 256; ++first) {
    for (uint32_t second = 0; second < 256; ++second) {
      for (const uint32_t rest : {0x00U, 0x41U, 0x7FU, 0x80U, 0xBFU, 0xC0U}) {
        const std::string four{static_cast<char>(first), static_cast<char>(second), static_cast<char>(rest),
                               static_cast<char>(rest)};
        for (size_t size = 1; size <= 4; ++size) {
          const std::string_view bytes = std::string_view(four).substr(0, size);
          ASSERT_EQ(find_bad_utf8(bytes), twin_find_bad(bytes)) << first << ' ' << second << ' ' << rest;
        }
      }
    }
  }
}

TEST(Utf8, FindsBadBytesAnywhereInLongTexts) {
  std::mt19937 random(2);
  const std::vector<std::string> pieces = {"a", "plain text here", "\u00E9", "\u20AC", "\U0001F600"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    while (text.size() < 60) text += pieces[random() % pieces.size()];
    ASSERT_TRUE(is_utf8(text));
    text[random() % text.size()] = static_cast<char>(random() % 256);
    ASSERT_EQ(find_bad_utf8(text), twin_find_bad(text));
  }
  EXPECT_TRUE(is_utf8(""));
}

TEST(GuessEncoding, ReadsByteOrderMarks) {
  EXPECT_EQ(guess_encoding("\xEF\xBB\xBFname").bom_bytes, 3U);
  EXPECT_EQ(guess_encoding(std::string_view("\xFF\xFEn\0", 4)).encoding, Encoding::kUtf16Le);
  EXPECT_EQ(guess_encoding(std::string_view("\xFE\xFF\0n", 4)).encoding, Encoding::kUtf16Be);
  EXPECT_EQ(guess_encoding(std::string_view("\xFE\xFF\0n", 4)).bom_bytes, 2U);
}

TEST(GuessEncoding, JudgesBySample) {
  EXPECT_EQ(guess_encoding("").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("name,score\n").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("caf\xC3\xA9").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("caf\xC3").encoding, Encoding::kUtf8);  // Cut off.
  EXPECT_EQ(guess_encoding("\xF0\x9F\x98").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("caf\xE9,1").encoding, Encoding::kWindows1252);
  EXPECT_EQ(guess_encoding("caf\xC3,1").encoding, Encoding::kWindows1252);
  EXPECT_EQ(guess_encoding("caf\xFF").encoding, Encoding::kWindows1252);
  EXPECT_EQ(guess_encoding(std::string_view("n\0a\0m\0e\0", 8)).encoding, Encoding::kUtf16Le);
  EXPECT_EQ(guess_encoding(std::string_view("\0n\0a\0m\0e", 8)).encoding, Encoding::kUtf16Be);
  EXPECT_EQ(guess_encoding(std::string_view("a,b,c,d,e,\0,f,g,h", 17)).encoding, Encoding::kUtf8);
}

TEST(ToUtf8, Converts) {
  EXPECT_EQ(to_utf8("caf\xC3\xA9", Encoding::kUtf8).value(), "caf\u00E9");
  EXPECT_EQ(to_utf8("caf\xE9", Encoding::kLatin1).value(), "caf\u00E9");
  EXPECT_EQ(to_utf8("\x80\x93", Encoding::kLatin1).value(), "\xC2\x80\xC2\x93");
  EXPECT_EQ(to_utf8("\x80 \x93hi\x94 \x9F\xFF", Encoding::kWindows1252).value(), "\u20AC \u201Chi\u201D \u0178\u00FF");
  const std::string_view little("a\0\xAC\x20\x3D\xD8\x00\xDE", 8);
  EXPECT_EQ(to_utf8(little, Encoding::kUtf16Le).value(), "a\u20AC\U0001F600");
  const std::string_view big("\0a\x20\xAC\xD8\x3D\xDE\x00", 8);
  EXPECT_EQ(to_utf8(big, Encoding::kUtf16Be).value(), "a\u20AC\U0001F600");
  EXPECT_EQ(to_utf8("", Encoding::kUtf16Le).value(), "");
}

TEST(ToUtf8, NamesTheBadByte) {
  const auto where = [](std::string_view bytes, Encoding encoding) {
    const Result<std::string> text = to_utf8(bytes, encoding);
    EXPECT_EQ(text.status().code(), StatusCode::kInvalidArgument);
    return text.status().where();
  };
  EXPECT_EQ(where("ab\xFF", Encoding::kUtf8), "byte 2");
  EXPECT_EQ(where("a\x81", Encoding::kWindows1252), "byte 1");
  EXPECT_EQ(where(std::string_view("a\0b", 3), Encoding::kUtf16Le), "byte 2");
  EXPECT_EQ(where(std::string_view("a\0\x3D\xD8", 4), Encoding::kUtf16Le), "byte 2");     // High half, end.
  EXPECT_EQ(where(std::string_view("\x3D\xD8\x61\0", 4), Encoding::kUtf16Le), "byte 0");  // High half alone.
  EXPECT_EQ(where(std::string_view("\x00\xDE\x61\0", 4), Encoding::kUtf16Le), "byte 0");  // Low half alone.
  EXPECT_THAT(to_utf8("\xFF", Encoding::kUtf8).error().message(), HasSubstr("utf-8"));
}

TEST(FoldCase, IsFullAndLocaleIndependent) {
  EXPECT_EQ(fold_case("Jane.DOE@Example.COM"), "jane.doe@example.com");
  EXPECT_EQ(fold_case("\u00C9COLE"), "\u00E9cole");
  EXPECT_EQ(fold_case("Stra\u00DFe"), "strasse");
  EXPECT_EQ(fold_case("\u0391\u03A3"), "\u03B1\u03C3");
  EXPECT_EQ(fold_case("I"), "i");
  EXPECT_EQ(fold_case("\u0390"), "\u03B9\u0308\u0301");  // Three times as long.
  EXPECT_EQ(fold_case(""), "");
  EXPECT_EQ(fold_case("\xFF\xFE\xC3"), "\xFF\xFE\xC3");  // What is no UTF-8 has no case.
}

TEST(Utf8, IsWrittenCharacterByCharacter) {
  std::string text;
  for (const uint32_t point : {0x41u, 0xe9u, 0x20acu, 0x1f600u, 0x10ffffu}) append_code_point(text, point);
  EXPECT_EQ(text, "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf");
}

}  // namespace
}  // namespace sojourn
