// POST /hooks/{token}: webhooks of vendors. The token in the address names the source; its format reads the body; the
// body itself is kept beside the events, so that a mended reader can read it again (intake/replay.h).
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

// What a reader may need: the type of the body, and the vendor's own headers. Not who sent it from where, and nothing
// that lets in or signs.
bool is_kept(std::string_view name, std::string_view value) {
  if (value.size() > kHeaderBytesMax || !is_utf8(value)) return false;
  if (name == "content-type") return true;
  for (const std::string_view word :
       {"forwarded", "real-ip", "client-ip", "signature", "hmac", "token", "auth", "key"}) {
    if (name.find(word) != std::string_view::npos) return false;
  }
  for (const std::string_view start : {"x-", "ce-", "webhook-", "i-twilio-"}) {
    if (name.starts_with(start)) return true;
  }
  return false;
}

Headers kept_headers(const Headers& headers) {
  Headers kept;
  for (const auto& [name, value] : headers) {
    if (is_kept(name, value)) kept.emplace(name, value);
  }
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

// Of Twilio an empty document: say nothing, send nothing.
HttpReply hook_reply(const SourceSpec& source, int status) {
  if (is_twilio(source)) return {200, "text/xml; charset=utf-8", std::string(kNoMoreWords), {}};
  return json_reply({{"success", status == 200}}, status);
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

// Why a body could not be read, in words of its reject, which are text for sure.
std::string outcome_of(const EventBatch& refused) {
  const Reject& why = refused.rejects.front();
  return why.field.empty() ? why.reason : why.field + ": " + why.reason;
}

Result<HttpReply> take(const Engine& engine, const Call& call) {
  const HttpRequest& request = call.request;
  const OpenedSource opened = open_source(engine.sources, {call.path[0]}, "hook");
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, request.request_id);
  const SourceSpec& source = *std::get<std::shared_ptr<const SourceSpec>>(opened);
  SOJOURN_TRY(const Format* const format, find_format(source.format));
  if (is_first_call(source, request.body)) return hook_reply(source, 200);
  const Micros received = now();
  const Headers headers = all_headers(request);
  if (const Status proved = check_signature(source, *format, request, headers, received); !proved.ok()) {
    return problem_reply({401, "unauthorized", proved.message(), proved.where()}, request.request_id);
  }
  Result<std::string> body = unpack_body(request.body, header_or(headers, "content-encoding", ""), kHookBytesMax);
  if (!body.has_value()) return refuse_body(body.error(), request.request_id);
  const Headers kept = kept_headers(headers);
  auto batch = std::make_unique<EventBatch>();
  const Status read = read_body(source, *body, kept, *batch, received);
  if (!read.ok()) batch = refused_batch(source, *body, read);
  const size_t bytes = body->size();
  RawBody raw{0,
              source.name,
              source.format,
              headers_text(kept),
              *std::move(body),
              received,
              read.ok() ? std::string() : outcome_of(*batch)};
  // 202: it is kept, though nobody understands it yet.
  HttpReply reply = hook_reply(source, read.ok() ? 200 : 202);
  return deliver(engine, {std::move(batch), std::move(raw), bytes, nullptr}, request.request_id,
                 [reply = std::move(reply)](const AppendReceipt&) { return reply; });
}

// Some vendors look whether there is somebody before they send.
Result<HttpReply> look(const Engine& engine, const Call& call) {
  const OpenedSource opened = open_source(engine.sources, {call.path[0]}, "hook");
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, call.request.request_id);
  return json_reply({{"success", true}});
}

}  // namespace

void add_hook_routes(const Engine& engine, std::vector<Route>& routes) {
  Route post = intake_route("POST", "/hooks/{token}", "A webhook of any vendor whose format we read.");
  post.handler = [engine](const Call& call) { return take(engine, call); };
  post.body_bytes_max = kHookBytesMax;
  post.request_schema = "Anything";
  post.reply_schema = "Success";
  post.request_example = "{}";
  post.reply_example = R"({"success":true})";
  routes.push_back(std::move(post));
  Route get = intake_route("GET", "/hooks/{token}", "Whether there is a source behind the token.");
  get.handler = [engine](const Call& call) { return look(engine, call); };
  get.reply_schema = "Success";
  get.reply_example = R"({"success":true})";
  routes.push_back(std::move(get));
}

}  // namespace sojourn
