#include "cli/personal_labels.h"

#include <nlohmann/json.hpp>

#include "collect/byte_stream.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;
constexpr size_t kFileBytesMax = size_t{256} << 20;

Result<std::string> read_packed(const std::string& path) {
  SOJOURN_TRY(const std::unique_ptr<ByteStream> stream, ByteStream::open(path));
  std::string bytes;
  constexpr size_t kStep = size_t{1} << 20;
  for (size_t read = kStep; read == kStep;) {
    const size_t before = bytes.size();
    if (before > kFileBytesMax) return Status::limit("is larger than 256 MiB unpacked", path);
    bytes.resize(before + kStep);
    SOJOURN_TRY(read, stream->read(bytes.data() + before, kStep));
    bytes.resize(before + read);
  }
  return bytes;
}

// Where each character begins, and the end.
std::vector<size_t> character_starts(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

Result<LabelledPersonalText> text_of(const Json& json, const std::string& where) {
  if (!json.is_object() || !json.contains("full_text") || !json["full_text"].is_string()) {
    return Status::invalid("an object with \"full_text\" was expected", where);
  }
  LabelledPersonalText text;
  text.text = json["full_text"].get<std::string>();
  if (json.contains("template_id") && json["template_id"].is_number_integer())
    text.group = json["template_id"].get<int64_t>();
  const std::vector<size_t> starts = character_starts(text.text);
  for (const Json& each : json.value("spans", Json::array())) {
    if (!each.is_object() || !each.contains("entity_type") || !each["entity_type"].is_string() ||
        !each.contains("start_position") || !each["start_position"].is_number_unsigned() ||
        !each.contains("end_position") || !each["end_position"].is_number_unsigned()) {
      return Status::invalid("a span has \"entity_type\", \"start_position\" and \"end_position\"", where);
    }
    const auto begin = each["start_position"].get<size_t>();
    const auto end = each["end_position"].get<size_t>();
    if (begin >= end || end >= starts.size()) {
      return Status::invalid("a span from " + std::to_string(begin) + " to " + std::to_string(end) +
                                 " is not in the text, which has " + std::to_string(starts.size() - 1) + " characters",
                             where);
    }
    text.spans.push_back({each["entity_type"].get<std::string>(), {starts[begin], starts[end]}});
  }
  join_labels(text);
  return text;
}

}  // namespace

Result<std::vector<LabelledPersonalText>> read_personal_labels(const std::string& path) {
  SOJOURN_TRY(const std::string bytes, read_packed(path));
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_array() || json.empty()) {
    return Status::invalid("a JSON list of labelled texts was expected (docs/guides/personal-data.md)", path);
  }
  std::vector<LabelledPersonalText> texts;
  for (size_t i = 0; i < json.size(); ++i) {
    SOJOURN_TRY(LabelledPersonalText text, text_of(json[i], path + " entry " + std::to_string(i + 1)));
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace sojourn
