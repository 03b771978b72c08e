// Signing in, accounts, tokens, the audit log.
#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr std::string_view kMe =
    R"({"account":"anna","name":"Anna","email":"anna@example.com","role":"manager","scope":"department = \"North\"",)"
    R"("permissions":["ask","people","boards"],"single_user":false,"home":"service","language":"nl","granters":["Otto"]})";
constexpr std::string_view kSessions =
    R"({"sessions":[{"id":"9f86d081884c7d65","made":"2026-11-22T15:16:18Z","used":"2026-11-22T16:00:00Z","address":"",)"
    R"("agent":"Mozilla/5.0","current":true}]})";
constexpr std::string_view kAccount =
    R"({"account":"anna","name":"Anna","email":"anna@example.com","role":"manager","scope":"department = \"North\"",)"
    R"("home":"service","language":"nl","disabled":false,"personal":null,"has_password":true,"made":"2026-11-22T15:16:18Z",)"
    R"("password_set":"2026-11-22T15:16:18Z","sessions":1,"last_used":"2026-11-22T16:00:00Z"})";
constexpr std::string_view kAccounts =
    R"({"accounts":[{"account":"anna","name":"Anna","email":"anna@example.com","role":"owner","scope":"","home":"",)"
    R"("language":"","disabled":false,"personal":null,"has_password":true,"made":"2026-11-22T15:16:18Z",)"
    R"("password_set":"2026-11-22T15:16:18Z","sessions":1,"last_used":"2026-11-22T16:00:00Z"}]})";
constexpr std::string_view kToken =
    R"({"id":"60303ae22b998861","name":"weekly sheet","account":"anna","permissions":["ask"],"scope":"",)"
    R"("made":"2026-11-22T15:16:18Z","expires":"2027-02-20T15:16:18Z","used":null})";

}  // namespace

std::vector<RouteExample> access_examples() {
  return {
      {"POST /v1/sign-in", R"({"account":"anna","password":"eleven green bicycles"})", kMe},
      {"POST /v1/sign-out", "", R"({"signed_out":true})"},
      {"GET /v1/me", "", kMe},
      {"PUT /v1/me", R"({"name":"Anna","language":"nl","home":"service"})", kMe},
      {"PUT /v1/me/password", R"({"old":"eleven green bicycles","new":"twelve slow ferries"})", kSessions},
      {"GET /v1/me/sessions", "", kSessions},
      {"DELETE /v1/me/sessions/{id}", "", kSessions},
      {"GET /v1/accounts", "", kAccounts},
      {"PUT /v1/accounts/{account}",
       R"({"name":"Anna","email":"anna@example.com","role":"manager","scope":"department = \"North\"",)"
       R"("password":"eleven green bicycles"})",
       kAccount},
      {"DELETE /v1/accounts/{account}", "", kAccounts},
      {"GET /v1/accounts/{account}/sessions", "", kSessions},
      {"DELETE /v1/accounts/{account}/sessions", "", R"({"sessions":[]})"},
      {"GET /v1/tokens", "",
       R"({"tokens":[{"id":"60303ae22b998861","name":"weekly sheet","account":"anna","permissions":["ask"],"scope":"",)"
       R"("made":"2026-11-22T15:16:18Z","expires":"2027-02-20T15:16:18Z","used":"2026-11-29T06:00:00Z"}]})"},
      {"POST /v1/tokens", R"({"name":"weekly sheet","permissions":["ask"],"expires":"90d"})",
       R"({"id":"60303ae22b998861","name":"weekly sheet","account":"anna","permissions":["ask"],"scope":"",)"
       R"("made":"2026-11-22T15:16:18Z","expires":"2027-02-20T15:16:18Z","used":null,"token":"sjt_KEY"})"},
      {"DELETE /v1/tokens/{id}", "", kToken},
      {"GET /v1/audit", "",
       R"({"entries":[{"number":119,"at":"2026-11-22T16:00:00Z","account":"anna","address":"203.0.113.7",)"
       R"("action":"sign_in","subject":"anna","detail":""}],"next":null})"},
  };
}

}  // namespace sojourn
