// Every encoding and compression gives the same text; what cannot be read is told after what can.
#include "collect/text_stream.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "base/source_folder_fixture.h"

namespace sojourn {
namespace {

std::string read_all(std::string bytes, std::optional<Encoding> encoding = {}, Status* trouble = nullptr) {
  auto stream = ByteStream::over(std::move(bytes), "test");
  TextStream text(std::move(stream).value(), encoding);
  std::string all;
  for (;;) {
    const Result<bool> more = text.fill();
    if (!more && trouble != nullptr) *trouble = more.status();
    all += text.window();
    text.consume(text.window().size());
    if (!more || !*more) return all;
  }
}

std::string gzip(const std::string& text) {
  z_stream state{};
  deflateInit2(&state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&state, text.size()), '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(packed.data());
  state.avail_out = static_cast<uInt>(packed.size());
  deflate(&state, Z_FINISH);
  packed.resize(packed.size() - state.avail_out);
  deflateEnd(&state);
  return packed;
}

std::string zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1));
  return packed;
}

std::string utf16(const std::u16string& text, bool little) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

TEST(TextStream, UnpacksByTheFirstBytes) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + "\n";
  EXPECT_EQ(read_all(text), text);
  EXPECT_EQ(read_all(gzip(text)), text);
  EXPECT_EQ(read_all(zstd(text)), text);
  // Files joined by concatenation.
  EXPECT_EQ(read_all(gzip("a\n") + gzip("b\n")), "a\nb\n");
  EXPECT_EQ(read_all(zstd("a\n") + zstd("b\n")), "a\nb\n");
  EXPECT_EQ(read_all(""), "");
  EXPECT_EQ(read_all("\x1f"), "\x1f");
}

TEST(TextStream, DeliversWhatComesBeforeDamage) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919) + "\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    Status trouble;
    const std::string got = read_all(packed.substr(0, packed.size() / 2), {}, &trouble);
    EXPECT_EQ(trouble.code(), StatusCode::kCorruption);
    EXPECT_FALSE(got.empty());
    EXPECT_EQ(got, text.substr(0, got.size()));
  }
}

TEST(TextStream, ReadsEveryEncodingAsUtf8) {
  const std::string expected = "naïve, € 12, 😀\n";
  EXPECT_EQ(read_all("\xef\xbb\xbf" + expected), expected);
  EXPECT_EQ(read_all("\xff\xfe" + utf16(u"naïve, € 12, 😀\n", true)), expected);
  EXPECT_EQ(read_all("\xfe\xff" + utf16(u"naïve, € 12, 😀\n", false)), expected);
  EXPECT_EQ(read_all(utf16(u"id,text\n1,naïve\n2,plain text\n", true)), "id,text\n1,naïve\n2,plain text\n");
  EXPECT_EQ(read_all("na\xefve, \x80 12\n"), "naïve, € 12\n");
  EXPECT_EQ(read_all("na\xefve\n", Encoding::kLatin1), "naïve\n");
}

TEST(TextStream, TakesLateBytesOutsideAsciiForWindows1252OnlyWhenTheyAreNotUtf8) {
  const std::string ascii(600'000, 'a');
  EXPECT_EQ(read_all(ascii + "\xe9t\xe9\n"), ascii + "été\n");
  EXPECT_EQ(read_all(ascii + "été\n"), ascii + "été\n");
}

TEST(TextStream, KeepsCharactersWholeAcrossChunks) {
  for (size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'x');
    while (text.size() < 700'000) text += "é€😀";
    EXPECT_TRUE(read_all(text) == text) << shift;
    std::u16string wide(shift, u'x');
    std::string narrow(shift, 'x');
    for (int i = 0; i < 100'000; ++i) {
      wide += u"é😀";
      narrow += "é😀";
    }
    EXPECT_TRUE(read_all("\xff\xfe" + utf16(wide, true)) == narrow) << shift;
  }
}

TEST(TextStream, MarksWhatIsNoTextWithAByteThatNoTextHolds) {
  EXPECT_EQ(read_all("\xff\xfe" + utf16(u"a", true) + std::string("\x00\xdc", 2) + utf16(u"b", true)),
            "a\xff"
            "b");
  EXPECT_EQ(read_all("\xff\xfe" + utf16(u"ab", true) + "c"), "ab\xff");
}

TEST(ByteStream, TellsAboutFilesThatCannotBeRead) {
  EXPECT_EQ(ByteStream::open("there-is-no-such-file.csv").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(ByteStream::open(source_folder()).status().code(), StatusCode::kInvalidArgument);
}

TEST(FileStem, LeavesOutFoldersAndFormats) {
  EXPECT_EQ(file_stem("/a/b.c/orders_2026.csv.gz"), "orders_2026");
  EXPECT_EQ(file_stem("events.v2.jsonl.zst"), "events.v2");
  EXPECT_EQ(file_stem(".csv"), ".csv");
}

}  // namespace
}  // namespace sojourn
