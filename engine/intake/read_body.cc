#include "intake/read_body.h"

#include <nlohmann/json.hpp>

#include "formats/format.h"

namespace sojourn {

Status read_body(const SourceSpec& source, std::string_view body, const std::map<std::string, std::string>& headers,
                 EventBatch& batch, std::optional<Micros> received) {
  SOJOURN_TRY(const Format* const format, find_format(source.format));
  SOJOURN_TRY(WriterOptions options, writer_options(source));
  batch.source = source.name;
  if (batch.input.empty()) batch.input = kWebhookInput;
  EventWriter writer(batch, std::move(options));
  FormatInput input;
  input.bytes = body;
  input.headers = headers;
  input.received = received;
  return read_format(*format, input, source.settings, writer);
}

std::string outcome_of(const EventBatch& batch) {
  if (!batch.events.empty() || batch.rejects.empty()) return {};
  const Reject& why = batch.rejects.front();
  return why.field.empty() ? why.reason : why.field + ": " + why.reason;
}

std::string headers_text(const std::map<std::string, std::string>& headers) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : headers) json[name] = value;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<std::map<std::string, std::string>> parse_headers(std::string_view text) {
  std::map<std::string, std::string> headers;
  if (text.empty()) return headers;
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return Status::corruption("the headers that were kept are no JSON object");
  for (const auto& [name, value] : json.items()) {
    if (!value.is_string()) return Status::corruption("a header that was kept is no text", name);
    headers[name] = value.get<std::string>();
  }
  return headers;
}

}  // namespace sojourn
