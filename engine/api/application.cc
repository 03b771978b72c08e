#include "api/application.h"

#include <future>
#include <new>

#include "api/access_audit.h"
#include "api/compression.h"
#include "api/cross_origin.h"
#include "api/deliver.h"
#include "api/event_stream.h"
#include "api/negotiation.h"
#include "api/openapi.h"
#include "api/pending_reply.h"
#include "base/hash.h"

namespace sojourn {
namespace {

constexpr size_t kGzipBytesMin = 1024;  // Below it the head of gzip eats what it saves.
constexpr size_t kRequestIdBytesMax = 64;
constexpr std::string_view kRequestIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kUnmatched = "none";  // The route, in counters, of requests that fit no route.
constexpr const char* kGuessing = "too many requests with wrong keys came from your address";

bool is_text(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") || type.starts_with("application/problem");
}

void pack(const HttpRequest& request, HttpReply& reply) {
  if (reply.stream != nullptr || reply.file != nullptr || reply.body.size() <= kGzipBytesMin || !is_text(reply.type) ||
      !reply.header("Content-Encoding").empty())
    return;
  // A file that is sent unpacked was asked for so, and says itself what it varies by.
  if (!reply.header("ETag").empty()) return;
  reply.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  const std::string* accepted = request.header("Accept-Encoding");
  if (accepted == nullptr || !accepts_gzip(*accepted)) return;
  reply.body = gzip(reply.body);
  reply.headers.emplace_back("Content-Encoding", "gzip");
}

void add_default(HttpReply& reply, const char* name, const char* value) {
  if (reply.header(name).empty()) reply.headers.emplace_back(name, value);
}

// `basic`: the browser itself is to ask for a key.
void add_common_headers(const HttpRequest& request, Door door, bool basic, HttpReply& reply) {
  const bool intake = door == Door::kIntake;
  reply.headers.emplace_back("X-Request-Id", request.request_id);
  reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
  reply.headers.emplace_back("Referrer-Policy", "no-referrer");
  if (intake) {
    add_cross_origin_headers(request, reply);
  } else {
    reply.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  }
  // Answers are about people and change with every event: nobody keeps them.
  add_default(reply, "Cache-Control", "no-store");
  // At Basic, browsers would ask the visitors of other sites for a password.
  if (reply.status == 401) {
    add_default(reply, "WWW-Authenticate", basic && !intake ? "Basic realm=\"Sojourn\", charset=\"UTF-8\"" : "Bearer");
  }
  if (reply.status == 503) add_default(reply, "Retry-After", "5");
}

// The page of a board that was shared, and the files that every page is made of.
bool is_for_all(std::string_view path) {
  return path.starts_with("/shared/") || path.starts_with("/assets/") || path == "/boot.js" || path == "/icon.svg";
}

HttpReply not_allowed(const HttpRequest& request, const std::string& allow) {
  if (request.method == "OPTIONS") return HttpReply{204, "", "", {{"Allow", allow}}};
  return problem_reply({405, "method_not_allowed", request.method + " is not possible here; it is " + allow, "method"},
                       request.request_id)
      .with("Allow", allow);
}

}  // namespace

Application::Application(const ServerOptions& options, bool loopback, const Engine& engine)
    : engine_(engine),
      gatekeeper_(options.admin_key, loopback, engine.access),
      files_(options.assets),
      counters_(engine.started),
      router_(make_routes()),
      openapi_(json_text(openapi_document(router_.routes(), catalogue()))),
      has_key_(!options.admin_key.empty()) {}

std::string Application::request_id(const std::string* wanted) {
  if (wanted != nullptr && !wanted->empty() && wanted->size() <= kRequestIdBytesMax &&
      wanted->find_first_not_of(kRequestIdLetters) == std::string::npos) {
    return *wanted;
  }
  const std::string seed = std::to_string(engine_.started) + "/" + std::to_string(requests_.fetch_add(1));
  std::string id;
  uint64_t bits = hash64(seed);
  for (int i = 0; i < 16; ++i, bits >>= 4) id += kHexDigits[bits & 15];
  return id;
}

bool Application::quick(const HttpRequest& request) const {
  const auto found = router_.find(request.method, request.path);
  const auto* match = std::get_if<Router::Match>(&found);
  return match == nullptr || match->route->quick;  // Files of the boards lie ready in memory.
}

// Our pages tell nothing of the record, and the one that asks who is there must come without being signed in. Where there
// are no accounts a browser is to ask for the admin key, but not of who opens what was shared with them.
Door Application::door_of(const HttpRequest& request) const {
  const Route* route = router_.route_at(request.method, request.path);
  if (route != nullptr) return route->door;
  if (request.path.starts_with("/v1/")) return Door::kOwner;
  return gatekeeper_.single_user() && !is_for_all(request.path) ? Door::kOwner : Door::kOpen;
}

size_t Application::body_bytes_max(const HttpRequest& request) const {
  const Route* route = router_.route_at(request.method, request.path);
  return route == nullptr ? kBodyBytesMax : route->body_bytes_max;
}

// No request that shows a key is left out, or it would tell right keys from wrong ones; but /healthz looks at none.
std::optional<HttpReply> Application::refuse_guessing(const HttpRequest& request) const {
  const bool wants_key = has_key_ || !gatekeeper_.single_user();
  const bool shows_key = wants_key && request.header("Authorization") != nullptr;
  if (!shows_key || request.client.empty() || request.path == "/healthz") return std::nullopt;
  const Micros wait = wrong_admin_keys_.wait(request.client, now());
  if (wait == 0) return std::nullopt;
  return too_many(kGuessing, retry_seconds(wait), request.request_id);
}

HttpReply Application::refuse_key(const HttpRequest& request, HttpReply reply) {
  if (request.client.empty()) return reply;
  const Micros wait = wrong_keys_.take(request.client, now());
  return wait == 0 ? std::move(reply) : too_many(kGuessing, retry_seconds(wait), request.request_id);
}

// Counted among the wrong keys of the intake, whose senders are not to lock the owner out.
std::optional<Problem> Application::refuse_owner(const HttpRequest& request) const {
  const bool wants_key = has_key_ || !gatekeeper_.single_user();
  const bool shows_key = wants_key && request.header("Authorization") != nullptr;
  if (shows_key && !request.client.empty() && wrong_keys_.wait(request.client, now()) > 0) {
    return Problem{429, "limit", kGuessing, ""};
  }
  Caller caller;
  if (std::optional<Problem> problem = gatekeeper_.admit(request, Door::kOwner, caller)) return problem;
  return missing_permission(Permission::kSetup, caller, engine_.access);
}

bool Application::takes_upload(const HttpRequest& request) const {
  const auto found = router_.find(request.method, request.path);
  const auto* match = std::get_if<Router::Match>(&found);
  return match != nullptr && match->route->upload;
}

std::optional<HttpReply> Application::begin_upload(HttpRequest& request, std::optional<uint64_t> length) {
  auto found = router_.find(request.method, request.path);
  auto* match = std::get_if<Router::Match>(&found);
  if (match == nullptr || !match->route->upload) return std::nullopt;
  Status status = check_query(*match->route, request);
  if (status.ok()) {
    Call call{request, std::move(match->path), nullptr};
    static_cast<void>(gatekeeper_.admit(request, match->route->door, call.caller));  // Let in already.
    Result<std::shared_ptr<UploadFile>> upload = match->route->upload(call, length);
    if (upload) {
      request.upload = *std::move(upload);
      return std::nullopt;
    }
    status = std::move(upload).error();
  }
  return reject_upload(status, request);
}

HttpReply Application::reject_upload(const Status& status, const HttpRequest& request) {
  Problem problem = problem_of(status);
  if (status.code() == StatusCode::kUnavailable) problem.status = 507;
  return reject(problem, request);
}

std::optional<HttpReply> Application::refuse(const HttpRequest& request) {
  Caller caller;
  return let_in(request, caller);
}

std::optional<Problem> Application::refuse_permission(const HttpRequest& request, const Caller& caller) const {
  const auto found = router_.find(request.method, request.path);
  const auto* match = std::get_if<Router::Match>(&found);
  if (match == nullptr || match->route->door != Door::kOwner) return std::nullopt;
  return missing_permission(match->route->needs, caller, engine_.access);
}

std::optional<HttpReply> Application::let_in(const HttpRequest& request, Caller& caller) {
  const Door door = door_of(request);
  if (door == Door::kOwner) {
    if (std::optional<HttpReply> reply = refuse_guessing(request)) return refused(*std::move(reply), request);
  }
  std::optional<Problem> problem = gatekeeper_.admit(request, door, caller);
  if (!problem) problem = refuse_permission(request, caller);
  if (!problem) return std::nullopt;
  // A browser that shows no key yet is told to ask for one, and guesses nothing.
  const bool wrong_key = problem->status == 401 && request.header("Authorization") != nullptr;
  if (wrong_key && !request.client.empty()) wrong_admin_keys_.count(request.client, now());
  return reject(*problem, request);
}

HttpReply Application::refused(HttpReply reply, const HttpRequest& request) {
  add_common_headers(request, door_of(request), gatekeeper_.single_user(), reply);
  counters_.count(std::string(kUnmatched), reply.status, 0);
  return reply;
}

HttpReply Application::reject(const Problem& problem, const HttpRequest& request) {
  return refused(problem_reply(problem, request.request_id), request);
}

HttpReply Application::failed(const Status& status, const Route& route, const HttpRequest& request) const {
  Problem problem = problem_of(status);
  if (route.door == Door::kIntake && problem.status >= 500) {
    engine_.trouble->note(status.message());
    problem = {problem.status, problem.code, kCannotWrite, ""};
  }
  return problem_reply(problem, request.request_id);
}

HttpReply Application::run(const Route& route, const Call& call) const {
  if (route.door != Door::kIntake) {
    if (Status checked = check_query(route, call.request); !checked.ok()) {
      return problem_reply(problem_of(checked), call.request.request_id);
    }
  }
  Result<HttpReply> reply = route.handler(call);
  if (reply.has_value()) return std::move(reply).value();
  if (reply.error().code() == StatusCode::kCancelled) return HttpReply{kStatusClientGone, "", "", {}};
  return failed(reply.error(), route, call.request);
}

// Where the disk may be waited for.
void Application::keep_uses() const {
  const Status kept = engine_.access->book->keep_uses(engine_.access->now());
  if (!kept.ok()) engine_.trouble->note(kept.to_string());
}

HttpReply Application::dispatch(const HttpRequest& request, const std::atomic<bool>* cancelled, Course& course) {
  if (request.path == "*") return not_allowed(request, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  auto found = router_.find(request.method, request.path);
  if (auto* match = std::get_if<Router::Match>(&found)) {
    course.label = match->route->pattern;
    const Call call{request, std::move(match->path), cancelled, course.caller};
    course.note = audit_note(*match->route, call);
    if (!match->route->quick && engine_.access != nullptr) keep_uses();
    return run(*match->route, call);
  }
  if (const auto* wrong = std::get_if<Router::WrongVerb>(&found)) {
    const bool preflight = wrong->route->door == Door::kIntake && request.method == "OPTIONS";
    return preflight ? preflight_reply(request, wrong->allow) : not_allowed(request, wrong->allow);
  }
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads && !request.path.starts_with("/v1/")) return not_allowed(request, "GET, HEAD, OPTIONS");
  if (!request.path.starts_with("/v1/")) course.label = "files";
  return files_.serve(request);
}

HttpReply Application::finish(const HttpRequest& request, HttpReply reply, Course& course) {
  const Door door = door_of(request);
  if (reply.status == 401 && door == Door::kIntake) reply = refuse_key(request, std::move(reply));
  if (course.note && reply.status < 400) keep_note(engine_, *std::move(course.note));
  add_common_headers(request, door, gatekeeper_.single_user(), reply);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - course.begin;
  counters_.count(course.label, reply.status, seconds.count());
  counters_.request_ended();
  return reply;
}

void Application::answer(const HttpRequest& request, const std::atomic<bool>* cancelled, const Tell& tell) {
  const auto course = std::make_shared<Course>();
  course->begin = std::chrono::steady_clock::now();
  course->label = kUnmatched;
  if (std::optional<HttpReply> refused = let_in(request, course->caller)) return tell(*std::move(refused));
  counters_.request_begun();
  HttpReply reply;
  try {
    reply = dispatch(request, cancelled, *course);
    if (reply.pending == nullptr) pack(request, reply);
  } catch (const std::bad_alloc&) {
    reply = problem_reply({503, "limit", "there is no memory left to answer this", ""}, request.request_id);
  } catch (const std::exception& error) {
    engine_.trouble->note(error.what());
    const bool owner = door_of(request) == Door::kOwner;
    const std::string what = owner ? std::string(": ") + error.what() : " with the number of this request";
    reply = problem_reply({500, "internal", "please report this" + what, ""}, request.request_id);
  }
  if (reply.pending == nullptr) return tell(finish(request, std::move(reply), *course));
  const std::shared_ptr<PendingReply> pending = std::move(reply.pending);
  pending->then([this, &request, course, tell](HttpReply ready) { tell(finish(request, std::move(ready), *course)); });
}

HttpReply Application::answer(const HttpRequest& request, const std::atomic<bool>* cancelled) {
  // Shared, since the thread that tells may still be at it when this one has its reply.
  const auto told = std::make_shared<std::promise<HttpReply>>();
  answer(request, cancelled, [told](HttpReply reply) { told->set_value(std::move(reply)); });
  return told->get_future().get();
}

}  // namespace sojourn
