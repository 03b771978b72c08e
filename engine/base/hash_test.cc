// Hashes are stored, so their values may never change: here are the published ones of the empty input.
#include "base/hash.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Hash, NeverChanges) {
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2U);
  EXPECT_EQ(hash128("").high, 0x99aa06d3014798d8U);
  EXPECT_EQ(hash128("").low, 0x6001c324468d497fU);
  EXPECT_NE(hash64("a"), hash64("b"));
}

}  // namespace
}  // namespace sojourn
