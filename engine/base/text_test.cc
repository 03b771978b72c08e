#include "base/text.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(Text, TrimsBlanksAndControlCharacters) {
  EXPECT_EQ(trim(" \t\r\na b\x01 "), "a b");
  EXPECT_EQ(trim_end(" a \n"), " a");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\xc2\xa0x"), "\xc2\xa0x");  // Outside ASCII nothing is blank.
}

TEST(Text, LowersAsciiOnly) { EXPECT_EQ(lower_ascii("AZaz09\xc3\x89"), "azaz09\xc3\x89"); }

TEST(Text, NamesAFileWithoutItsFolders) {
  EXPECT_EQ(file_name("/data/orders.csv.gz"), "orders.csv.gz");
  EXPECT_EQ(file_name("orders.csv"), "orders.csv");
  EXPECT_EQ(file_name("/data/"), "");
}

}  // namespace
}  // namespace sojourn
