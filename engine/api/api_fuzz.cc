// Bytes from the network that we read ourselves: the target of a request, headers that choose, and bodies of questions.
// The first line of the input is a target, the second a header value, the rest a body. Bodies are also unpacked and read
// as each dialect of the intake reads them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "answers/question_text.h"
#include "api/authorization.h"
#include "api/compression.h"
#include "api/gatekeeper.h"
#include "api/http_message.h"
#include "api/json_body.h"
#include "api/map_proposal_json.h"
#include "api/negotiation.h"
#include "api/tls_proxy.h"
#include "api/tracking_body.h"
#include "api/write_key.h"
#include "base/assert.h"
#include "collect/map.h"
#include "timelines/filter.h"
#include "tracking/tracking.h"

namespace sojourn {
namespace {

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

void read_target(std::string_view text) {
  const Result<RequestTarget> target = parse_request_target(text);
  if (!target.has_value()) return;
  SOJOURN_ASSERT(target->path == "*" || target->path.starts_with('/'), "a path begins with a slash");
  const Result<std::vector<std::string>> segments = path_segments(target->path);
  SOJOURN_ASSERT(segments.has_value(), "an accepted path has segments");
  std::string again;
  for (const std::string& each : *segments) again += "/" + percent_encode(each);
  SOJOURN_ASSERT(path_segments(again).value() == *segments, "encoding and decoding are inverse");
}

void read_header(std::string_view value) {
  const std::vector<std::string_view> offers{"application/json", "text/csv", "text/plain"};
  SOJOURN_ASSERT(choose_media(value, offers) < offers.size(), "one of the offers is chosen");
  (void)accepts_gzip(value);
  (void)matches_etag(value, "\"tag\"");
  (void)gunzip(value, 4096);
  HttpRequest request;
  request.method = "POST";
  request.path = "/";
  for (const char* name : {"Host", "Authorization", "Origin", "Content-Type", "Cookie", "X-Forwarded-Proto"}) {
    request.headers = {{"Host", "localhost"}};
    request.headers.insert(request.headers.begin(), {name, std::string(value)});
    if (name == std::string_view("Host")) request.headers.pop_back();
    (void)Gatekeeper("key", true).refuse(request);
    const std::optional<std::string> cookie = cookie_of(request, kSessionCookie);
    SOJOURN_ASSERT(!cookie || cookie->find(';') == std::string::npos, "a cookie ends where the next begins");
    (void)came_over_tls("127.0.0.1", request);
  }
}

// Whatever is asked, the scope stands beside it, and nothing stands outside of both.
void read_scoped(std::string_view where) {
  Caller caller;
  caller.scope = "channel = \"web\"";
  const Result<std::string> joined = where_in_scope(std::string(where), caller);
  if (!joined.has_value()) return;
  const Result<Filter> asked = Filter::parse(where), scope = Filter::parse(caller.scope), both = Filter::parse(*joined);
  SOJOURN_ASSERT(asked.has_value() && both.has_value(), "what was taken alone is taken with a scope");
  SOJOURN_ASSERT(both->text() == Filter::both(*asked, *scope).text(), "a scope is joined by and");
}

void read_body(std::string_view body) {
  const Result<Json> json = read_json(body);
  if (!json.has_value()) return;
  SOJOURN_ASSERT(read_json(json_text(*json)).has_value(), "what we print can be read");
  (void)integer_at(*json, "limit", 0, 0, 10);
  const Result<Question> question = parse_question(body);
  if (!question.has_value()) return;
  const Result<Question> again = parse_question(question_json(*question));
  SOJOURN_ASSERT(again.has_value() && question_json(*again) == question_json(*question), "a question prints as itself");
}

// A map's proposal as a page sends it back: read, printed and read again; what is a map is written as one, or refused.
void read_proposal(std::string_view body) {
  const Result<Json> json = read_json(body);
  if (!json.has_value()) return;
  const Result<MapProposal> proposal = parse_proposal(*json);
  if (!proposal.has_value()) return;
  SOJOURN_ASSERT(parse_proposal(proposal_json(*proposal)).has_value(), "a proposal prints as itself");
  if (check_proposal(*proposal).ok()) (void)parse_map(map_toml(*proposal), "map").status();
}

// Bodies of the intake: unpacked within the limit, the key looked for, read into a batch that holds together.
void read_intake(std::string_view target, std::string_view header, std::string_view body) {
  constexpr size_t kBytesMax = 64 * 1024;
  HttpRequest request;
  request.headers = {{"Content-Encoding", std::string(header)}, {"Authorization", std::string(header)}};
  request.body = body;
  if (Result<RequestTarget> parsed = parse_request_target(target); parsed.has_value()) {
    request.query = std::move(parsed->query);
  }
  (void)keys_offered(request);
  (void)decode_base64(header);
  const Result<std::string> plain = open_tracking_body(request, kBytesMax);
  if (!plain.has_value()) return;
  SOJOURN_ASSERT(plain->size() <= kBytesMax, "what is unpacked is within its limit");
  const std::vector<NamedText> headers{{"content-type", std::string(header)}, {"ce-id", std::string(header)}};
  const TrackingRequest asked{*plain, "/v1/batch", request.query, headers, Micros{1'767'607'200'000'000}};
  for (const Dialect dialect : {Dialect::kSegment, Dialect::kPosthog, Dialect::kSnowplow, Dialect::kCloudEvents,
                                Dialect::kOpenTelemetry, Dialect::kPlain}) {
    (void)key_in_body(dialect, asked);
    EventBatch batch;
    EventWriter writer(batch, WriterOptions());
    (void)read_tracking(dialect, asked, writer);
    for (const Event& event : batch.events) SOJOURN_ASSERT(event.time != INT64_MIN, "events have times");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view target = sojourn::take_line(rest);
  const std::string_view header = sojourn::take_line(rest);
  sojourn::read_target(target);
  sojourn::read_header(header);
  sojourn::read_scoped(header);
  sojourn::read_body(rest);
  sojourn::read_proposal(rest);
  sojourn::read_intake(target, header, rest);
  return 0;
}
