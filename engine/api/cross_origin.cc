#include "api/cross_origin.h"

namespace sojourn {
namespace {

constexpr const char* kMaxAgeSeconds = "900";

}  // namespace

void add_cross_origin_headers(const HttpRequest& request, HttpReply& reply) {
  reply.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
  const std::string* origin = request.header("Origin");
  if (origin == nullptr || origin->empty()) return;
  reply.headers.emplace_back("Access-Control-Allow-Origin", *origin);
  reply.headers.emplace_back("Access-Control-Allow-Credentials", "true");
  reply.headers.emplace_back("Vary", "Origin");
  // Else a page's SDK could not read how long it is to wait.
  if (reply.status == 429 || reply.status == 503) {
    reply.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After, X-RateLimit-Reset");
  }
}

HttpReply preflight_reply(const HttpRequest& request, const std::string& allow) {
  HttpReply reply{204, "", "", {{"Allow", allow}}};
  if (request.header("Access-Control-Request-Method") != nullptr) {
    reply.headers.emplace_back("Access-Control-Allow-Methods", allow);
    if (const std::string* wanted = request.header("Access-Control-Request-Headers")) {
      reply.headers.emplace_back("Access-Control-Allow-Headers", *wanted);
    }
    // A page of the internet that sends to a server of the local network asks for this as well.
    if (request.header("Access-Control-Request-Private-Network") != nullptr) {
      reply.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
    }
    reply.headers.emplace_back("Access-Control-Max-Age", kMaxAgeSeconds);
  }
  // HTTP 1.1 Web Hooks for Event Delivery, 4: who may send, and how often.
  if (const std::string* sender = request.header("WebHook-Request-Origin")) {
    reply.status = 200;
    reply.headers.emplace_back("WebHook-Allowed-Origin", *sender);
    reply.headers.emplace_back("WebHook-Allowed-Rate", "*");
  }
  return reply;
}

}  // namespace sojourn
