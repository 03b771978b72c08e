#include "collect/json_reader.h"

#include <simdjson.h>

#include <unordered_map>

#include "base/limits.h"

namespace sojourn {
namespace {

using simdjson::ondemand::json_type;

constexpr size_t kRawBytesMax = 4096;

Status not_json(simdjson::error_code error) {
  return Status::invalid(std::string("not JSON: ") + simdjson::error_message(error));
}

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};

}  // namespace

struct JsonReader::State {
  explicit State(TextStream text) : splitter(std::move(text)) {}

  JsonSplitter splitter;
  simdjson::ondemand::parser parser;
  simdjson::dom::parser array_parser;
  std::vector<std::string> columns;
  std::unordered_map<std::string, size_t, NameHash, std::equal_to<>> column_of;
  std::vector<size_t> usual;  // The column of the n-th value of the last document: most documents are alike.
  size_t seen = 0;            // Values of this document so far.
  std::string padded;         // The document, with the bytes behind it that the parser may read.
  std::string name;           // Of the value being read, dotted.
  std::string_view document;
  std::vector<std::string> arrays;  // Rewritten without blanks, checked.
  std::vector<std::pair<size_t, size_t>> array_cells;

  Status read_document(std::vector<Cell>& row);
  Status read_object(simdjson::ondemand::object object, size_t depth, std::vector<Cell>& row);
  Status read_value(simdjson::ondemand::value value, size_t depth, std::vector<Cell>& row);
  Status read_scalar(simdjson::ondemand::value& value, json_type type, Cell& cell);
  Status read_array(simdjson::ondemand::value& value, size_t column);
  Result<size_t> find_column();
};

JsonReader::JsonReader(TextStream text) : state_(std::make_unique<State>(std::move(text))) {}
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
  row.assign(columns.size(), Cell{{}, true});
  seen = 0;
  name.clear();
  arrays.clear();
  array_cells.clear();
  padded.assign(document);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  simdjson::ondemand::document parsed;
  const simdjson::padded_string_view view(padded.data(), document.size(), padded.size());
  if (const auto error = parser.iterate(view).get(parsed)) return not_json(error);
  json_type type{};
  if (const auto error = parsed.type().get(type)) return not_json(error);
  if (type != json_type::object) return Status::invalid("an event is a JSON object {...}");
  simdjson::ondemand::object object;
  if (const auto error = parsed.get_object().get(object)) return not_json(error);
  SOJOURN_CHECK(read_object(object, 1, row));
  if (parsed.current_location().error() == simdjson::SUCCESS) {
    return Status::invalid("not JSON: more text follows the object");
  }
  for (const auto& [column, array] : array_cells) row[column] = {arrays[array], false, CellType::kJson};
  return {};
}

Status JsonReader::State::read_object(simdjson::ondemand::object object, size_t depth, std::vector<Cell>& row) {
  if (depth > limits::kPropertyDepthMax) {
    return Status::invalid("objects are nested deeper than " + std::to_string(limits::kPropertyDepthMax) + " levels",
                           name);
  }
  const size_t outer = name.size();
  for (auto item : object) {
    simdjson::ondemand::field field;
    if (const auto error = std::move(item).get(field)) return not_json(error);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return not_json(error);
    if (outer > 0) name += '.';
    name += key;
    SOJOURN_CHECK(read_value(field.value(), depth, row));
    name.resize(outer);
  }
  return {};
}

Status JsonReader::State::read_value(simdjson::ondemand::value value, size_t depth, std::vector<Cell>& row) {
  json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  if (type == json_type::object) {
    simdjson::ondemand::object object;
    if (const auto error = value.get_object().get(object)) return not_json(error);
    return read_object(object, depth + 1, row);
  }
  SOJOURN_TRY(const size_t column, find_column());
  if (column >= row.size()) row.resize(columns.size(), Cell{{}, true});
  if (type == json_type::array) return read_array(value, column);
  return read_scalar(value, type, row[column]);
}

Status JsonReader::State::read_scalar(simdjson::ondemand::value& value, json_type type, Cell& cell) {
  if (type == json_type::string) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return not_json(error);
    cell = {text, false, CellType::kString};
  } else if (type == json_type::number) {
    const std::string_view token = trim_end(value.raw_json_token());
    double number = 0;
    if (const auto error = value.get_double().get(number)) return not_json(error);
    cell = {token, false, CellType::kJson};
  } else if (type == json_type::boolean) {
    bool truth = false;
    if (const auto error = value.get_bool().get(truth)) return not_json(error);
    cell = {truth ? "true" : "false", false, CellType::kJson};
  } else {
    const auto null = value.is_null();
    bool is = false;
    if (const auto error = simdjson::simdjson_result<bool>(null).get(is)) return not_json(error);
    if (!is) return Status::invalid("not JSON: expected null");
    cell = {{}, true, CellType::kJson};
  }
  return {};
}

Status JsonReader::State::read_array(simdjson::ondemand::value& value, size_t column) {
  simdjson::ondemand::array array;
  if (const auto error = value.get_array().get(array)) return not_json(error);
  std::string_view text;
  if (const auto error = array.raw_json().get(text)) return not_json(error);
  simdjson::dom::element element;
  if (const auto error = array_parser.parse(std::string(text)).get(element)) return not_json(error);
  arrays.push_back(simdjson::minify(element));
  array_cells.emplace_back(column, arrays.size() - 1);
  return {};
}

Result<size_t> JsonReader::State::find_column() {
  const size_t nth = seen++;
  if (nth < usual.size() && columns[usual[nth]] == name) return usual[nth];
  auto found = column_of.find(std::string_view(name));
  if (found == column_of.end()) {
    if (columns.size() >= kJsonColumnsMax) {
      return Status::invalid("the file has more than " + std::to_string(kJsonColumnsMax) +
                             " different names; are some keys values?");
    }
    columns.push_back(name);
    found = column_of.emplace(name, columns.size() - 1).first;
  }
  if (nth >= usual.size()) usual.resize(nth + 1);
  usual[nth] = found->second;
  return found->second;
}

}  // namespace sojourn
