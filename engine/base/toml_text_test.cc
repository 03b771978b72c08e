#include "base/toml_text.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(TomlText, EscapesWhatABasicStringMayNotHold) {
  EXPECT_EQ(toml_string(""), "\"\"");
  EXPECT_EQ(toml_string("enqu\xC3\xAAte"), "\"enqu\xC3\xAAte\"");
  EXPECT_EQ(toml_string("a \"b\" \\ c"), R"("a \"b\" \\ c")");
  EXPECT_EQ(toml_string("1\n2\t3\r"), R"("1\n2\t3\u000D")");
  EXPECT_EQ(toml_string(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001F\u007F")");
}

}  // namespace
}  // namespace sojourn
