// Packing and unpacking: what fits, what is damaged, what is a bomb.
#include "api/compression.h"

#include <zlib.h>

namespace sojourn {
namespace {

// As zlib's compress() writes it (RFC 1950); without head and check sum it is bare deflate.
std::string zlib_of(std::string_view text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  EXPECT_EQ(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
                     static_cast<uLong>(text.size())),
            Z_OK);
  out.resize(size);
  return out;
}

TEST(Gzip, UnpacksWhatItPacked) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{100'000}}) {
    const std::string text(size, 'x');
    EXPECT_EQ(gunzip(gzip(text), 1 << 20).value(), text);
    EXPECT_EQ(gunzip(gzip(text), size).value(), text) << "what just fits is taken";
  }
}

TEST(Gzip, RefusesDamageAndBombs) {
  const std::string packed = gzip(std::string(100'000, 'x'));
  EXPECT_EQ(gunzip(packed.substr(0, packed.size() / 2), 1 << 20).error().code(), StatusCode::kCorruption);
  EXPECT_EQ(gunzip("not gzip at all", 1 << 20).error().code(), StatusCode::kCorruption);
  EXPECT_EQ(gunzip("", 1 << 20).error().code(), StatusCode::kCorruption);
  EXPECT_EQ(gunzip(packed, 1000).error().code(), StatusCode::kLimit);
  EXPECT_EQ(gunzip(packed, 99'999).error().code(), StatusCode::kLimit);
}

TEST(Gzip, SeveralMembersAreOneText) {
  std::string many;
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    many += gzip(std::to_string(i));
    text += std::to_string(i);
  }
  EXPECT_EQ(gunzip(many, 1 << 20).value(), text);
  EXPECT_EQ(gunzip(many, text.size() - 1).error().code(), StatusCode::kLimit);
  EXPECT_EQ(gunzip(gzip("a") + "\x1f\x8b garbage", 100).error().code(), StatusCode::kCorruption);
}

TEST(UnpackBody, TellsGzipByItsBytesNotByItsHeaders) {
  const std::string json = R"({"event":"a"})";
  for (const char* header : {"", "gzip", "identity", "deflate", "br"}) {
    EXPECT_EQ(unpack_body(gzip(json), header, 1000).value(), json) << header;
    EXPECT_EQ(unpack_body(json, header, 1000).value(), json) << header;
  }
  EXPECT_EQ(unpack_body("", "deflate", 1000).value(), "");
}

TEST(UnpackBody, KnowsZlibAndBareDeflate) {
  const std::string json = R"({"event":"a"})";
  const std::string packed = zlib_of(json);
  EXPECT_EQ(unpack_body(packed, "deflate", 1000).value(), json);
  EXPECT_EQ(unpack_body(packed, "", 1000).value(), json);
  EXPECT_EQ(unpack_body(packed.substr(2, packed.size() - 6), "Deflate", 1000).value(), json);
  EXPECT_EQ(unpack_body("x^2 is no zlib", "", 1000).value(), "x^2 is no zlib");
  EXPECT_EQ(unpack_body(packed.substr(0, 6), "deflate", 1000).error().code(), StatusCode::kCorruption);
}

TEST(UnpackBody, CountsBeforeAndAfter) {
  EXPECT_EQ(unpack_body(std::string(1001, 'x'), "", 1000).error().code(), StatusCode::kLimit);
  EXPECT_EQ(unpack_body(gzip(std::string(1001, 'x')), "", 1000).error().code(), StatusCode::kLimit);
  EXPECT_EQ(unpack_body(zlib_of(std::string(1001, 'x')), "", 1000).error().code(), StatusCode::kLimit);
  EXPECT_EQ(unpack_body(gzip(std::string(1000, 'x')), "", 1000).value().size(), 1000u);
}

}  // namespace
}  // namespace sojourn
