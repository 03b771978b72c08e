// One body of a webhook becomes one batch, as the source's owner has set it; live and again in a replay.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"
#include "event/event.h"
#include "intake/source_book.h"

namespace sojourn {

// What stands as the input of events and rejects that came by webhook.
inline constexpr std::string_view kWebhookInput = "webhook";

// Reads with the source's format and settings. Bad records become rejects of the batch. `received`: when the body
// arrived, the time of records that tell none.
// Errors: kInvalidArgument when the body is not that format at all (the batch is void then), kNotFound for a format
// that there is no more.
Status read_body(const SourceSpec& source, std::string_view body, const std::map<std::string, std::string>& headers,
                 EventBatch& batch, std::optional<Micros> received = std::nullopt);

// Why nothing of a body was understood (its first reject), for RawBody::outcome. "": something was, or the body tells what
// is none of ours and was passed over knowingly.
std::string outcome_of(const EventBatch& batch);

// As RawBody::headers keeps them: {"name":"value"}.
std::string headers_text(const std::map<std::string, std::string>& headers);
// Errors: kCorruption.
Result<std::map<std::string, std::string>> parse_headers(std::string_view text);

}  // namespace sojourn
