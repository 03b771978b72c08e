#include "tracking/json_room.h"

#include "base/limits.h"
#include "base/text.h"
#include "collect/surrogates.h"

namespace sojourn {
namespace {

using json::json_type;

constexpr size_t kKeptBytes = size_t{1} << 20;  // Of a body whose buffers the thread keeps.

}  // namespace

Status not_json(simdjson::error_code error) {
  return Status::invalid(std::string("not JSON: ") + simdjson::error_message(error), "body");
}

struct JsonRoom::Buffers {
  json::parser parser;
  simdjson::dom::parser arrays;
  std::string padded;
  std::string array;
  size_t size = 0;
};

namespace {

// One a thread waits here for the next body.
template <class Buffers>
std::unique_ptr<Buffers>& spare() {
  thread_local std::unique_ptr<Buffers> kept;
  return kept;
}

}  // namespace

JsonRoom::JsonRoom() : buffers_(std::move(spare<Buffers>())) {
  if (buffers_ == nullptr) buffers_ = std::make_unique<Buffers>();
}

JsonRoom::~JsonRoom() {
  if (buffers_->padded.capacity() <= kKeptBytes && buffers_->array.capacity() <= kKeptBytes) {
    spare<Buffers>() = std::move(buffers_);
  }
}

Status JsonRoom::open(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trim(body);
  if (body.empty()) return Status::invalid("the body is empty", "body");
  if (texts_.bytes() > kKeptBytes) texts_.clear();
  buffers_->padded.clear();
  buffers_->padded.reserve(body.size() + simdjson::SIMDJSON_PADDING);
  buffers_->padded.append(body);
  mend_surrogates(buffers_->padded);
  buffers_->padded.append(simdjson::SIMDJSON_PADDING, '\0');
  buffers_->size = body.size();
  const simdjson::padded_string_view view(buffers_->padded.data(), body.size(), buffers_->padded.size());
  if (const auto error = buffers_->parser.iterate(view).get(document_)) return not_json(error);
  return {};
}

std::string_view JsonRoom::body() const { return {buffers_->padded.data(), buffers_->size}; }

void JsonRoom::rewind() { document_.rewind(); }

void JsonRoom::note(Status status) {
  if (fault.ok()) fault = std::move(status);
}

std::string_view JsonRoom::join(std::string_view prefix, std::string_view name) {
  if (prefix.empty()) return name;
  std::string joined;
  joined.reserve(prefix.size() + 1 + name.size());
  joined.append(prefix).append(1, '.').append(name);
  return keep(joined);
}

Status JsonRoom::flatten(json::object object, std::string_view prefix, NamedValues& out, size_t depth) {
  if (depth > limits::kPropertyDepthMax) {
    note(Status::invalid("objects are nested deeper than " + std::to_string(limits::kPropertyDepthMax) + " levels",
                         std::string(prefix)));
    return {};  // The parser passes over what is not read.
  }
  return each_field(
      object, [&](std::string_view key, json::value value) { return read(value, join(prefix, key), out, depth); });
}

Status JsonRoom::read(json::value value, std::string_view name, NamedValues& out, size_t depth) {
  json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  if (type == json_type::object) {
    json::object object;
    if (const auto error = value.get_object().get(object)) return not_json(error);
    return flatten(object, name, out, depth + 1);
  }
  Cell read_cell;
  SOJOURN_CHECK(cell(value, read_cell));
  if (!read_cell.null) out.push_back({name, read_cell});
  return {};
}

Status JsonRoom::text(json::value value, std::string_view& out) {
  out = {};
  json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  if (type != json_type::string && type != json_type::number) return {};
  Cell read_cell;
  SOJOURN_CHECK(cell(value, read_cell));
  out = trim(read_cell.text);
  return {};
}

Status JsonRoom::cell(json::value value, Cell& out) {
  json_type type{};
  if (const auto error = value.type().get(type)) return not_json(error);
  switch (type) {
    case json_type::string: return string_cell(value, out);
    case json_type::array: return array_cell(value, out);
    case json_type::number: {
      const std::string_view token = trim_end(value.raw_json_token());
      double number = 0;
      if (value.get_double().get(number) != simdjson::SUCCESS) {
        note(Status::invalid("'" + std::string(token.substr(0, 40)) + "' is no number"));
        out = {{}, true, CellType::kJson};
      } else {
        out = {token, false, CellType::kJson};
      }
      return {};
    }
    case json_type::boolean: {
      bool truth = false;
      if (const auto error = value.get_bool().get(truth)) return not_json(error);
      out = {truth ? "true" : "false", false, CellType::kJson};
      return {};
    }
    case json_type::null: {
      bool is = false;
      if (const auto error = simdjson::simdjson_result<bool>(value.is_null()).get(is)) return not_json(error);
      if (!is) return Status::invalid("not JSON: expected null", "body");
      out = {{}, true, CellType::kJson};
      return {};
    }
    case json_type::object: break;
  }
  out = {{}, true, CellType::kJson};
  return {};
}

Status JsonRoom::string_cell(json::value& value, Cell& out) {
  std::string_view text;
  if (const auto error = value.get_string().get(text)) return not_json(error);
  text = trim(text);
  out = {text, text.empty(), CellType::kString};
  return {};
}

// Rewritten without blanks, and checked.
Status JsonRoom::array_cell(json::value& value, Cell& out) {
  SOJOURN_TRY(json::array array, array_of(value));
  std::string_view text;
  if (const auto error = array.raw_json().get(text)) return not_json(error);
  std::string& padded = buffers_->array;
  padded.assign(text);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  simdjson::dom::element element;
  const auto error = buffers_->arrays.parse(padded.data(), text.size(), false).get(element);
  if (error == simdjson::NUMBER_ERROR || error == simdjson::STRING_ERROR || error == simdjson::DEPTH_ERROR) {
    note(Status::invalid(std::string("a list cannot be read: ") + simdjson::error_message(error)));
    out = {{}, true, CellType::kJson};
    return {};
  }
  if (error != simdjson::SUCCESS) return not_json(error);
  const std::string_view kept = keep(simdjson::minify(element));
  out = {kept, kept == "[]", CellType::kJson};
  return {};
}

}  // namespace sojourn
