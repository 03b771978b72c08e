// The voice of the customer.
#include <memory>

#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr std::string_view kExplanation =
    R"("language":"en","sentiment":"negative","score":-0.61,"confidence":0.83,"by":"rules",)"
    R"("sentences":[{"begin":0,"end":22,"language":"en","sentiment":"negative","score":-0.61}],)"
    R"("reasons":[{"kind":"negation","begin":13,"end":16,"weight":-0.75,"scope_begin":17,"scope_end":22},)"
    R"({"kind":"word","begin":17,"end":22,"weight":-1.5,"scope_begin":0,"scope_end":0}],)"
    R"("aspects":[{"begin":4,"end":8,"words":"room","sentiment":"negative","score":-0.61}],)"
    R"("emotion":{"name":"disgust","confidence":0.7,"begin":13,"end":22},)"
    R"("motive":{"name":"unknown","confidence":0,"begin":0,"end":0},)"
    R"("intent":{"name":"complaint","confidence":0.8,"begin":0,"end":22},)"
    R"("topic":{"id":4,"name":"room, clean","weight":0.6,"evidence":[{"begin":4,"end":8}]},)"
    R"("wish":null,"obstacle":null,"rival":null,"personal":[])";
constexpr std::string_view kStatus =
    R"({"edition":"b7c1f0e29a44d310","judged":18240,"conversations":312,"corrections":1,"topics":14,"wishes":9,)"
    R"("models":[{"language":"nl","origin":"learned","version":"2026-11-20","learned_from":6120,)"
    R"("quality":{"macro_f1":0.71,"accuracy":0.78,"ece":0.03}}],"work":{"kind":"rescore","step":"judging comments",)"
    R"("done":5200,"total":18240,"started":"2026-11-20T09:30:00Z"},"last":{"kind":"train","ended":"2026-11-20T09:30:00Z","ok":true,)"
    R"("detail":"of 6120 scored comments: in force for nl"},"learned":[{"language":"nl","texts":6120,"learned":0.71,)"
    R"("built_in":0.58,"before":null,"ece":0.03,"in_force":true,"why":""}]})";
constexpr std::string_view kCorrection = R"({"phrase":"a killer feature","language":"en","sentiment":"positive"})";
constexpr std::string_view kCorrections =
    R"({"corrections":[{"phrase":"a killer feature","language":"en","sentiment":"positive","account":"anna",)"
    R"("at":"2026-11-20T09:30:00Z"}]})";
constexpr std::string_view kTopics =
    R"({"topics":[{"id":4,"name":"room, clean","language":"en","words":["room","clean","bathroom"],"pinned":false}]})";

// Texts that are put together, for as long as the program runs.
std::string_view joined(std::string_view before, std::string_view middle, std::string_view after) {
  static std::vector<std::unique_ptr<std::string>> kept;
  kept.push_back(std::make_unique<std::string>(std::string(before) + std::string(middle) + std::string(after)));
  return *kept.back();
}

constexpr std::string_view kComment =
    R"({"comments":[{"event":5,"event_id":"r-81","time":"2026-11-20T09:30:00Z","customer":"c-17",)"
    R"("customer_number":12,"identifiers":[{"kind":"id","value":"c-17"}],"source":"survey:nps","channel":"survey","touchpoint":"survey",)"
    R"("kind":"nps","answer":3,"scale_min":0,"scale_max":10,"text":"The room was not clean","language":"en",)"
    R"("sentiment":"negative","score":-0.61,"emotion":"disgust","motive":"unknown","intent":"complaint",)"
    R"("topic":"room, clean","wish":null,"obstacle":null,"rival":null,"explanation":{)";

}  // namespace

std::vector<RouteExample> voice_examples() {
  return {
      {"GET /v1/voice", "", kStatus},
      {"POST /v1/voice/explain", R"({"text":"The room was not clean","language":"en"})",
       joined(R"({"text":"The room was not clean","unit":"utf16","edition":"b7c1f0e29a44d310",)", kExplanation, "}")},
      {"GET /v1/voice/comments", "",
       joined(kComment, kExplanation, R"(}}],"next":"1795512600000000.12.0","total":812})")},
      {"GET /v1/voice/phrases", "",
       R"({"texts":412,"against":7300,"phrases":[{"phrase":"late delivery","language":"en","in":61,"in_share":14.8,)"
       R"("against":120,"against_share":1.6,"score":9.7}]})"},
      {"GET /v1/voice/live", "",
       R"({"conversations":[{"source":"chat","conversation":"t-77","customer":"c-17","customer_number":12,)"
       R"("identifiers":[{"kind":"id","value":"c-17"}],"channel":"chat","since":"2026-11-20T09:30:00Z",)"
       R"("last":"2026-11-20T09:31:00Z","tone":-0.6,"turns":4,"text":"This is the third time I ask."}]})"},
      {"GET /v1/voice/corrections", "", kCorrections},
      {"PUT /v1/voice/corrections", kCorrection, kCorrections},
      {"DELETE /v1/voice/corrections", R"({"phrase":"a killer feature","language":"en"})", R"({"corrections":[]})"},
      {"POST /v1/voice/corrections/preview", kCorrection,
       R"({"phrase":"a killer feature","language":"en","sentiment":"positive","judged":18240,"affected":31,"changed":22,)"
       R"("turned":1,"changes":[{"from":"negative","to":"positive","comments":22}],"examples":[{"text":"Sync is a killer feature.",)"
       R"("language":"en","from":"negative","to":"positive","score_before":-0.5,"score_after":0.6}]})"},
      {"GET /v1/voice/topics", "", kTopics},
      {"POST /v1/voice/topics", R"({"name":"parking","words":["parking lot","parkeren","Parkplatz"]})", kTopics},
      {"PUT /v1/voice/topics/{id}", R"({"name":"Cleanliness"})", kTopics},
      {"POST /v1/voice/topics/refit", R"({"topics":0})", kStatus},
      {"POST /v1/voice/train", "", kStatus},
      {"POST /v1/voice/rescore", "", kStatus},
  };
}

}  // namespace sojourn
