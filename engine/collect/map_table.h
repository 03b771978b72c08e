// Checked access to the tables of a map file: only map_*.cc include it, as it knows the TOML library.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Compiled once, in map_table.cc. Its assertions are switched off: version 3.3 asserts (or, in release, assumes) that
// the key in [[...]] begins well, although the code after it handles any other beginning as the error it is.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_HEADER_ONLY 0
#define TOML_EXCEPTIONS 1
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#include "base/status.h"

namespace sojourn {

// A table of the map, with the names it may hold. Errors name the map, the line and the key.
class MapTable {
 public:
  MapTable(const toml::table& table, std::string path, const std::string& file)
      : table_(table), path_(std::move(path)), file_(file) {}

  // Errors: a key that is not among `known`, with near names.
  Status only(std::initializer_list<std::string_view> known) const;
  Status error(const toml::node& node, std::string_view key, const std::string& message) const;
  Status error(std::string_view key, const std::string& message) const;

  const toml::node* find(std::string_view key) const { return table_.get(key); }
  const toml::table& table() const { return table_; }
  const std::string& file() const { return file_; }
  std::string path_of(std::string_view key) const;

  // Absent keys leave `into` as it is.
  Status read(std::string_view key, std::string& into) const;
  Status read(std::string_view key, bool& into) const;
  Status read(std::string_view key, int64_t& into) const;
  // One string or several.
  Status read(std::string_view key, std::vector<std::string>& into) const;
  // Like read, but the key must be there and not be "".
  Status demand(std::string_view key, std::string& into) const;

 private:
  const toml::table& table_;
  std::string path_;
  const std::string& file_;
};

// Errors: kInvalidArgument; `where` is the file and line.
Result<toml::table> parse_toml(std::string_view text, const std::string& file);

// A number or boolean of the map as the text that a cell would hold; nothing for other nodes.
std::optional<std::string> scalar_text(const toml::node& node);

}  // namespace sojourn
