// A chat that turns negative has its flag up soon after its message is acknowledged, and boards are told.
#include "enrich/live_tone.h"

#include <thread>

#include "api/server_fixture.h"

namespace sojourn {
namespace {

std::string post_message(const std::string& key, int number, const std::string& text) {
  const Json event = {{"id", "chat-" + std::to_string(number)},
                      {"time", format_time(TestCompany::kStart + number * kMinute)},
                      {"customer", "anna"},
                      {"channel", "chat"},
                      {"direction", "in"},
                      {"text", text},
                      {"properties", {{"conversation", "c-77"}}}};
  return TestClient::post("/v1/events", event.dump(), "Authorization: Bearer " + key + "\r\n");
}

TEST(LiveToneApi, AChatTurningNegativeIsFlaggedWithinTwoSeconds) {
  Server server;
  const std::string key = server.company().add_source("web");
  LiveTone& live = *server.company().engine().live_tone;
  const auto say = [&](int number, const std::string& text) {
    const HttpReply reply = TestClient(server.port()).ask(post_message(key, number, text));
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(Json::parse(reply.body)["rejected"], 0) << reply.body;
  };
  TestClient board(server.port());
  board.send(TestClient::get("/v1/live", "Accept: text/event-stream\r\n"));
  board.read_until("retry: 2000\n\n");
  say(1, "Hello, thank you for the quick delivery, I love it!");
  say(2, "But now the app is broken and I am angry.");
  say(3, "This is terrible service, the worst I have ever seen. I hate this!");
  std::vector<LiveFlag> flags;
  for (int i = 0; i < 200 && flags.empty(); ++i) {
    flags = live.list();
    if (flags.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_EQ(flags[0].conversation, "c-77");
  EXPECT_EQ(flags[0].customer.value, "anna");
  EXPECT_EQ(flags[0].source, "web");
  EXPECT_LT(flags[0].tone, -0.2);
  EXPECT_EQ(flags[0].text, "This is terrible service, the worst I have ever seen. I hate this!");
  // The board is told, however slow the machine is.
  for (Json told; !told.is_object() || told["conversations"] == 0;) {
    const std::string text = board.read_until("\n\n");
    ASSERT_TRUE(text.starts_with("data: ")) << text;
    told = Json::parse(text.substr(6), nullptr, false);
  }
  server.begin_stop();
}

}  // namespace
}  // namespace sojourn
