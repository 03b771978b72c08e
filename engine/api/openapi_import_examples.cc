// Imports, maps, exports.
#include "api/openapi_examples.h"

namespace sojourn {

std::vector<RouteExample> map_examples() {
  return {
      {"POST /v1/maps/propose", "",
       R"({"format":null,"ready":false,"proposal":{"source":"till","zone":"","rows":1,"columns":[{"column":"when",)"
       R"("samples":["2026-01-05 10:00"],"filled":1,"target":"time","why":"its values are times","kind":"",)"
       R"("scale":null,"time_format":"","unit":"","times":"","strip_prefix":"","strip_suffix":"","point_zero":false,)"
       R"("values":{}},{"column":"card","samples":["17"],"filled":1,"target":"properties.card","why":"kept as a )"
       R"(property","kind":"","scale":null,"time_format":"","unit":"","times":"","strip_prefix":"","strip_suffix":"",)"
       R"("point_zero":false,"values":{}},{"column":"paid","samples":["12.50"],"filled":1,"target":"properties.paid",)"
       R"("why":"kept as a property","kind":"","scale":null,"time_format":"","unit":"","times":"","strip_prefix":"",)"
       R"("strip_suffix":"","point_zero":false,"values":{}}],"constants":{"touchpoint":"till"}},"problem":null,)"
       R"("map":"# Proposed by sojourn map; correct what is wrong (docs/formats/map.md).\nsource = )"
       R"(\"till\"\n\n[[file]]\nname = \"*\"\n\n","targets":[{"name":"id","title":"The event's own number: a row that )"
       R"(comes again is known by it"}],"kinds":[{"name":"nps","min":0.0,"max":10.0}],"sample":"when,card,)"
       R"(paid\n2026-01-05 10:00,17,12.50\n"})"},
      {"POST /v1/maps/revise", "",
       R"({"proposal":{"source":"till","zone":"Europe/Amsterdam","rows":0,"columns":[{"column":"when","samples":[],)"
       R"("filled":0,"target":"time","why":"","kind":"","scale":null,"time_format":"%Y-%m-%d %H:%M","unit":"",)"
       R"("times":"","strip_prefix":"","strip_suffix":"","point_zero":false,"values":{}},{"column":"card",)"
       R"("samples":[],"filled":0,"target":"who.id","why":"","kind":"","scale":null,"time_format":"","unit":"",)"
       R"("times":"","strip_prefix":"","strip_suffix":"","point_zero":false,"values":{}}],)"
       R"("constants":{"touchpoint":"purchase"}},"problem":null,"map":"# Proposed by sojourn map; correct what is )"
       R"(wrong (docs/formats/map.md).\nsource = \"till\"\nzone = \"Europe/Amsterdam\"\n\n[[file]]\nname = \"*\"\n",)"
       R"("targets":[{"name":"id","title":"The event's own number: a row that comes again is known by it"}],)"
       R"("kinds":[{"name":"nps","min":0.0,"max":10.0}],"rejects":[],"events":[{"id":"","source":"till",)"
       R"("time":"2026-01-05T09:00:00Z","offset_minutes":60,"who":[{"kind":"id","value":"17"}],)"
       R"("fields":{"touchpoint":"purchase"},"properties":{}}],"counts":{"rows":1,"events":1,"rejected":0}})"},
      {"PUT /v1/maps/{name}", "", R"({"name":"till","source":"till","changed_at":"2026-11-22T15:16:21.575304Z"})"},
      {"GET /v1/maps/{name}", "",
       R"(source = "till")"
       "\n"
       "\n"
       R"([[file]])"
       "\n"
       R"(name = "*")"
       "\n"
       "\n"
       R"([[file.event]])"
       "\n"
       R"(time = "time")"
       "\n"
       R"(who.id = "customer")"
       "\n"
       R"(touchpoint = "touchpoint")"
       "\n"},
      {"GET /v1/maps", "", R"({"maps":[{"name":"till","source":"till","changed_at":"2026-11-22T15:16:21.575304Z"}]})"},
      {"DELETE /v1/maps/{name}", "", R"({"name":"till","source":"till","changed_at":"2026-11-22T15:16:21.575304Z"})"},
  };
}

std::vector<RouteExample> import_examples() {
  return {
      {"POST /v1/imports", "",
       R"({"id":"1","name":"till.csv","map":null,"format":"rows","source":"till","zone":null,"country":null,)"
       R"("currency":null,"dry_run":false,"strict":false,"redact":false,"state":"queued","bytes_total":62,"bytes_read":0,)"
       R"("settings":{},"rows":0,"events":0,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,"rejects":[],)"
       R"("sources":[],"skipped":[],"samples":[],"seconds":0.0,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:21.664910Z","started_at":null,"ended_at":null})"},
      {"GET /v1/imports/{id}", "",
       R"({"id":"1","name":"till.csv","map":null,"format":"rows","source":"till","zone":null,"country":null,)"
       R"("currency":null,"dry_run":false,"strict":false,"redact":false,"state":"done","bytes_total":62,"bytes_read":62,)"
       R"("settings":{},"rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,"rejects":[],)"
       R"("sources":[{"source":"till","rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,)"
       R"("rejects":[]}],"skipped":[],"samples":[],"seconds":0.037524,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:21.664910Z","started_at":"2026-11-22T15:16:21.684879Z",)"
       R"("ended_at":"2026-11-22T15:16:21.722403Z"})"},
      {"GET /v1/imports", "",
       R"({"imports":[{"id":"1","name":"till.csv","map":null,"format":"rows","source":"till","zone":null,)"
       R"("country":null,"currency":null,"dry_run":false,"strict":false,"redact":false,"state":"done","bytes_total":62,)"
       R"("bytes_read":62,"settings":{},"rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,)"
       R"("rejects":[],"sources":[{"source":"till","rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,)"
       R"("superseded":0,"texts":0,"personal":0,"rejects":[]}],"skipped":[],"samples":[],"seconds":0.037524,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:21.664910Z","started_at":"2026-11-22T15:16:21.684879Z",)"
       R"("ended_at":"2026-11-22T15:16:21.722403Z"}]})"},
      {"DELETE /v1/imports/{id}", "",
       R"({"id":"1","name":"till.csv","map":null,"format":"rows","source":"till","zone":null,"country":null,)"
       R"("currency":null,"dry_run":false,"strict":false,"redact":false,"state":"done","bytes_total":62,"bytes_read":62,)"
       R"("settings":{},"rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,"rejects":[],)"
       R"("sources":[{"source":"till","rows":1,"events":1,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,)"
       R"("rejects":[]}],"skipped":[],"samples":[],"seconds":0.037524,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:21.664910Z","started_at":"2026-11-22T15:16:21.684879Z",)"
       R"("ended_at":"2026-11-22T15:16:21.722403Z"})"},
      {"POST /v1/imports/{id}/files", "",
       R"({"id":"2","name":"a.csv","map":null,"format":null,"source":"till","zone":null,"country":null,)"
       R"("currency":null,"dry_run":false,"strict":false,"redact":false,"state":"open","bytes_total":126,"bytes_read":0,)"
       R"("settings":{},"rows":0,"events":0,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,"rejects":[],)"
       R"("sources":[],"skipped":[],"samples":[],"seconds":0.0,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:23.230444Z","started_at":null,"ended_at":null})"},
      {"POST /v1/imports/{id}/start", "",
       R"({"id":"2","name":"a.csv","map":null,"format":"rows","source":"till","zone":null,"country":null,)"
       R"("currency":null,"dry_run":false,"strict":false,"redact":false,"state":"queued","bytes_total":126,"bytes_read":0,)"
       R"("settings":{},"rows":0,"events":0,"repeats":0,"without_id":0,"without_event":0,"rejected":0,"superseded":0,"texts":0,"personal":0,"rejects":[],)"
       R"("sources":[],"skipped":[],"samples":[],"seconds":0.0,"error":null,"error_code":null,)"
       R"("made_at":"2026-11-22T15:16:23.230444Z","started_at":null,"ended_at":null})"},
      {"POST /v1/replay", "", R"({"bodies":0,"mended":0,"failed":0,"stored":0,"repeats":0,"rejected":0,"faults":[]})"},
      {"POST /v1/export", "", R"(PAR1... (the bytes of the file))"},
  };
}

}  // namespace sojourn
