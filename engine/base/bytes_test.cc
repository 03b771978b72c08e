// What ByteWriter writes ByteReader reads; every cut of it and every false count is refused with the byte.
#include "base/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string sample() {
  ByteWriter out;
  out.u8(7);
  out.u32(0x01020304);
  out.u64(std::numeric_limits<uint64_t>::max());
  out.i64(-5);
  out.f64(0.1);
  out.text("caf\u00E9");
  return out.bytes();
}

Status read_sample(std::string_view bytes) {
  ByteReader in(bytes, "sample");
  SOJOURN_TRY(const uint8_t a, in.u8());
  SOJOURN_TRY(const uint32_t b, in.u32());
  SOJOURN_TRY(const uint64_t c, in.u64());
  SOJOURN_TRY(const int64_t d, in.i64());
  SOJOURN_TRY(const double e, in.f64());
  SOJOURN_TRY(const std::string f, in.text());
  SOJOURN_CHECK(in.end());
  EXPECT_EQ(a, 7);
  EXPECT_EQ(b, 0x01020304U);
  EXPECT_EQ(c, std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(d, -5);
  EXPECT_EQ(e, 0.1);
  EXPECT_EQ(f, "caf\u00E9");
  return {};
}

TEST(Bytes, ReadBack) {
  EXPECT_TRUE(read_sample(sample()).ok());
  EXPECT_EQ(sample().substr(0, 5), std::string("\x07\x04\x03\x02\x01", 5));  // Little-endian.
}

TEST(Bytes, RefuseEveryCutAndWhatFollows) {
  const std::string whole = sample();
  for (size_t size = 0; size < whole.size(); ++size) {
    const Status status = read_sample(std::string_view(whole).substr(0, size));
    EXPECT_EQ(status.code(), StatusCode::kCorruption) << size;
    EXPECT_THAT(status.where(), HasSubstr("sample byte ")) << size;
  }
  EXPECT_EQ(read_sample(whole + "x").code(), StatusCode::kCorruption);
}

TEST(Bytes, RefuseCountsThatCannotBeTrue) {
  ByteWriter out;
  out.u64(3);
  out.raw("123456", 6);
  ByteReader fits(out.bytes());
  EXPECT_EQ(fits.count(2).value(), 3U);
  EXPECT_EQ(fits.remaining(), 6U);
  ByteReader too_large(out.bytes());
  EXPECT_EQ(too_large.count(3).error().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sojourn
