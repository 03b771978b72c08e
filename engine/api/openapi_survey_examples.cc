// Surveys and invitations.
#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr std::string_view kSurvey =
    R"({"name":"nps","title":{"en":"How are we doing?","nl":"Hoe doen we het?"},"languages":["en","nl"],"open":false,)"
    R"("questions":[{"id":"score","kind":"nps","text":{"en":"How likely are you to recommend us?",)"
    R"("nl":"Hoe waarschijnlijk is het dat u ons aanbeveelt?"},"scale":[0,10],"required":false},)"
    R"({"id":"good","kind":"text","text":{"en":"What did we do well?","nl":"Wat deden we goed?"},"required":false,)"
    R"("when":{"question":"score","comparison":">=","value":9}}]})";

constexpr std::string_view kRule =
    R"({"name":"after-purchase","enabled":true,"on":"touchpoint = \"purchase\"","wait":"2d","survey":"nps",)"
    R"("by":"email","subject":{"en":"How did we do?"},"sample":50.0,"cool_down":"30d",)"
    R"("quiet":{"from":"21:00","to":"08:00"},"zone":"Europe/Amsterdam","max_age":"9d","per_day":0,)"
    R"("answer_within":"30d","counts":{"causes":0,"planned":0,"skipped":0,"sampled_out":0,"nobody":0}})";

}  // namespace

std::vector<RouteExample> survey_examples() {
  return {
      {"PUT /v1/surveys/{name}", "", kSurvey},
      {"GET /v1/surveys/{name}", "", kSurvey},
      {"GET /v1/surveys", "",
       R"({"surveys":[{"name":"nps","title":"How are we doing?","languages":["en","nl"],"touchpoint":"","open":false,)"
       R"("questions":2,"path":"/s/nps","rules":[],"last_30_days":{"answers":0,"by_medium":{},"sent":0,"answered":0,)"
       R"("response_rate":null}}],"templates":["after-delivery"]})"},
      {"POST /v1/surveys/{name}/links", "",
       R"({"token":"eyJzdXJ2ZXkiOiJucHMiLCJ3.QOF34q8TjmVy1HuAllTLTg_Z","response":"link-696532626feca7738fc1d8ec",)"
       R"("invitation":"c1b6399633ab837a","expires":"2026-12-22T15:16:21Z","path":"/s/nps?t=eyJzdXJ2ZXkiOiJucHMiLCJ3.Q)"
       R"(OF34q8TjmVy1HuAllTLTg_Z","scores":[{"score":0,"path":"/s/nps?t=eyJzdXJ2ZXkiOiJucHMiLCJ3.QOF34q8TjmVy1HuAllTL)"
       R"(Tg_Z&score=0"},{"score":1,"path":"/s/nps?t=eyJzdXJ2ZXkiOiJucHMiLCJ3.QOF34q8TjmVy1HuAllTLTg_Z&score=1"}]})"},
      {"GET /v1/surveys/{name}/questions", "",
       R"({"survey":"nps","language":"en","right_to_left":false,"title":"How are we doing?","intro":"",)"
       R"("thanks":"Thank you for your answer.","words":{"send":"Send","optional":"optional","several":"several )"
       R"(answers possible","close":"Close","need_answer":"Please answer this question.","need_any":"Please answer at )"
       R"(least one question.","failed":"Your answer could not be stored just now. Please try again in a moment."},)"
       R"("questions":[{"id":"score","kind":"nps","text":"How likely are you to recommend us?","required":false,)"
       R"("scale":[0,10],"low":"","high":""},{"id":"good","kind":"text","text":"What did we do well?","required":false,)"
       R"("when":{"question":"score","comparison":">=","value":9}}]})"},
      {"PUT /v1/rules/{name}", "", kRule},
      {"GET /v1/rules/{name}", "", kRule},
      {"GET /v1/rules", "",
       R"({"rules":[{"name":"after-purchase","enabled":true,"on":"touchpoint = \"purchase\"","wait":"2d",)"
       R"("survey":"nps","by":"email","subject":{"en":"How did we do?"},"sample":50.0,"cool_down":"30d",)"
       R"("quiet":{"from":"21:00","to":"08:00"},"zone":"Europe/Amsterdam",)"
       R"("max_age":"9d","per_day":0,"answer_within":"30d","counts":{"causes":0,"planned":0,"skipped":0,)"
       R"("sampled_out":0,"nobody":0}}]})"},
      {"POST /v1/rules/try", "",
       R"({"from":"2026-10-23T15:16:21.468968Z","causes":0,"customers":0,"invitations":0,"invited_customers":0,)"
       R"("others":{}})"},
      {"GET /v1/invitations", "", R"({"total":0,"counts":{},"trouble":"","invitations":[]})"},
      {"POST /v1/unsubscribes", "",
       R"({"unsubscribes":[{"who":"email:anna@example.com","at":"2026-11-22T15:16:21.538556Z","by":"owner"}]})"},
      {"GET /v1/unsubscribes", "",
       R"({"unsubscribes":[{"who":"email:anna@example.com","at":"2026-11-22T15:16:21.538556Z","by":"owner"}]})"},
      {"DELETE /v1/unsubscribes/{who}", "", R"({"unsubscribes":[]})"},
      {"PUT /v1/mail", "",
       R"({"base_url":"https://ask.example.com","host":"mail.example.com","port":587,"tls":"starttls","user":"",)"
       R"("password":"","from":"Shop <ask@example.com>","reply_to":"","ca_file":"","per_minute":60,"webhook_url":"",)"
       R"("webhook_secret":"","sms_url":"","sms_account":"","sms_token":"","sms_from":"","allow_private":false})"},
      {"GET /v1/mail", "",
       R"({"base_url":"https://ask.example.com","host":"mail.example.com","port":587,"tls":"starttls","user":"",)"
       R"("password":"","from":"Shop <ask@example.com>","reply_to":"","ca_file":"","per_minute":60,"webhook_url":"",)"
       R"("webhook_secret":"","sms_url":"","sms_account":"","sms_token":"","sms_from":"","allow_private":false})"},
      {"POST /v1/mail/test", "", R"({"to":"anna@example.com"})"},
      {"DELETE /v1/rules/{name}", "", kRule},
      {"DELETE /v1/surveys/{name}", "", kSurvey},
      {"GET /widget.js", "", R"((()=>{/* the widget */})();)"},
      {"GET /s/{survey}", "", R"(<!doctype html><html lang="nl"><title>How are we doing?</title>...)"},
      {"POST /s/{survey}", "", R"(<!doctype html><html lang="nl"><title>Thank you</title>...)"},
      {"GET /unsubscribe/{link}", "", R"(<!doctype html><html lang="nl"><title>Unsubscribe</title>...)"},
      {"POST /unsubscribe/{link}", "", R"(<!doctype html><html lang="nl"><title>Unsubscribed</title>...)"},
      {"GET /v1/survey-drafts/{id}", "", R"(<!doctype html><html lang="nl"><title>How are we doing?</title>...)"},
  };
}

}  // namespace sojourn
