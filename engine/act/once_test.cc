// Each at most once, whenever the program is killed: in a child that is ended at a chosen moment, and at random ones.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "act/act_fixture.h"

namespace sojourn {
namespace {

constexpr Micros kStart = ActSite::kStart;
constexpr int kDeliveries = 40;
constexpr int kKills = 12;

// Runs in a child; answers how it ended.
int in_child(const std::function<void()>& work, std::chrono::milliseconds kill_after = std::chrono::milliseconds(0)) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  if (kill_after.count() > 0) {
    std::this_thread::sleep_for(kill_after);
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

void fill(const std::string& folder) {
  ActSite site(folder);
  site.set_up();
  ActSite::ok(site.all().outgoing().set({{"per_minute", "100000"}}));
  site.add_rule(R"("wait":"1h")");
  for (int i = 0; i < kDeliveries; ++i) site.deliver("c" + std::to_string(i), kStart, "x" + std::to_string(i));
}

// Goes on with whatever is to be done; each letter that leaves is a line of the file, synced as a mail server would.
void work(const std::string& folder, const std::string& letters) {
  ActSite site(folder);
  site.log.answer = [&letters](const OutgoingMessage& message) {
    std::ofstream(letters, std::ios::app) << message.letter.to << "\n" << std::flush;
    return SendResult{};
  };
  site.now = kStart + 2 * kHour;
  for (int i = 0; i < 200; ++i) static_cast<void>(site.all().step());
}

std::map<std::string, int> sent_in(const std::string& letters) {
  std::map<std::string, int> sent;
  std::ifstream file(letters);
  for (std::string line; std::getline(file, line);) ++sent[line];
  return sent;
}

TEST(Once, KilledBetweenKeepingAndSending) {
  const TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string letters = folder.path() + "/letters";
  in_child([&] { fill(data); });
  // The letter leaves, and with it the power.
  const int status = in_child([&] {
    ActSite site(data);
    site.log.answer = [&](const OutgoingMessage& message) {
      std::ofstream(letters, std::ios::app) << message.letter.to << "\n" << std::flush;
      ::kill(::getpid(), SIGKILL);
      return SendResult{};
    };
    site.now = kStart + 2 * kHour;
    static_cast<void>(site.all().step());
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(sent_in(letters).size(), 1u);
  const std::string first = sent_in(letters).begin()->first;
  ActSite site(data);
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.log.messages.size(), static_cast<size_t>(kDeliveries - 1));
  for (const OutgoingMessage& each : site.log.messages) EXPECT_NE(each.letter.to, first);
  const std::vector<Invitation> failed = site.all().book().in_state(InvitationState::kFailed);
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0].to, first);
  EXPECT_EQ(failed[0].reason, kInterrupted);
  EXPECT_EQ(site.rows("SELECT outcome, count(*) FROM events WHERE source = 'invitations' GROUP BY 1 ORDER BY 1"),
            (std::vector<std::string>{"failed|1", "sent|" + std::to_string(kDeliveries - 1)}));
}

TEST(Once, KilledAtAnyMoment) {
  const TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string letters = folder.path() + "/letters";
  in_child([&] { fill(data); });
  std::mt19937_64 random(17);
  for (int i = 0; i < kKills; ++i) {
    in_child([&] { work(data, letters); }, std::chrono::milliseconds(60 + static_cast<int>(random() % 500)));
  }
  in_child([&] { work(data, letters); });
  for (const auto& [to, times] : sent_in(letters)) EXPECT_EQ(times, 1) << to;
  ActSite site(data);
  site.step_at(kStart + 3 * kHour);
  EXPECT_TRUE(site.log.messages.empty());
  const auto counts = site.all().book().counts(site.now);
  int64_t total = 0;
  for (const auto& [state, count] : counts) {
    EXPECT_TRUE(state == "sent" || state == "failed") << state;
    total += count;
  }
  EXPECT_EQ(total, kDeliveries);
  // All that are sent did leave, and the record knows each invitation once.
  EXPECT_LE(counts.count("sent") != 0 ? counts.at("sent") : 0, static_cast<int64_t>(sent_in(letters).size()));
  EXPECT_EQ(site.rows("SELECT count(*), count(DISTINCT id) FROM events WHERE source = 'invitations'"),
            (std::vector<std::string>{std::to_string(kDeliveries) + "|" + std::to_string(kDeliveries)}));
}

TEST(Once, PlannedOnesSurvive) {
  ActSite site;
  site.set_up();
  site.add_rule(R"("wait":"2d")");
  site.deliver("anna", kStart);
  site.step();
  site.restart();
  EXPECT_EQ(site.told(), (std::vector<std::string>{"anna planned"}));
  site.step_at(kStart + 2 * kDay);
  site.restart();
  site.step_at(kStart + 3 * kDay);
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.told(), (std::vector<std::string>{"anna sent"}));
}

// Also when the event comes in while a new rule is looking where to begin.
TEST(Once, TheThreadWorksByItself) {
  for (int round = 0; round < 10; ++round) {
    ActSite site;
    site.set_up();
    site.add_rule();
    site.all().start();
    std::this_thread::sleep_for(std::chrono::milliseconds(round % 5));
    site.deliver("anna", kStart);
    site.all().wake();
    for (int i = 0; i < 500 && site.all().book().in_state(InvitationState::kSent).empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    site.all().stop();
    EXPECT_EQ(site.told(), (std::vector<std::string>{"anna sent"})) << "round " << round;
    EXPECT_TRUE(site.all().trouble().ok()) << site.all().trouble().to_string();
  }
}

}  // namespace
}  // namespace sojourn
