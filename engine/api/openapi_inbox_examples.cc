// The feedback inbox.
#include <memory>

#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr std::string_view kItem =
    R"({"id":5,"event_id":"r-81:nps","time":"2026-11-20T09:30:00Z","customer":"c-17",)"
    R"("customer_number":17,"identifiers":[{"kind":"id","value":"c-17"},{"kind":"email","value":"anna@example.com"}],"source":"survey:nps",)"
    R"("channel":"survey","touchpoint":"survey","survey":"nps","score":{"kind":"nps","value":3,"min":0,"max":10,)"
    R"("group":"detractor"},"answers":[{"question":"How likely are you to recommend us?","kind":"nps","answer":3,)"
    R"("scale":{"min":0,"max":10},"choice":null,"text":"The parcel came a week late.","voice":{"language":"en",)"
    R"("sentiment":"negative","score":-0.4,"emotion":"anger","motive":"unknown","intent":"complaint",)"
    R"("topic":"delivery, late","wish":null,"obstacle":null,"rival":null}}],)"
    R"("text":"The parcel came a week late.","language":"en","voice":{"language":"en","sentiment":"negative",)"
    R"("score":-0.4,"emotion":"anger","motive":"unknown","intent":"complaint","topic":"delivery, late","wish":null,)"
    R"("obstacle":null,"rival":null},"agent":"","state":"doing","tags":["delivery"],)"
    R"("assignee":"anna","notes":[{"n":1,"at":"2026-11-20T11:00:00Z","account":"anna",)"
    R"("text":"Called back, a new parcel is on its way."}],"case":{"opened":"2026-11-20T09:30:00Z",)"
    R"("due":"2026-11-22T09:30:00Z","overdue":false,"escalated":null}})";
constexpr std::string_view kNotes =
    R"({"notes":[{"n":4,"at":"2026-11-20T11:00:00Z","account":"anna","text":"Prefers to be called in the evening.",)"
    R"("identifier":"c-17"}]})";
constexpr std::string_view kSettings =
    R"({"cases":"kind = \"nps\" and answer <= 6","due_hours":48,"escalate_hours":24,"assignee":"",)"
    R"("escalate_to":["care@example.com"],"since":"","assignees":["anna"],"trouble":null})";

// Texts that are put together, for as long as the program runs.
std::string_view joined(std::string_view before, std::string_view middle, std::string_view after) {
  static std::vector<std::unique_ptr<std::string>> kept;
  kept.push_back(std::make_unique<std::string>(std::string(before) + std::string(middle) + std::string(after)));
  return *kept.back();
}

}  // namespace

std::vector<RouteExample> inbox_examples() {
  return {
      {"GET /v1/feedback", "",
       joined(R"({"items":[)", kItem,
              R"(],"next":null,"counts":{"open":0,"doing":1,"done":0,"cases":1,"overdue":0,"escalated":0,"mine":1}})")},
      {"GET /v1/feedback/{id}", "", kItem},
      {"PUT /v1/feedback/{id}", "", kItem},
      {"POST /v1/feedback/change", "", joined(R"({"changed":1,"items":[)", kItem, "]}")},
      {"GET /v1/feedback/tags", "", R"({"tags":[{"tag":"delivery","count":12},{"tag":"price","count":3}]})"},
      {"POST /v1/feedback/{id}/notes", "", kItem},
      {"DELETE /v1/feedback/{id}/notes/{n}", "", kItem},
      {"GET /v1/feedback/settings", "", kSettings},
      {"PUT /v1/feedback/settings", "", kSettings},
      {"GET /v1/customers/{identifier}/notes", "", kNotes},
      {"POST /v1/customers/{identifier}/notes", "", kNotes},
      {"DELETE /v1/customers/{identifier}/notes/{n}", "", R"({"notes":[]})"},
  };
}

}  // namespace sojourn
