// Questions, people and links.
#include "api/openapi_examples.h"

namespace sojourn {

std::vector<RouteExample> question_examples() {
  return {
      {"POST /v1/ask", R"({"measure":"nps","by":["channel"],"over":"month","zone":"Europe/Amsterdam"})",
       R"({"measure":"nps","question":{"measure":"nps","by":["channel"],"over":"month","zone":"Europe/Amsterdam"},)"
       R"("unit":"points","definition":"The share of promoters minus the share of detractors, times 100: nps = 100 * )"
       R"((promoters - detractors) / answers.","convention":"count = last, interval = adjusted_wald, interval: as the )"
       R"(parameter interval says; adjusted Wald is that of Rocks 2016, times in Europe/Amsterdam",)"
       R"("as_of":"2026-01-03T00:00:00Z","events":5,"columns":[{"name":"channel","role":"split","unit":""},)"
       R"({"name":"period","role":"split","unit":"month"},{"name":"value","role":"value","unit":"points"}],)"
       R"("rows":[{"channel":"survey","period":"2026-01-01","value":0.0,"low":-73.3351372056518,)"
       R"("high":73.3351372056518,"n":2,"promoters":1,"passives":0,"detractors":1}],"notes":["n is below 30: too few )"
       R"(to compare or rank"]})"},
      {"POST /v1/who", R"({"question":{"measure":"nps"},"cell":{"column":"detractors"},"limit":10})",
       R"({"total":1,"people":[{"customer":"bert","number":3,"identifiers":[{"kind":"id","value":"bert"}]}]})"},
      {"GET /v1/measures", "",
       R"({"measures":[{"id":"nps","title":"Net Promoter Score","question":"Would our customers recommend us?",)"
       R"("definition":"The share of promoters minus the share of detractors, times 100: nps = 100 * (promoters - )"
       R"(detractors) / answers.","unit":"points","range":[-100.0,100.0],"better":"up","shape":"number","least_n":30,)"
       R"("interval":"as the parameter interval says; adjusted Wald is that of Rocks 2016","inputs":"kind, answer, )"
       R"(scale_min, scale_max","source":"Reichheld, The One Number You Need to Grow, Harvard Business Review 81(12), )"
       R"(2003; Rocks, Interval Estimation for the Net Promoter Score, The Americ...","since":"0.1","splits":true,)"
       R"("parameters":[{"name":"count","type":"choice","default":"last","choices":["last"],"min":null,"max":null,)"
       R"("repeated":false,"required":false,"about":"Which answers of a customer count within a group: the last one, )"
       R"(the first one, or all of them."}]}]})"},
      {"GET /v1/measures/{id}", "",
       R"({"id":"funnel","title":"Funnel","question":"How many customers get from the first step to the last, and )"
       R"(where do we lose them?","definition":"A customer reaches step k if there are k different events, one for )"
       R"(each of the steps 1 to k, in order of time, the last at most `within` after the ...","unit":"%",)"
       R"("range":[0.0,100.0],"better":"up","shape":"funnel","least_n":30,"interval":"Wilson; attempts and sessions )"
       R"(of one customer are taken as independent","inputs":"time, the fields of the steps, an identifier",)"
       R"j("source":"Wilson, JASA 22, 1927 (interval); H. W. Kuhn, Naval Res. Logist. Q. 2, 1955 (equal times)",)j"
       R"("since":"0.1","splits":true,"parameters":[{"name":"step","type":"filter","default":null,"choices":[],)"
       R"("min":null,"max":null,"repeated":true,"required":true,"about":"A filter per step, in order, e.g. touchpoint )"
       R"(= \"purchase\". Up to 16."}]})"},
      {"GET /v1/fields", "",
       R"({"fields":[{"name":"source","type":"term","about":"Where the event was read from."},)"
       R"({"name":"voice.sentiment","type":"term","about":"How the text feels.","values":["positive","negative"]}],)"
       R"("properties":["properties.plan"]})"},
      {"GET /v1/customers", "",
       R"({"customers":[{"customer":"anna","number":1,"identifiers":[{"kind":"id","value":"anna"},{"kind":"email",)"
       R"("value":"anna@example.com"}]}]})"},
      {"GET /v1/customers/{identifier}", "",
       R"({"customer":"anna","number":1,"identifiers":[{"kind":"id","value":"anna"},{"kind":"email",)"
       R"("value":"anna@example.com"}],"links":[{"number":1,"a":"anna","b":"email:anna@example.com",)"
       R"("since":"2026-01-01T00:00:00Z","by_hand":false,"reason":"","made_at":"2026-11-22T15:16:18.846537Z",)"
       R"("undone_at":null}],"flags":[],"stages":[{"stage":"consider","entered":"2026-01-01T00:00:00Z",)"
       R"("left":"2026-01-01T01:00:00Z"}]})"},
      {"GET /v1/customers/{identifier}/timeline", "",
       R"({"events":[{"sequence":1,"id":"1","source":"shop","time":"2026-01-01T00:00:00Z","offset_minutes":0,)"
       R"("received":"2026-11-22T15:16:18.846537Z","who":[{"kind":"id","value":"anna"}],"fields":{"channel":"web",)"
       R"("touchpoint":"home page"},"properties":{},"voice":null}],"next":1})"},
      {"POST /v1/links", R"({"a":"anna","b":"anonymous:cookie-7","reason":"asked her on the phone"})",
       R"({"number":2,"a":"anna","b":"anonymous:cookie-7","since":"2026-11-22T15:16:21.096959Z","by_hand":true,)"
       R"("reason":"asked her on the phone","made_at":"2026-11-22T15:16:21.096959Z","undone_at":null})"},
      {"GET /v1/links", "",
       R"({"total":2,"links":[{"number":1,"a":"anna","b":"email:anna@example.com","since":"2026-01-01T00:00:00Z",)"
       R"("by_hand":false,"reason":"","made_at":"2026-11-22T15:16:18.846537Z","undone_at":null}]})"},
      {"DELETE /v1/links/{number}", "",
       R"({"number":2,"a":"anna","b":"anonymous:cookie-7","since":"2026-11-22T15:16:21.096959Z","by_hand":true,)"
       R"("reason":"asked her on the phone","made_at":"2026-11-22T15:16:21.096959Z",)"
       R"("undone_at":"2026-11-22T15:16:21.117376Z"})"},
  };
}

}  // namespace sojourn
