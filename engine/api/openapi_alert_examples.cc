// Alerts and reports by mail.
#include "api/openapi_examples.h"

namespace sojourn {
namespace {

#define SOJOURN_ALERT_EXAMPLE                                                                                             \
  R"({"name":"web-nps","title":"NPS of the web","enabled":true,"question":{"measure":"nps","where":"channel = \"web\"",)" \
  R"("zone":"UTC"},"period":"30d","when":"below","value":30,"by":0,"least_n":30,"mail":["anna@example.com"],)"            \
  R"("webhook":false,"owner":"anna","state":"firing","since":"2026-11-20T08:00:00Z","now":{"value":24.5,"low":18.1,)"     \
  R"("high":30.9,"n":412,"as_of":"2026-11-22T15:16:18Z"},"reason":"","snoozed_until":null})"

constexpr std::string_view kAlert = SOJOURN_ALERT_EXAMPLE;
constexpr std::string_view kAlerts = R"({"alerts":[)" SOJOURN_ALERT_EXAMPLE R"(],"firing":1})";
#undef SOJOURN_ALERT_EXAMPLE

#define SOJOURN_REPORT_EXAMPLE                                                                                    \
  R"({"name":"weekly","title":"","board":"care","to":["anna@example.com"],"every":"week","at":"07:00",)"          \
  R"("zone":"Europe/Amsterdam","weekday":"mon","day":1,"format":["xlsx"],"language":"nl","enabled":true,)"        \
  R"("owner":"anna","state":"on","reason":"","next":"2026-11-23T06:00:00Z","last":{"at":"2026-11-16T06:00:01Z",)" \
  R"("slot":"2026-11-16T06:00:00Z","told":["anna@example.com"],"outcome":"sent"}})"

constexpr std::string_view kReport = SOJOURN_REPORT_EXAMPLE;
constexpr std::string_view kReports = R"({"reports":[)" SOJOURN_REPORT_EXAMPLE R"(]})";
#undef SOJOURN_REPORT_EXAMPLE

}  // namespace

std::vector<RouteExample> alert_examples() {
  return {
      {"GET /v1/alerts", "", kAlerts},
      {"GET /v1/alerts/{name}", "", kAlert},
      {"PUT /v1/alerts/{name}", "", kAlert},
      {"DELETE /v1/alerts/{name}", "", R"({"removed":"web-nps"})"},
      {"POST /v1/alerts/try", "",
       R"({"fired":1,"unit":"points","series":[{"from":"2026-10-24","to":"2026-11-22","value":24.5,"low":18.1,)"
       R"("high":30.9,"n":412,"fires":true,"reason":""}]})"},
      {"POST /v1/alerts/{name}/snooze", "", kAlert},
      {"GET /v1/alerts/{name}/history", "",
       R"({"entries":[{"at":"2026-11-20T08:00:00Z","state":"firing","value":24.5,"low":18.1,"high":30.9,"n":412,)"
       R"("reason":"","told":["anna@example.com"],"outcome":"sent"}]})"},
      {"GET /v1/reports", "", kReports},
      {"GET /v1/reports/{name}", "", kReport},
      {"PUT /v1/reports/{name}", "", kReport},
      {"DELETE /v1/reports/{name}", "", R"({"removed":"weekly"})"},
      {"POST /v1/reports/{name}/send", "", R"({"sent":["anna@example.com"],"failed":[]})"},
  };
}

}  // namespace sojourn
