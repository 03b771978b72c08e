// `sojourn voice` in a data folder, and put to the server that holds one.
#include "cli/voice_commands.h"

#include <gmock/gmock.h>

#include <functional>

#include "cli/held_folder_fixture.h"
#include "cli/inbox_commands.h"

namespace sojourn {
namespace {

using Replies = std::map<std::string, std::string>;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class VoiceCommands : public HeldFolder {};

class VoiceFolderCommands : public testing::Test {
 protected:
  VoiceFolderCommands() {
    const std::unique_ptr<Store> store = open_store(data);
    BatchMaker maker;
    const char* texts[] = {"I love the new app, it is wonderful.", "Die Lieferung war furchtbar schlecht.",
                           "The parcel was not good."};
    for (int i = 0; i < 3; ++i) {
      Event& event = maker.add(std::to_string(i), 1'767'225'600 * kSecond + i * kDay,
                               {{IdentifierKind::kId, "c-" + std::to_string(i)}}, "review");
      event.set_text(Field::kText, texts[i]);
    }
    append(*store, maker);
    csv.format = Output::kCsv;
  }
  static std::string said(const std::function<Status()>& command) {
    testing::internal::CaptureStdout();
    const Status status = command();
    EXPECT_TRUE(status.ok()) << status.to_string();
    return testing::internal::GetCapturedStdout();
  }
  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  VoiceOptions csv;
};

TEST_F(VoiceFolderCommands, CommentsAreShownWithTheWordsThatMadeThemSo) {
  csv.evidence = true;
  const std::string all = said([&] { return run_voice_comments(data, csv); });
  EXPECT_THAT(all, HasSubstr("time,customer,language,sentiment,score,emotion,intent,topic,because,text\r\n"));
  EXPECT_THAT(all, HasSubstr("2026-01-03T00:00:00Z,c-2,en,negative,-"));
  EXPECT_THAT(all, HasSubstr("not (over: good"));
  EXPECT_LT(all.find("c-2,en"), all.find("c-1,de")) << "the newest first";
  csv.where = "voice.language = \"de\"";
  const std::string german = said([&] { return run_voice_comments(data, csv); });
  EXPECT_THAT(german, AllOf(HasSubstr("c-1,de,negative"), Not(HasSubstr("c-2"))));
  csv.where = "voice.lnguage = 1";
  EXPECT_EQ(run_voice_comments(data, csv).where(), "where: column 1");
}

TEST_F(VoiceFolderCommands, OneTextIsExplainedByTheFolder) {
  csv.text = "The staff were lovely, but the room was not clean";
  const std::string told = said([&] { return run_voice_explain(data, csv); });
  EXPECT_THAT(told, AllOf(HasSubstr("language,en\r\n"), HasSubstr("negation,not,"), HasSubstr("clean")));
  csv.language = "english";
  EXPECT_EQ(run_voice_explain(data, csv).where(), "language");
}

TEST_F(VoiceFolderCommands, ACorrectionIsSavedOnlyWhenToldSo) {
  csv.text = "furchtbar schlecht";
  csv.sentiment = "positive";
  csv.language = "de";
  EXPECT_THAT(said([&] { return run_voice_correct(data, csv); }), HasSubstr("negative,positive,"));
  EXPECT_EQ(said([&] { return run_voice_corrections(data, csv); }), "phrase,language,sentiment,account,at\r\n");
  csv.yes = true;
  said([&] { return run_voice_correct(data, csv); });
  EXPECT_THAT(said([&] { return run_voice_corrections(data, csv); }), HasSubstr("furchtbar schlecht,de,positive,"));
  VoiceOptions positive = csv;
  positive.where = "voice.sentiment = \"positive\"";
  EXPECT_THAT(said([&] { return run_voice_comments(data, positive); }), HasSubstr("c-1,de"))
      << "history is judged anew";
  EXPECT_THAT(said([&] { return run_voice_uncorrect(data, csv); }), HasSubstr("is judged as before"));
  EXPECT_THAT(said([&] { return run_voice_comments(data, positive); }), Not(HasSubstr("c-1,de")));
  EXPECT_EQ(run_voice_uncorrect(data, csv).code(), StatusCode::kNotFound);
  csv.sentiment = "good";
  EXPECT_EQ(run_voice_correct(data, csv).where(), "sentiment");
  VoiceOptions table;
  table.text = "furchtbar schlecht";
  table.sentiment = "positive";
  table.language = "de";
  table.yes = true;
  EXPECT_THAT(said([&] { return run_voice_correct(data, table); }),
              HasSubstr("saved: \"furchtbar schlecht\" is positive in de; history is judged anew\n"));
}

TEST_F(VoiceFolderCommands, TopicsArePinnedNamedAndLetGo) {
  csv.name = "Parcels";
  csv.words = {"parcel", "Lieferung"};
  EXPECT_THAT(said([&] { return run_voice_pin(data, csv); }), HasSubstr("\"Parcels\" stays a topic"));
  const std::string topics = said([&] { return run_voice_topics(data, csv); });
  EXPECT_THAT(topics, AllOf(HasSubstr("id,name,language,pinned,words"), HasSubstr(",Parcels,"), HasSubstr(",yes,")));
  csv.id = std::stoll(topics.substr(topics.find('\n') + 1));
  csv.name = "Delivery";
  EXPECT_THAT(said([&] { return run_voice_name(data, csv); }), HasSubstr("is called \"Delivery\""));
  csv.where = "voice.topic = \"Delivery\"";
  EXPECT_THAT(said([&] { return run_voice_comments(data, csv); }), AllOf(HasSubstr("c-1"), HasSubstr("c-2")));
  said([&] { return run_voice_unpin(data, csv); });
  EXPECT_THAT(said([&] { return run_voice_topics(data, csv); }), HasSubstr(",no,"));
  csv.id = 99;
  EXPECT_EQ(run_voice_name(data, csv).code(), StatusCode::kNotFound);
}

TEST_F(VoiceFolderCommands, StatusAndInboxTellOfIt) {
  said([&] { return run_voice_rescore(data, csv); });
  EXPECT_THAT(said([&] { return run_voice_status(data, csv); }), HasSubstr("judged,3\r\n"));
  FeedbackWords words;
  words.format = Output::kCsv;
  words.where = "voice.sentiment = \"positive\"";
  const std::string inbox = said([&] { return run_feedback_list(data, words); });
  EXPECT_THAT(inbox, AllOf(HasSubstr("score,feels,topic,state"), HasSubstr(",positive,"), Not(HasSubstr("c-1"))));
}

TEST_F(VoiceCommands, WorkOfARunningServerIsWatchedToItsEnd) {
  PreparedServer server(
      Replies{{"GET /v1/voice", R"({"work":null,"last":{"kind":"rescore","ok":true,"detail":"3 judged."}})"},
              {"POST /v1/voice/rescore", R"({})"}});
  const std::string busy = R"({"work":{"kind":"rescore","done":1,"total":3},"last":null})";
  server.once("GET /v1/voice", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
                                   std::to_string(busy.size()) + "\r\n\r\n" + busy);
  hold(server);
  EXPECT_EQ(said([&] { return run_voice_rescore(data, VoiceOptions()); }), "3 judged.\n");
  EXPECT_EQ(server.stop(), (std::vector<std::string>{"POST /v1/voice/rescore", "GET /v1/voice", "GET /v1/voice"}));
}

TEST_F(VoiceCommands, WhatWasLearnedIsATable) {
  PreparedServer server(
      Replies{{"GET /v1/voice", R"({"work":null,"last":{"kind":"train","ok":true,"detail":"in force for nl"},
      "learned":[{"language":"nl","texts":6120,"learned":0.712345,"built_in":0.5,"before":null,"ece":0.03,"in_force":true,
      "why":""},{"language":"zh","texts":12,"learned":null,"built_in":null,"before":null,"ece":null,"in_force":false,
      "why":"too few"}]})"},
              {"POST /v1/voice/train", R"({})"}});
  hold(server);
  VoiceOptions csv;
  csv.format = Output::kCsv;
  EXPECT_EQ(said([&] { return run_voice_train(data, csv); }),
            "language,comments,learned,built_in,before,ece,in_force\r\n"
            "nl,6120,0.712,0.5,,0.03,yes\r\nzh,12,,,,,no: too few\r\n");
}

TEST_F(VoiceCommands, WorkThatIsUnderWayIsGoneAlongWith) {
  PreparedServer server(
      Replies{{"GET /v1/voice", R"({"work":null,"last":{"kind":"rescore","ok":false,"detail":"the disk is full"}})"}});
  const auto reply = [](const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  };
  server.once("POST /v1/voice/rescore",
              reply("409 Conflict", R"({"status":409,"code":"conflict","detail":"\"rescore\" is going on"})"));
  server.once("GET /v1/voice", reply("200 OK", R"({"work":{"kind":"rescore","done":1,"total":3},"last":null})"));
  hold(server);
  const Status ended = run_voice_rescore(data, VoiceOptions());
  EXPECT_THAT(ended.to_string(), HasSubstr("the disk is full")) << "what the work came to";
}

TEST_F(VoiceCommands, OtherWorkThatIsUnderWayIsToldOf) {
  PreparedServer server(Replies{{"GET /v1/voice", R"({"work":{"kind":"train","done":1,"total":3},"last":null})"}});
  const std::string body = R"({"status":409,"code":"conflict","detail":"\"train\" is going on"})";
  server.once("POST /v1/voice/rescore", "HTTP/1.1 409 Conflict\r\nConnection: close\r\nContent-Length: " +
                                            std::to_string(body.size()) + "\r\n\r\n" + body);
  hold(server);
  EXPECT_THAT(run_voice_rescore(data, VoiceOptions()).to_string(), HasSubstr("\"train\" is going on"));
}

}  // namespace
}  // namespace sojourn
