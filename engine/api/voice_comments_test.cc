// Comments over HTTP: pages, evidence, key phrases, live conversations, and who sees which of them.
#include "api/voice_fixture.h"
#include "enrich/live_tone.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using VoiceComments = VoiceRoutes;

TEST_F(VoiceComments, ShowCommentsNewestFirstPageByPage) {
  const Json page = promised("GET", "/v1/voice/comments?limit=3", "", 200, "VoiceComments");
  EXPECT_THAT(texts(page), ElementsAre("c-4", "c-3", "c-2")) << "ours is not among them, nor what has no text";
  EXPECT_EQ(page["total"], 4);
  const Json& bert = page["comments"][2];
  EXPECT_EQ(bert["customer"], "bert");
  EXPECT_EQ(bert["language"], "en");
  EXPECT_EQ(bert["sentiment"], "negative");
  EXPECT_EQ(bert["touchpoint"], "review");
  EXPECT_EQ(bert["kind"], nullptr);
  EXPECT_EQ(page["comments"][0]["customer"], nullptr) << "nobody is known";
  EXPECT_FALSE(bert.contains("explanation"));
  // Its number is that of the inbox.
  const std::string event = bert["event"].dump();
  EXPECT_EQ(ask("GET", "/v1/feedback/" + event)["text"], bert["text"]);
  EXPECT_THAT(comments("?event=" + event), ElementsAre("c-2"));
  say_more("c-6", "carl", 15, "Good.");  // What comes meanwhile shifts nothing.
  EXPECT_THAT(comments("?before=" + page["next"].get<std::string>()), ElementsAre("c-1"));
  EXPECT_EQ(ask("GET", "/v1/voice/comments?before=" + page["next"].get<std::string>())["next"], nullptr);
  EXPECT_THAT(comments(where("voice.sentiment = \"negative\"")), ElementsAre("c-3", "c-2"));
  EXPECT_THAT(comments("?customer=anna"), ElementsAre("c-1"));
  EXPECT_THAT(comments("?from=2026-01-12&to=2026-01-13"), ElementsAre("c-2"));
}

TEST_F(VoiceComments, CommentsOfOneMomentHaveTheirOwnNumbers) {
  maker_ = BatchMaker();
  for (int i = 0; i < 5; ++i) say("m-" + std::to_string(i), "mia", 20, "Text " + std::to_string(i), "web");
  append(store(), maker_);
  std::vector<std::string> seen;
  std::string before;
  for (int i = 0; i < 5; ++i) {
    const Json page = ask("GET", "/v1/voice/comments?customer=mia&limit=1" + before);
    ASSERT_EQ(page["comments"].size(), 1u);
    const Json& comment = page["comments"][0];
    seen.push_back(comment["event_id"]);
    EXPECT_EQ(comment["text"], "Text " + seen.back().substr(2)) << "each its own";
    if (page["next"].is_string()) before = "&before=" + page["next"].get<std::string>();
  }
  EXPECT_THAT(seen, ElementsAre("m-4", "m-3", "m-2", "m-1", "m-0"));
}

TEST_F(VoiceComments, ShowTheEvidenceOfComments) {
  const Json page = promised("GET", "/v1/voice/comments?evidence=1&customer=bert", "", 200, "VoiceComments");
  const Json& comment = page["comments"][0];
  const Json& explanation = comment["explanation"];
  EXPECT_EQ(explanation["sentiment"], comment["sentiment"]);
  const Json* negation = nullptr;
  for (const Json& each : explanation["reasons"]) {
    if (each["kind"] == "negation") negation = &each;
  }
  ASSERT_NE(negation, nullptr) << explanation;
  // In the bytes of the text the face is four, in units of UTF-16 two.
  const std::string text = comment["text"];
  EXPECT_EQ((*negation)["begin"].get<size_t>(), text.find("not") - 2);
  EXPECT_EQ((*negation)["end"].get<size_t>(), text.find("not") + 1);
}

TEST_F(VoiceComments, PhrasesTellWhatSomeSayMoreOften) {
  maker_ = BatchMaker();
  for (int i = 0; i < 8; ++i) {
    const std::string n = std::to_string(i);
    say("late-" + n, "l" + n, 20, "The courier was late again, call me on +31 6 12345678 please", "store");
    say("fine-" + n, "f" + n, 20, "The screen is bright and the battery lasts", "web");
  }
  append(store(), maker_);
  const auto found = [this](const std::string& query) {
    const Json reply = promised("GET", "/v1/voice/phrases" + query, "", 200, "VoicePhrases");
    std::vector<std::string> phrases;
    for (const Json& each : reply["phrases"]) phrases.push_back(each["phrase"]);
    return phrases;
  };
  const std::string store_only = where("channel = \"store\"");
  EXPECT_THAT(found(store_only), testing::Contains(HasSubstr("courier")));
  EXPECT_THAT(found(store_only), Not(testing::Contains(HasSubstr("battery"))));
  EXPECT_THAT(found(where("channel = \"web\"") + "&against=" + percent_encode("channel = \"store\"")),
              testing::Contains(HasSubstr("battery")));
  EXPECT_EQ(ask("GET", "/v1/voice/phrases", "", 400)["where"], "where");
  EXPECT_EQ(ask("GET", "/v1/voice/phrases" + where("true) or (true"), "", 400)["code"], "invalid_argument");
  EXPECT_EQ(
      ask("GET", "/v1/voice/phrases" + store_only + "&against=x", "", 400)["where"].get<std::string>().substr(0, 7),
      "against");
}

TEST_F(VoiceComments, PersonalDataIsMaskedForRolesWithoutTheRight) {
  say_more("p-1", "pia", 21, "😀 I am Anna Smith, mail me at anna.smith@example.com, this is not good at all.");
  site_.make_everybody();
  const auto asked = [this](const char* who) {
    return ask("GET", "/v1/voice/comments?customer=pia&evidence=1", "", 200, {site_.cookie(who)})["comments"][0];
  };
  const Json whole = asked("anna"), shown = asked("manager");
  EXPECT_THAT(whole["text"].get<std::string>(), HasSubstr("anna.smith@example.com"));
  const std::string text = shown["text"];
  EXPECT_THAT(text, Not(HasSubstr("example.com")));
  EXPECT_THAT(text, Not(HasSubstr("Smith")));
  EXPECT_THAT(text, HasSubstr("[e-mail]"));
  EXPECT_EQ(shown["sentiment"], whole["sentiment"]);
  for (const Json& each : shown["explanation"]["reasons"]) {
    if (each["kind"] != "negation") continue;
    EXPECT_EQ(each["begin"].get<size_t>(), text.find("not") - 2) << "of the text as it is shown";
  }
  EXPECT_THAT(shown.dump(), Not(HasSubstr("example.com"))) << "nowhere";
  for (const char* path : {"/v1/feedback", "/v1/customers/pia/timeline"}) {
    EXPECT_THAT(ask("GET", path, "", 200, {site_.cookie("manager")}).dump(), Not(HasSubstr("anna.smith@"))) << path;
  }
}

TEST_F(VoiceComments, AScopeShowsItsOwnCommentsAlone) {
  site_.make_everybody();
  const NamedText north = site_.cookie("north");  // The web.
  const NamedText anna = site_.cookie("anna");
  EXPECT_THAT(comments("", {north}), ElementsAre("c-4", "c-3", "c-1"));
  EXPECT_EQ(ask("GET", "/v1/voice/comments", "", 200, {north})["total"], 3);
  EXPECT_THAT(comments("?where=true%20or%20true", {north}), ElementsAre("c-4", "c-3", "c-1"));
  ask("GET", "/v1/voice/comments?customer=bert", "", 404, {north});
  const Json all = ask("GET", "/v1/voice/comments?customer=bert", "", 200, {anna});
  const std::string bert = all["comments"][0]["event"].dump();
  EXPECT_EQ(ask("GET", "/v1/voice/comments?event=" + bert, "", 404, {north})["where"], "event");
  EXPECT_EQ(ask("GET", "/v1/voice", "", 200, {north})["judged"], nullptr) << "how much there is altogether";
  EXPECT_EQ(ask("GET", "/v1/voice/comments" + where("chanel = 1"), "", 400, {north})["where"], "where: column 1");
}

TEST_F(VoiceComments, ConversationsThatTurnSourAreToldOfWithinTheScope) {
  LiveTone& live = *site_.site().company().engine().live_tone;
  maker_ = BatchMaker("chat");
  for (const char* channel : {"chat", "web"}) {
    int number = 0;
    for (const char* text :
         {"Hello, thank you for the quick delivery, I love it!", "But now the app is broken and I am angry.",
          "This is terrible service, the worst I have ever seen. I hate this!"}) {
      const std::string id = std::string(channel) + std::to_string(++number);
      say(id, "anna", 22, text, channel);
      maker_.batch().events.back().time += number * kMinute;
      maker_.batch().events.back().properties =
          maker_.keep(json_text({{"conversation", std::string("on ") + channel}}));
    }
  }
  live.take(maker_.batch());
  live.step();
  append(store(), maker_);
  const Json all = promised("GET", "/v1/voice/live", "", 200, "VoiceLive")["conversations"];
  ASSERT_EQ(all.size(), 2u) << all;
  EXPECT_EQ(all[0]["customer"], "anna");
  EXPECT_LT(all[0]["tone"].get<double>(), 0);
  EXPECT_THAT(all[0]["text"].get<std::string>(), HasSubstr("terrible service"));
  site_.make_everybody();
  const Json north = ask("GET", "/v1/voice/live", "", 200, {site_.cookie("north")})["conversations"];
  ASSERT_EQ(north.size(), 1u) << north;
  EXPECT_EQ(north[0]["conversation"], "on web");
  EXPECT_THAT(north.dump(), Not(HasSubstr("anna@example.com"))) << "a manager sees no addresses";
  ask("GET", "/v1/voice/live", "", 403, {site_.cookie("viewer")});
}

TEST_F(VoiceComments, AConversationToldInTurnsIsShownWithinTheScopeAndItsTextMaskedBeforeItIsCut) {
  LiveTone& live = *site_.site().company().engine().live_tone;
  const std::string said = "This is terrible service, the worst I have ever seen, I hate it. " + std::string(203, '-');
  const std::string address = "anna.smith@example.com";  // Cut in two by byte 280.
  maker_ = BatchMaker("chat");
  say("web1", "anna", 22, "", "web");
  Json turns = Json::array();
  for (const char* sentiment : {"positive", "negative", "negative"}) {
    turns.push_back({{"role", "customer"},
                     {"text", said + " " + address + " and more"},
                     {"sentiment", sentiment},
                     {"from_ms", turns.size() * 60'000}});
  }
  maker_.batch().events.back().properties = maker_.keep(json_text({{"conversation", "on web"}, {"turns", turns}}));
  live.take(maker_.batch());
  live.step();
  append(store(), maker_);
  site_.make_everybody();
  const Json north = ask("GET", "/v1/voice/live", "", 200, {site_.cookie("north")})["conversations"];
  ASSERT_EQ(north.size(), 1u) << "the turns are later than the event";
  EXPECT_EQ(north[0]["text"], said + " [e-mail]");
  const Json whole = ask("GET", "/v1/voice/live", "", 200, {site_.cookie("anna")})["conversations"];
  EXPECT_EQ(whole[0]["text"], (said + " " + address).substr(0, 280));
}

}  // namespace
}  // namespace sojourn
