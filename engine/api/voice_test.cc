// The voice of the customer over HTTP: what texts say in five languages, corrections, topics, learning, who may change what;
// and what the inbox, timelines and fields tell of it.
#include "api/text_units.h"
#include "api/voice_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Said {
  const char* text;
  const char* language;
  const char* sentiment;
};

TEST_F(VoiceRoutes, TellSignAndLanguageOfPositiveNegativeAndNegatedSentencesInFiveLanguages) {
  for (const Said& each :
       {Said{"The staff were lovely and very helpful.", "en", "positive"},
        Said{"This was a terrible waste of my money.", "en", "negative"},
        Said{"The website is not good at all.", "en", "negative"},
        Said{"De medewerkers waren heel vriendelijk en behulpzaam.", "nl", "positive"},
        Said{"De kamer was vies en de service was slecht.", "nl", "negative"},
        Said{"Ik ben helemaal niet tevreden over de levering.", "nl", "negative"},
        Said{"Der Service war ausgezeichnet und sehr freundlich.", "de", "positive"},
        Said{"Das Zimmer war schmutzig und die Bedienung furchtbar.", "de", "negative"},
        Said{"Ich bin mit der Lieferung gar nicht zufrieden.", "de", "negative"},
        Said{"Отличный магазин, я очень доволен покупкой.", "ru", "positive"},
        Said{"Ужасное обслуживание, всё было плохо.", "ru", "negative"},
        Said{"Мне совсем не понравилось, качество не хорошее.", "ru", "negative"},
        Said{"服务非常好，我很满意。", "zh", "positive"}, Said{"质量太差了，非常失望。", "zh", "negative"},
        Said{"我对这个服务不满意。", "zh", "negative"}}) {
    const Json told = explain(each.text);
    EXPECT_EQ(told["language"], each.language) << each.text;
    EXPECT_EQ(told["sentiment"], each.sentiment) << told;
    const double score = told["score"].get<double>();
    EXPECT_GT(std::string(each.sentiment) == "positive" ? score : -score, 0) << each.text;
    EXPECT_FALSE(told["reasons"].empty()) << each.text;
  }
}

TEST_F(VoiceRoutes, CountOffsetsAsBrowsersDoUnlessToldOtherwise) {
  const std::string text = "😀 é not good";
  const Json told =
      promised("POST", "/v1/voice/explain", json_text({{"text", text}, {"language", "en"}}), 200, "VoiceExplained");
  EXPECT_EQ(told["unit"], "utf16");
  EXPECT_EQ(told["edition"].get<std::string>().size(), 16u);
  const auto reason = [](const Json& reply, const char* kind) {
    for (const Json& each : reply["reasons"]) {
      if (each["kind"] == kind) return each;
    }
    return Json();
  };
  const Json turned = reason(told, "negation");
  ASSERT_TRUE(turned.is_object()) << told;
  EXPECT_EQ(turned["begin"], 5) << "two units for the face, one for each of the others";
  EXPECT_EQ(turned["end"], 8);
  EXPECT_EQ(turned["scope_end"], 13);
  const Json bytes =
      reason(ask("POST", "/v1/voice/explain?unit=bytes", json_text({{"text", text}, {"language", "en"}})), "negation");
  EXPECT_EQ(text.substr(bytes["begin"], bytes["end"].get<size_t>() - bytes["begin"].get<size_t>()), "not");
}

TEST(TextUnits, AreOfUtf16OrBytes) {
  const TextUnits units("a😀é", TextUnit::kUtf16);
  std::vector<size_t> places;
  for (size_t byte = 0; byte < 9; ++byte) places.push_back(units.at(byte));
  EXPECT_THAT(places, ElementsAre(0, 1, 1, 1, 1, 3, 3, 4, 4));
  EXPECT_EQ(TextUnits("a😀é", TextUnit::kBytes).at(5), 5u);
  EXPECT_EQ(TextUnits("", TextUnit::kUtf16).at(7), 0u);
}

TEST_F(VoiceRoutes, SayWhatIsWrong) {
  EXPECT_EQ(ask("GET", "/v1/voice/comments" + where("voice.sentimnt = \"x\""), "", 400)["where"], "where: column 1");
  EXPECT_EQ(ask("GET", "/v1/voice/comments?before=x", "", 400)["where"], "before");
  EXPECT_EQ(ask("GET", "/v1/voice/comments?limit=201", "", 400)["where"], "limit");
  EXPECT_EQ(ask("GET", "/v1/voice/comments?unit=runes", "", 400)["where"], "unit");
  EXPECT_EQ(ask("GET", "/v1/voice/comments?from=soon", "", 400)["where"], "from");
  EXPECT_EQ(ask("GET", "/v1/voice/comments?event=1", "", 404)["where"], "event") << "it has no text";
  EXPECT_EQ(ask("GET", "/v1/voice/comments?event=99", "", 404)["where"], "event");
  EXPECT_EQ(ask("POST", "/v1/voice/explain", R"({})", 400)["where"], "text");
  EXPECT_EQ(ask("POST", "/v1/voice/explain", R"({"text":"a","language":"english"})", 400)["where"], "language");
  const std::string preview = "/v1/voice/corrections/preview";
  EXPECT_EQ(ask("POST", preview, R"({"phrase":"a","sentiment":"good"})", 400)["where"], "sentiment");
  EXPECT_EQ(ask("POST", preview, R"({"phrase":" ","sentiment":"positive"})", 400)["where"], "phrase");
  EXPECT_EQ(ask("PUT", "/v1/voice/corrections", R"({"sentiment":"positive"})", 400)["where"], "phrase");
  EXPECT_EQ(ask("DELETE", "/v1/voice/corrections", R"({"phrase":"never said"})", 404)["where"], "phrase");
  EXPECT_EQ(ask("PUT", "/v1/voice/topics/77", R"({"name":"a"})", 404)["where"], "id");
  EXPECT_EQ(ask("PUT", "/v1/voice/topics/seven", R"({"name":"a"})", 400)["where"], "id");
  EXPECT_EQ(ask("POST", "/v1/voice/topics", R"({"name":"a","words":[]})", 400)["where"], "words");
  EXPECT_EQ(ask("POST", "/v1/voice/topics/refit", R"({"topics":101})", 400)["where"], "topics");
}

TEST_F(VoiceRoutes, ACorrectionIsSeenBeforeItIsSavedAndJudgesHistory) {
  const std::string body = R"({"phrase":"Wonderful","language":"en","sentiment":"negative"})";
  const std::string positive = where("voice.sentiment = \"positive\"");
  EXPECT_THAT(comments(positive), ElementsAre("c-4", "c-1"));
  const Json preview = promised("POST", "/v1/voice/corrections/preview", body, 200, "VoicePreview");
  EXPECT_EQ(preview["affected"], 1);
  EXPECT_EQ(preview["examples"].size(), 1u);
  EXPECT_THAT(comments(positive), ElementsAre("c-4", "c-1")) << "nothing is saved yet";
  const Json before = ask("GET", "/v1/feedback" + positive);
  promised("PUT", "/v1/voice/corrections", R"({"phrase":"love it","sentiment":"negative"})", 200, "VoiceCorrections");
  wait();
  const Json saved = promised("PUT", "/v1/voice/corrections", body, 200, "VoiceCorrections");
  ASSERT_EQ(saved["corrections"].size(), 2u);
  wait();
  EXPECT_EQ(ask("GET", "/v1/voice/corrections"), saved);
  EXPECT_THAT(comments(positive), ElementsAre("c-4")) << "both phrases of c-1 are bad now";
  EXPECT_EQ(before["items"].size(), 2u);
  EXPECT_EQ(ask("GET", "/v1/feedback" + positive)["items"].size(), 1u) << "the inbox has kept what passed before";
  const Json reasons = explain("It is wonderful")["reasons"];
  EXPECT_NE(std::ranges::find(reasons, Json("correction"), [](const Json& each) { return each["kind"]; }),
            reasons.end())
      << reasons;
  ask("DELETE", "/v1/voice/corrections", R"({"phrase":"wonderful","language":"en"})");
  wait();
  ask("DELETE", "/v1/voice/corrections", R"({"phrase":"love it"})");
  wait();
  EXPECT_EQ(ask("GET", "/v1/voice/corrections")["corrections"].size(), 0u);
  EXPECT_THAT(comments(positive), ElementsAre("c-4", "c-1")) << "as before";
  EXPECT_THAT(site_.actions(), testing::IsSupersetOf({": correction.set ", ": correction.removed "}));
}

TEST_F(VoiceRoutes, WorkGoesOnInTheBackgroundAndSaysWhatCameOfIt) {
  for (const auto& [path, kind] : {std::pair("/v1/voice/train", "train"), std::pair("/v1/voice/rescore", "rescore"),
                                   std::pair("/v1/voice/topics/refit", "topics")}) {
    promised("POST", path, "", 202, "Voice");
    static_cast<void>(voice().wait());  // So few comments teach nothing.
    const Json status = promised("GET", "/v1/voice", "", 200, "Voice");
    EXPECT_EQ(status["work"], nullptr);
    EXPECT_EQ(status["last"]["kind"], kind);
  }
  EXPECT_EQ(ask("GET", "/v1/voice")["judged"], 4);
  promised("POST", "/v1/voice/topics", R"({"name":"Parcels","words":["parcel","levering"]})", 202, "VoiceTopics");
  wait();
  const Json topics = promised("GET", "/v1/voice/topics", "", 200, "VoiceTopics");
  ASSERT_EQ(topics["topics"].size(), 1u);
  EXPECT_EQ(topics["topics"][0]["pinned"], true);
  EXPECT_THAT(comments(where("voice.topic = \"Parcels\"")), ElementsAre("c-3", "c-2"));
  const std::string path = "/v1/voice/topics/" + topics["topics"][0]["id"].dump();
  promised("PUT", path, R"({"name":"Delivery"})", 202, "VoiceTopics");
  wait();
  EXPECT_THAT(comments(where("voice.topic = \"Delivery\"")), ElementsAre("c-3", "c-2"));
  promised("PUT", path, R"({"pinned":false})", 202, "VoiceTopics");
  wait();
  EXPECT_EQ(ask("GET", "/v1/voice/topics")["topics"][0]["pinned"], false);
}

TEST_F(VoiceRoutes, TheInboxTellsWhatItemsSay) {
  const Json page = ask("GET", "/v1/feedback?limit=10");
  const Json& newest = page["items"][0];
  EXPECT_EQ(newest["voice"]["language"], "zh");
  EXPECT_EQ(newest["voice"]["sentiment"], "positive");
  EXPECT_EQ(newest["answers"][0]["voice"], newest["voice"]);
  EXPECT_EQ(page["items"].back()["voice"], nullptr) << "an answer without words";
  const auto ids = [&] { return ask("GET", "/v1/feedback" + where("voice.sentiment = \"negative\""))["items"].size(); };
  EXPECT_EQ(ids(), 2u);
  say_more("c-7", "dora", 16, "Terrible, I hate this.");
  EXPECT_EQ(ids(), 3u) << "at once";
}

TEST_F(VoiceRoutes, TimelinesAndFieldsTellOfIt) {
  const Json timeline = promised("GET", "/v1/customers/anna/timeline", "", 200, "Timeline");
  std::vector<std::string> told;
  for (const Json& each : timeline["events"]) {
    if (each["voice"].is_object()) told.push_back(each["id"]);
  }
  EXPECT_THAT(told, ElementsAre("c-1")) << "ours say nothing";
  comments("");  // Judges them.
  const Json fields = promised("GET", "/v1/fields", "", 200, "Fields")["fields"];
  const auto field = [&fields](const char* name) {
    return std::ranges::find(fields, Json(name), [](const Json& each) { return each["name"]; });
  };
  ASSERT_NE(field("voice.sentiment"), fields.end());
  EXPECT_THAT((*field("voice.sentiment"))["values"].dump(), HasSubstr("negative"));
  EXPECT_THAT((*field("voice.language"))["values"].dump(), HasSubstr("nl"));
  ASSERT_NE(field("voice.score"), fields.end());
  EXPECT_EQ((*field("voice.score"))["type"], "number");
}

TEST_F(VoiceRoutes, OnlyThoseWhoSetUpMayCorrect) {
  site_.make_everybody();
  for (const char* who : {"analyst", "manager", "agent", "viewer"}) {
    const NamedText cookie = site_.cookie(who);
    ask("PUT", "/v1/voice/corrections", R"({"phrase":"a","sentiment":"positive"})", 403, {cookie});
    ask("POST", "/v1/voice/corrections/preview", R"({"phrase":"a","sentiment":"positive"})", 403, {cookie});
    ask("POST", "/v1/voice/train", "", 403, {cookie});
    ask("GET", "/v1/voice", "", 200, {cookie});
  }
  ask("GET", "/v1/voice/comments", "", 403, {site_.cookie("viewer")});
  ask("PUT", "/v1/voice/corrections", R"({"phrase":"sick","sentiment":"positive"})", 200, {site_.cookie("admin")});
  wait();
  EXPECT_EQ(ask("GET", "/v1/voice/corrections", "", 200, {site_.cookie("anna")})["corrections"][0]["account"], "admin");
}

}  // namespace
}  // namespace sojourn
