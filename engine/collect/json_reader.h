// Reads JSON lines, documents one after another, or one array of objects, as rows.
//
// Columns   nested objects become dotted names ("who.email", "properties.page.url"). Documents may differ, so
//           columns() grows as names turn up; every row has a cell for each column known so far.
// Cells     strings are kString; numbers (exactly as written), booleans and arrays are kJson; null and {} are null.
// Refuses   (kInvalidArgument, and reads on) what is not JSON or not an object, nesting beyond
//           limits::kPropertyDepthMax, more than limits::kColumnsMax different names: those of refused documents do not
//           count.
// Names     of a file are its columns, which stay. Of a live body each document has its own: columns() begins anew when
//           there are too many.
// Repeats   of a name within one object: the last one holds.
#pragma once

#include <memory>

#include "collect/json_splitter.h"
#include "event/row_source.h"

namespace sojourn {

enum class JsonNames : unsigned char { kOfFile, kOfDocument };

class JsonReader final : public RowSource {
 public:
  explicit JsonReader(TextStream text, JsonNames names = JsonNames::kOfFile);
  ~JsonReader() override;

  const std::vector<std::string>& columns() const override;
  Result<bool> next(std::vector<Cell>& row) override;
  uint64_t line() const override;
  std::string raw() const override;
  uint64_t bytes_read() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sojourn
