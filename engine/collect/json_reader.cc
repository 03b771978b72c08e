#include "collect/json_reader.h"

#include <unordered_map>

#include "base/limits.h"
#include "collect/json_flattener.h"

namespace sojourn {
namespace {

constexpr size_t kRawBytesMax = 4096;
// Of the name that was one too many.
constexpr size_t kNameShown = 80;
// Of documents with names of their own, those of others only make rows wider.
constexpr size_t kOthersKept = 512;

struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};

}  // namespace

struct JsonReader::State {
  State(TextStream text, JsonNames kind) : splitter(std::move(text)), names(kind) {}

  JsonSplitter splitter;
  JsonNames names;
  JsonFlattener flattener;
  std::vector<std::string> columns;
  std::unordered_map<std::string, size_t, NameHash, std::equal_to<>> column_of;
  std::vector<size_t> usual;  // The column of the n-th value of the last document: most documents are alike.
  size_t seen = 0;            // Values of this document so far.
  std::string_view document;

  Status read_document(std::vector<Cell>& row);
  Status read_cells(std::vector<Cell>& row);
  void forget_columns(size_t from);
  Result<size_t> find_column(std::string_view name);
};

JsonReader::JsonReader(TextStream text, JsonNames names) : state_(std::make_unique<State>(std::move(text), names)) {}
JsonReader::~JsonReader() = default;

const std::vector<std::string>& JsonReader::columns() const { return state_->columns; }
uint64_t JsonReader::line() const { return state_->splitter.line(); }
uint64_t JsonReader::bytes_read() const { return state_->splitter.bytes_read(); }
std::string JsonReader::raw() const { return std::string(state_->document.substr(0, kRawBytesMax)); }

Result<bool> JsonReader::next(std::vector<Cell>& row) {
  state_->document = {};
  SOJOURN_TRY(const bool any, state_->splitter.next(state_->document));
  if (!any) return false;
  SOJOURN_CHECK(state_->read_document(row));
  return true;
}

Status JsonReader::State::read_document(std::vector<Cell>& row) {
  if (names == JsonNames::kOfDocument && columns.size() > kOthersKept) forget_columns(0);
  const size_t known = columns.size();
  Status status = read_cells(row);
  if (status.ok()) return status;
  const bool full = columns.size() >= limits::kColumnsMax;
  forget_columns(known);
  // Names of other documents took the room of its own: once more, without them.
  if (names != JsonNames::kOfDocument || !full || known == 0) return status;
  forget_columns(0);
  status = read_cells(row);
  if (!status.ok()) forget_columns(0);
  return status;
}

Status JsonReader::State::read_cells(std::vector<Cell>& row) {
  row.assign(columns.size(), Cell{{}, true});
  seen = 0;
  return flattener.flatten(document, [&](std::string_view name, const Cell& cell) -> Status {
    SOJOURN_TRY(const size_t column, find_column(name));
    if (column >= row.size()) row.resize(columns.size(), Cell{{}, true});
    row[column] = cell;
    return {};
  });
}

void JsonReader::State::forget_columns(size_t from) {
  for (size_t column = from; column < columns.size(); ++column) column_of.erase(columns[column]);
  columns.resize(from);
  usual.clear();
}

Result<size_t> JsonReader::State::find_column(std::string_view name) {
  const size_t nth = seen++;
  if (nth < usual.size() && columns[usual[nth]] == name) return usual[nth];
  auto found = column_of.find(name);
  if (found == column_of.end()) {
    if (columns.size() >= limits::kColumnsMax) {
      return Status::invalid(std::string(names == JsonNames::kOfFile ? "the file" : "the event") + " has more than " +
                                 std::to_string(limits::kColumnsMax) + " different names; are some keys values?",
                             std::string(name.substr(0, kNameShown)));
    }
    columns.emplace_back(name);
    found = column_of.emplace(columns.back(), columns.size() - 1).first;
  }
  if (nth >= usual.size()) usual.resize(nth + 1);
  usual[nth] = found->second;
  return found->second;
}

}  // namespace sojourn
