// POST /hooks/{token}, and RudderStack's POST /v1/webhook: webhooks of vendors. The token names the source; its format
// reads the body; the body itself is kept beside the events, so that a mended reader can read it again (intake/replay.h).
// Twilio's may be set to GET: then the query is the form that would be the body.
#include <array>

#include "api/compression.h"
#include "api/deliver.h"
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/record_json.h"
#include "api/write_key.h"
#include "base/encoding.h"
#include "base/text.h"
#include "formats/format.h"
#include "intake/read_body.h"

namespace sojourn {
namespace {

constexpr size_t kHookBytesMax = size_t{20} << 20;
constexpr size_t kHeaderBytesMax = 1024;
constexpr std::string_view kNoMoreWords = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

using Headers = std::map<std::string, std::string>;

Headers all_headers(const HttpRequest& request) {
  Headers headers;
  for (const auto& [name, value] : request.headers) headers.emplace(lower_ascii(name), value);
  return headers;
}

// What readers need beside the body: what it is, and which event of which shop. No other header is kept, since anybody may
// name one as they like, and it may hold a secret or somebody's address.
constexpr std::array<std::string_view, 6> kKeptHeaders{"content-type",           "x-shopify-topic",
                                                       "x-shopify-event-id",     "x-shopify-shop-domain",
                                                       "x-shopify-triggered-at", "x-wc-webhook-topic"};

Headers kept_headers(const Headers& headers) {
  Headers kept;
  for (const std::string_view name : kKeptHeaders) {
    const auto found = headers.find(std::string(name));
    if (found == headers.end() || found->second.size() > kHeaderBytesMax || !is_utf8(found->second)) continue;
    kept.insert(*found);
  }
  kept.try_emplace("content-type", "");  // By having any header, readers know a webhook from a file.
  return kept;
}

std::string header_or(const Headers& headers, const std::string& name, const std::string& otherwise) {
  const auto found = headers.find(name);
  return found == headers.end() ? otherwise : found->second;
}

// As the sender called it, also through a proxy that tells: Twilio signs it.
std::string address_of(const HttpRequest& request, const Headers& headers) {
  const std::string host = header_or(headers, "x-forwarded-host", header_or(headers, "host", ""));
  return header_or(headers, "x-forwarded-proto", "http") + "://" + host + request.target;
}

// Of a GET the address says it all, and is all that is signed.
Status check_signature(const SourceSpec& source, const Format& format, const HttpRequest& request,
                       const Headers& headers, Micros received) {
  if (source.signing_secret.empty() || !format.signing) return {};
  const SignedRequest asked{request.body, headers, address_of(request, headers), received};
  return verify_signature(*format.signing, source.signing_secret, asked);
}

// WooCommerce asks with "webhook_id=7", which it does not sign, whether there is somebody, when a webhook is set up.
bool is_first_call(const SourceSpec& source, std::string_view body) {
  constexpr std::string_view kName = "webhook_id=";
  constexpr size_t kDigitsMax = 20;
  if (source.format != "woocommerce" || !body.starts_with(kName)) return false;
  body.remove_prefix(kName.size());
  return !body.empty() && body.size() <= kDigitsMax && body.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_twilio(const SourceSpec& source) { return source.format.starts_with("twilio"); }

// Of Twilio an empty document: say nothing, send nothing. At RudderStack's address its own word.
HttpReply hook_reply(const SourceSpec& source, const Call& call, int status) {
  if (is_twilio(source)) return {200, "text/xml; charset=utf-8", std::string(kNoMoreWords), {}};
  if (call.path.empty()) return {status, "text/plain; charset=utf-8", "ok", {}};
  return json_reply({{"success", status == 200}}, status);
}

// Firehose takes nothing else for an answer; what is kept is delivered, also what nobody understands yet.
std::optional<HttpReply> firehose_reply(const Headers& headers, Micros received) {
  const std::string request = header_or(headers, "x-amz-firehose-request-id", "");
  if (request.empty()) return std::nullopt;
  return json_reply({{"requestId", request}, {"timestamp", received / 1000}});
}

HttpReply refuse_body(const Status& status, const std::string& request_id) {
  const bool large = status.code() == StatusCode::kLimit;
  const Problem problem{large ? 413 : 400, large ? "too_large" : "invalid_argument", status.message(), status.where()};
  return problem_reply(problem, request_id);
}

// The batch of a body that its reader refused: one reject, which says why.
std::unique_ptr<EventBatch> refused_batch(const SourceSpec& source, const std::string& body, const Status& fault) {
  auto batch = std::make_unique<EventBatch>();
  batch->source = source.name;
  batch->input = kWebhookInput;
  EventWriter writer(*batch, WriterOptions());
  writer.row();
  (void)writer.reject(1, body, fault.where(), fault.message());
  return batch;
}

// By the token in the address, or, at RudderStack's, by a key where its SDKs put theirs.
OpenedSource hook_source(const Engine& engine, const Call& call) {
  const std::vector<std::string> keys = call.path.empty() ? keys_offered(call.request) : call.path;
  OpenedSource opened = open_source(engine.sources, keys, "hook");
  const auto* problem = std::get_if<Problem>(&opened);
  if (problem == nullptr || problem->status != 401) return opened;
  if (std::holds_alternative<Problem>(open_source(engine.sources, keys, "write"))) return opened;
  return Problem{401, "unauthorized",
                 "this is the key of a source for SDKs; webhooks need the key of a source whose format reads them "
                 "(sojourn formats)",
                 "key"};
}

// What was sent: the body, or the query of a GET as it was written.
Result<std::string> sent_text(const HttpRequest& request, const Headers& headers) {
  if (request.method == "POST") {
    return unpack_body(request.body, header_or(headers, "content-encoding", ""), kHookBytesMax);
  }
  const size_t query = request.target.find('?');
  return query == std::string::npos ? std::string() : request.target.substr(query + 1);
}

Result<HttpReply> take(const Engine& engine, const SourceSpec& source, const Call& call) {
  const HttpRequest& request = call.request;
  if (std::optional<HttpReply> flood = refuse_flood(engine, source.name, request.request_id)) return *flood;
  SOJOURN_TRY(const Format* const format, find_format(source.format));
  if (is_first_call(source, request.body)) return hook_reply(source, call, 200);
  const Micros received = now();
  const Headers headers = all_headers(request);
  if (const Status proved = check_signature(source, *format, request, headers, received); !proved.ok()) {
    return problem_reply({401, "unauthorized", proved.message(), proved.where()}, request.request_id);
  }
  Result<std::string> body = sent_text(request, headers);
  if (!body.has_value()) return refuse_body(body.error(), request.request_id);
  Headers kept = kept_headers(headers);
  if (request.method != "POST") kept["content-type"] = "application/x-www-form-urlencoded";
  auto batch = std::make_unique<EventBatch>();
  const Status read = read_body(source, *body, kept, *batch, received);
  if (!read.ok()) batch = refused_batch(source, *body, read);
  const size_t bytes = body->size();
  RawBody raw{0, source.name, source.format, headers_text(kept), *std::move(body), received, outcome_of(*batch)};
  // 202: it is kept, though nobody understands it yet.
  const int status = raw.outcome.empty() ? 200 : 202;
  HttpReply reply = firehose_reply(headers, received).value_or(hook_reply(source, call, status));
  return deliver(engine, {std::move(batch), std::move(raw), bytes, nullptr}, request.request_id,
                 [reply = std::move(reply)](const AppendReceipt&) { return reply; });
}

// Some vendors look whether there is somebody before they send: without parameters, or with HEAD.
HttpReply look(const Call& call) {
  if (call.path.empty()) return HttpReply{200, "text/plain; charset=utf-8", "ok", {}};
  return json_reply({{"success", true}});
}

// Nothing that was sent is acknowledged without being kept.
HttpReply refuse_get(const SourceSpec& source, const std::string& request_id) {
  return problem_reply(
             {405, "method_not_allowed",
              "webhooks of " + source.format + " are sent by POST; a GET with parameters is not stored", "method"},
             request_id)
      .with("Allow", "POST, OPTIONS");
}

Result<HttpReply> answer_hook(const Engine& engine, const Call& call) {
  const HttpRequest& request = call.request;
  const OpenedSource opened = hook_source(engine, call);
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, request.request_id);
  const SourceSpec& source = *std::get<std::shared_ptr<const SourceSpec>>(opened);
  if (request.method == "POST") return take(engine, source, call);
  const bool told = request.method == "GET" && !call.path.empty() && !request.query.empty();
  if (!told) return look(call);
  return is_twilio(source) ? take(engine, source, call) : refuse_get(source, request.request_id);
}

const char* const kHookExample =
    R"({"id":"820982911946154508","name":"#1001","created_at":"2026-01-05T10:00:00Z","currency":"EUR",)"
    R"("total_price":"12.50","email":"anna@example.com","line_items":[]})";

Route hook_route(const Engine& engine, const char* verb, const char* pattern, const char* summary) {
  Route route = intake_route(verb, pattern, summary);
  route.handler = [engine](const Call& call) { return answer_hook(engine, call); };
  if (route.verb == "POST") {
    route.body_bytes_max = kHookBytesMax;
    route.request_schema = "Anything";
    route.request_example = kHookExample;
    route.also = {{202, "It is kept, but nothing of it was understood yet: see /v1/rejects and POST /v1/replay."}};
  }
  return route;
}

}  // namespace

void add_hook_routes(const Engine& engine, std::vector<Route>& routes) {
  for (const auto& [verb, summary] :
       {std::pair("POST", "A webhook of any vendor whose format we read."),
        std::pair("GET",
                  "Whether there is a source behind the token; with parameters, a webhook of Twilio's "
                  "that is set to GET (of others 405).")}) {
    routes.push_back(hook_route(engine, verb, "/hooks/{token}", summary));
    routes.back().reply_schema = "Success";
    routes.back().reply_example = R"({"success":true})";
  }
  for (const auto& [verb, summary] : {std::pair("POST", "The same where RudderStack's senders expect it."),
                                      std::pair("GET", "Whether there is a source behind the key.")}) {
    routes.push_back(hook_route(engine, verb, "/v1/webhook", summary));
    routes.back().query = {{"writeKey", "string", "A key of a source that takes webhooks; or as in the header."}};
    routes.back().media = {"text/plain"};
    routes.back().reply_example = "ok";
  }
}

}  // namespace sojourn
