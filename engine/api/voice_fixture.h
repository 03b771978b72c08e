// For tests of the voice: a company whose customers wrote four comments in three languages.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "api/access_fixture.h"
#include "api/schema_check.h"
#include "enrich/voice.h"

namespace sojourn {

class VoiceRoutes : public testing::Test {
 protected:
  VoiceRoutes() {
    say("c-1", "anna", 10, "The new app is wonderful, I love it.", "web");
    say("c-2", "bert", 11, "😀 The parcel came late and the service was not helpful.", "store");
    say("c-3", "carl", 12, "De levering was verschrikkelijk slecht.", "web");
    say("c-4", "", 13, "很好，我非常满意。", "web");
    Event& ours = maker_.add("c-5", day(14), {{IdentifierKind::kId, "anna"}}, "letter");
    ours.set_text(Field::kText, "We are terribly sorry.");
    ours.set_text(Field::kDirection, "out");
    append(store(), maker_);
  }
  static Micros day(int number) { return TestCompany::kStart + number * kDay; }
  void say(const std::string& id, const std::string& who, int on, std::string_view text, const std::string& channel) {
    Who known;
    if (!who.empty()) known.emplace_back(IdentifierKind::kId, who);
    Event& event = maker_.add(id, day(on), known, "review");
    event.set_text(Field::kText, maker_.keep(text));
    event.set_text(Field::kChannel, maker_.keep(channel));
  }
  void say_more(const std::string& id, const std::string& who, int on, std::string_view text) {
    maker_ = BatchMaker();
    say(id, who, on, text, "web");
    append(store(), maker_);
  }
  Json ask(const std::string& verb, const std::string& target, const std::string& body = {}, int status = 200,
           const std::vector<NamedText>& headers = {}) {
    const HttpReply reply = site_.ask(verb, target, body, headers);
    EXPECT_EQ(reply.status, status) << verb << " " << target << " " << reply.body;
    return AccessSite::body_of(reply);
  }
  // The same, held against what /openapi.json says of it.
  Json promised(const std::string& verb, const std::string& target, const std::string& body, int status,
                const std::string& schema) {
    const Json reply = ask(verb, target, body, status);
    if (schemas_.is_null()) schemas_ = ask("GET", "/openapi.json")["components"]["schemas"];
    EXPECT_EQ(SchemaCheck(schemas_).fault(reply, schemas_[schema]), "") << verb << " " << target << " " << reply;
    return reply;
  }
  Json explain(const std::string& text, const std::string& query = {}) {
    return ask("POST", "/v1/voice/explain" + query, json_text({{"text", text}}));
  }
  std::vector<std::string> texts(const Json& page) {
    std::vector<std::string> found;
    for (const Json& each : page["comments"]) found.push_back(each["event_id"]);
    return found;
  }
  std::vector<std::string> comments(const std::string& query, const std::vector<NamedText>& headers = {}) {
    return texts(ask("GET", "/v1/voice/comments" + query, "", 200, headers));
  }
  static std::string where(const std::string& filter) { return "?where=" + percent_encode(filter); }
  Store& store() { return site_.site().company().store(); }
  Voice& voice() { return *site_.site().company().engine().voice; }
  void wait() {
    const Status ended = voice().wait();
    EXPECT_TRUE(ended.ok()) << ended.to_string();
  }

  AccessSite site_;
  BatchMaker maker_;
  Json schemas_;
};

}  // namespace sojourn
