// Rows of a text file with a header, by the names of their columns: for formats that are exported as CSV.
//
// Names     compared without case; of two columns of one name the first one counts.
// Owner     cells are lent until the next row.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collect/csv_reader.h"
#include "formats/format.h"

namespace sojourn {

class Table {
 public:
  // Encoding and delimiter are found out. Errors: those of CsvReader; `name` stands in them.
  static Result<Table> open(std::string_view bytes, const std::string& name, const TextFormat& format = {});

  const std::vector<std::string>& columns() const { return reader_->columns(); }
  bool has(std::string_view column) const { return place_of(column).has_value(); }
  // Columns of other names for one that we know: at("email") is also at("E-Mail").
  void alias(std::string_view known, std::string_view column);

  // The next row; false at the end. Rows that cannot be read become rejects. Counts rows where `count` says so.
  Result<bool> next(EventWriter& writer, bool count = true);
  // Trimmed; "" where there is no such column or it is blank.
  std::string_view at(std::string_view column) const;
  // The first of several that is not blank.
  std::string_view at(std::initializer_list<std::string_view> columns) const;
  std::string_view cell(size_t place) const;
  uint64_t line() const { return reader_->line(); }
  const std::string& raw() const { return raw_; }

  // Keeps what stands in other columns than these as properties, within the same bounds as keep_others().
  void keep_others(EventWriter& writer, const std::set<std::string, std::less<>>& known) const;

 private:
  std::optional<size_t> place_of(std::string_view column) const;

  std::unique_ptr<CsvReader> reader_;
  std::map<std::string, size_t, std::less<>> places_;  // By names in lower case.
  std::vector<Cell> row_;
  std::string raw_;
};

// The beginning of a text file in any encoding, near enough to look for words in it: zero bytes of UTF-16 left out.
std::string plain_head(std::string_view head);
// Are all these columns in its first line?
bool has_columns(std::string_view head, std::initializer_list<std::string_view> names);

}  // namespace sojourn
