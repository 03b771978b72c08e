// Alerts with a clock that is set by hand: what may stand in one, when it fires, who is told, and that once only.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>
#include <utility>

#include "act/clockwork_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Micros kStart = ClockSite::kStart;

std::string fault(const std::string& json) {
  const Result<Alert> alert = parse_alert(json, "a", {});
  return alert ? std::string() : alert.error().to_string();
}

TEST(AlertDefinition, NamesThePlaceOfAFault) {
  const auto with = [](const std::string& question, const std::string& more) {
    return fault(R"({"question":)" + question + (more.empty() ? "" : "," + more) + "}");
  };
  const std::string nps = R"({"measure":"nps"})";
  EXPECT_EQ(with(nps, R"("when":"below","value":30)"), "");
  EXPECT_THAT(fault("{}"), HasSubstr("question"));
  EXPECT_THAT(with(nps, ""), HasSubstr("when: is needed: below, above, falls or rises"));
  EXPECT_THAT(with(nps, R"("when":"under")"), HasSubstr("when"));
  EXPECT_THAT(with(nps, R"("when":"below")"), HasSubstr("value: is needed: the alert fires below it"));
  EXPECT_EQ(with(nps, R"("when":"falls")"), "");
  EXPECT_THAT(with(nps, R"("when":"falls","by":-1)"), HasSubstr("by"));
  EXPECT_THAT(with(R"({"measure":"npz"})", R"("when":"below","value":1)"), HasSubstr("Did you mean nps"));
  EXPECT_THAT(with(R"({"measure":"nps","by":["channel"]})", R"("when":"below","value":1)"), HasSubstr("question.by"));
  EXPECT_THAT(with(R"({"measure":"nps","over":"week"})", R"("when":"below","value":1)"), HasSubstr("question.over"));
  EXPECT_THAT(with(R"({"measure":"nps","to":"2026-01-01"})", R"("when":"below","value":1)"), HasSubstr("question.to"));
  EXPECT_THAT(with(R"({"measure":"nps","where":"channl = 1"})", R"("when":"below","value":1)"), HasSubstr("question"));
  EXPECT_THAT(with(R"({"measure":"process_map"})", R"("when":"below","value":1)"), HasSubstr("question.measure"));
  EXPECT_THAT(with(nps, R"("when":"below","value":1,"period":"36h")"), HasSubstr("period: whole days"));
  EXPECT_THAT(with(nps, R"("when":"below","value":1,"period":"500d")"), HasSubstr("period"));
  EXPECT_THAT(with(nps, R"("when":"below","value":1,"least_n":0)"), HasSubstr("least_n"));
  EXPECT_THAT(with(nps, R"("when":"below","value":1,"mail":["a@b.example","anna"])"), HasSubstr("mail[1]"));
  EXPECT_THAT(with(nps, R"("when":"below","value":1,"wen":1)"), HasSubstr("wen"));
}

TEST(AlertDefinition, ReadsBackAsTheSame) {
  ClockSite site;
  Alert alert =
      site.alert(R"("title":"Web","when":"falls","by":2.5,"period":"7d","least_n":50,"webhook":true)", "web", "anna");
  alert.scope = "channel = \"web\"";
  const Result<Alert> again = AlertKind::parse(AlertKind::text(alert), "web");
  ASSERT_TRUE(again.has_value()) << again.status().to_string();
  EXPECT_EQ(AlertKind::text(*again), AlertKind::text(alert));
  EXPECT_EQ(again->owner, "anna");
  EXPECT_EQ(again->scope, alert.scope);
  // What the server says is not taken from a definition.
  const Result<Alert> read = parse_alert(AlertKind::text(alert), "web", {});
  ASSERT_TRUE(read.has_value()) << read.status().to_string();
  EXPECT_EQ(read->owner, "");
  EXPECT_EQ(read->scope, "");
}

TEST(Alerts, TellWhenTheyBeginAndWhenTheyEndAndNothingBetween) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("title":"NPS","when":"below","value":30,"webhook":true)");
  site.answers(40, 9, kStart - kDay);
  site.step();
  EXPECT_EQ(site.standing(), "quiet");
  EXPECT_THAT(site.subjects(), IsEmpty());
  site.answers(60, 2, kStart);
  site.step_at(kStart + 30 * kSecond);
  EXPECT_EQ(site.standing(), "quiet") << "looked at once a minute at most";
  site.step_at(kStart + kMinute);
  EXPECT_EQ(site.standing(), "firing");
  EXPECT_THAT(site.subjects(), ElementsAre("anna@example.com: Alert: NPS", "webhook"));
  for (int i = 2; i < 200; ++i) site.step_at(kStart + i * kMinute);
  EXPECT_EQ(site.log.messages.size(), 2u);
  site.answers(400, 10, kStart + kHour);
  site.step_at(kStart + 5 * kHour);
  EXPECT_EQ(site.standing(), "quiet");
  EXPECT_THAT(site.subjects(),
              ElementsAre("anna@example.com: Alert: NPS", "webhook", "anna@example.com: Over: NPS", "webhook"));
  EXPECT_THAT(site.history(), ElementsAre("quiet", "firing: sent", "quiet: sent"));
  const Letter& letter = site.log.messages[0].letter;
  EXPECT_THAT(letter.text, HasSubstr("Net Promoter Score is \u221220.0, below +30.0."));
  EXPECT_THAT(letter.text, HasSubstr("n = 100"));
  EXPECT_THAT(letter.text, HasSubstr("95% interval"));
  EXPECT_THAT(letter.html, HasSubstr("https://cx.example.com/alerts"));
  EXPECT_THAT(site.log.messages[1].text, HasSubstr(R"("type":"alert.firing")"));
  EXPECT_THAT(site.log.messages[1].text, HasSubstr(R"("value":-20.0)"));
  EXPECT_NE(site.log.messages[1].id, site.log.messages[3].id);
}

TEST(Alerts, SayNothingBelowTheLeastN) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.step();
  EXPECT_EQ(site.standing(), "no_data");
  site.answers(29, 2, kStart);
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.standing(), "no_data");
  EXPECT_EQ(site.all().alert_states().look("nps").reason, "n is 29: at least 30 are needed");
  EXPECT_THAT(site.subjects(), IsEmpty());
  site.answers(1, 2, kStart);
  site.step_at(kStart + 2 * kHour);
  EXPECT_THAT(site.history(), ElementsAre("no_data", "firing: sent"));
}

// A full count is judged however small it is.
TEST(Alerts, WatchCountsToo) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("question":{"measure":"volume"},"when":"below","value":5,"period":"1d")", "volume");
  site.answers(3, 9, kStart);
  site.step();
  EXPECT_EQ(site.standing("volume"), "firing");
}

// Days without data between do not end an alert, and are nothing to write of.
TEST(Alerts, DoNotFlickerOverNoData) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30,"period":"7d")");
  site.answers(40, 2, kStart);
  site.step();
  site.answers(1, 2, kStart + 20 * kDay);
  site.step_at(kStart + 20 * kDay);
  EXPECT_EQ(site.standing(), "no_data");
  site.answers(40, 2, kStart + 40 * kDay);
  site.step_at(kStart + 40 * kDay);
  EXPECT_THAT(site.history(), ElementsAre("firing: sent", "no_data", "firing"));
  EXPECT_EQ(site.log.messages.size(), 1u);
}

TEST(Alerts, FallsAndRisesAreProven) {
  ClockSite site;
  site.set_up();
  site.answers(200, 10, kStart - 40 * kDay);
  site.answers(200, 9, kStart);
  site.add_alert(R"("when":"falls")", "falls");
  site.add_alert(R"("when":"rises")", "rises");
  site.step();
  EXPECT_EQ(site.standing("falls"), "quiet");
  site.answers(100, 2, kStart);
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.standing("falls"), "firing");
  EXPECT_EQ(site.standing("rises"), "quiet");
  EXPECT_THAT(site.log.messages.at(0).letter.text, HasSubstr("has fallen to"));
  site.add_alert(R"("when":"falls","by":90)", "falls-far");
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.standing("falls-far"), "quiet") << "it is proven, but not as much";
}

// The same customers on both sides: the comparison judges nothing, its interval does.
TEST(Alerts, FallsAreFoundInAPanelToo) {
  ClockSite site;
  const auto panel = [&site](const std::string& wave, Micros time, double score) {
    BatchMaker maker;
    for (int i = 0; i < 100; ++i) {
      const std::string who = "p" + std::to_string(i);
      Event& event = maker.add(wave + who, time, {{IdentifierKind::kId, who}}, "survey");
      event.set_text(Field::kKind, "nps");
      event.set_number(Field::kAnswer, i % 2 == 0 ? score : 8);
      event.set_number(Field::kScaleMin, 0);
      event.set_number(Field::kScaleMax, 10);
    }
    append(site.store(), maker);
  };
  panel("first", kStart - 40 * kDay, 10);
  panel("second", kStart, 2);
  site.add_alert(R"("when":"falls")", "falls");
  site.add_alert(R"("when":"rises")", "rises");
  site.step();
  EXPECT_EQ(site.standing("falls"), "firing") << site.all().alert_states().look("falls").reason;
  EXPECT_EQ(site.standing("rises"), "quiet");
  EXPECT_EQ(must(site.all().try_alert(site.alert(R"("when":"falls")"), "")).fired, 1);
}

TEST(Alerts, AreTriedOneAtATimeAndNotForWhomHasLeft) {
  ClockSite site;
  site.answers(40, 9, kStart);
  Alert alert = site.alert(R"("when":"falls")");
  const std::atomic<bool> left = true;
  EXPECT_EQ(site.all().try_alert(alert, "", &left).status().code(), StatusCode::kCancelled);
  Status second;
  bool asked = false;
  site.asker().set_segments([&](std::string_view) -> Result<std::string> {
    if (!std::exchange(asked, true)) {
      std::thread([&] { second = site.all().try_alert(site.alert(R"("when":"falls")"), "").status(); }).join();
    }
    return std::string("channel = \"web\"");
  });
  alert.question.where = "segment(\"web\")";
  EXPECT_TRUE(site.all().try_alert(alert, "").has_value());
  EXPECT_EQ(second.code(), StatusCode::kUnavailable) << second.to_string();
}

TEST(Alerts, DoNotTellWhomTheyNameNoMore) {
  ClockSite site;
  site.set_up();
  const auto put = [&site](const std::string& more) {
    const Alert alert = site.alert(R"("when":"below","value":30,)" + more);
    ClockSite::ok(site.all().put_alert("nps", [&](const Alert*) -> Result<Alert> { return alert; }).status());
  };
  put(R"("mail":["anna@example.com","bert@example.com"],"webhook":true)");
  site.answers(40, 2, kStart);
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kLater, "busy"}; };
  site.step();
  EXPECT_THAT(site.history(), ElementsAre("firing: waiting: busy"));
  put(R"("mail":["anna@example.com"],"webhook":false)");
  site.log.messages.clear();
  site.log.answer = nullptr;
  site.step_at(kStart + kHour);
  EXPECT_THAT(site.subjects(), ElementsAre("anna@example.com: Alert: nps"));
  EXPECT_THAT(site.history(), ElementsAre("firing: failed: not sent: the address was taken out"));
}

TEST(Alerts, TellTheDayOfTheirZone) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("question":{"measure":"nps","zone":"Asia/Tokyo"},"when":"below","value":30)");
  site.answers(40, 2, kStart + 10 * kHour);
  site.step_at(kStart + 11 * kHour);
  EXPECT_THAT(site.log.messages.at(0).letter.text, HasSubstr("up to 2026-03-02")) << "there it is the next day";
}

TEST(Alerts, SnoozedOnesTellAfterwardsWhatHasChanged) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.answers(40, 9, kStart);
  site.step();
  ClockSite::ok(site.all().snooze("nps", kStart + kDay));
  site.answers(200, 2, kStart);
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.standing(), "snoozed");
  EXPECT_THAT(site.subjects(), IsEmpty());
  site.step_at(kStart + kDay);
  EXPECT_EQ(site.standing(), "firing");
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.all().snooze("nsp", 0).code(), StatusCode::kNotFound);
}

TEST(Alerts, SpeakOfWhatTheirMakerMaySee) {
  ClockSite site;
  site.set_up();
  site.account("mary", Role::kManager, "channel = \"web\"", "nl");
  site.answers(50, 10, kStart, "web");
  site.answers(200, 0, kStart, "store");
  site.add_alert(R"("title":"T","when":"below","value":30)", "all");
  site.add_alert(R"("title":"T","when":"above","value":30)", "web", "mary");
  site.step();
  EXPECT_EQ(site.standing("all"), "firing");
  EXPECT_EQ(site.standing("web"), "firing");
  EXPECT_EQ(site.all().alert_states().look("web").figure.n, 50);
  EXPECT_THAT(site.subjects(), ElementsAre("anna@example.com: Alert: T", "anna@example.com: Melding: T"));
  site.account("mary", Role::kManager, "channel = \"store\"");
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.standing("web"), "quiet") << "it follows what she may see now";
  site.account("mary", Role::kViewer);
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.standing("web"), "trouble");
  EXPECT_THAT(site.all().alert_states().look("web").reason, HasSubstr("may not make boards any more"));
  ClockSite::ok(site.accounts().remove("mary"));
  site.step_at(kStart + 3 * kHour);
  EXPECT_THAT(site.all().alert_states().look("web").reason, HasSubstr("mary, is gone"));
}

TEST(Alerts, TryAgainWhatWasSurelyNotTaken) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30,"mail":["anna@example.com","bert@example.com"])");
  site.answers(40, 2, kStart);
  site.log.answer = [](const OutgoingMessage& message) {
    const bool anna = message.letter.to == "anna@example.com";
    return anna ? SendResult{} : SendResult{SendOutcome::kLater, "busy"};
  };
  site.step();
  EXPECT_THAT(site.history(), ElementsAre("firing: waiting: busy"));
  site.step_at(kStart + 30 * kSecond);
  EXPECT_EQ(site.log.messages.size(), 2u);
  site.log.answer = nullptr;
  site.step_at(kStart + 2 * kMinute);
  EXPECT_THAT(site.history(), ElementsAre("firing: sent"));
  EXPECT_EQ(site.log.messages.size(), 3u) << "anna was not told again";
  EXPECT_EQ(site.log.messages[2].letter.to, "bert@example.com");
}

TEST(Alerts, GiveUpAfterTwoDaysAndWhatWasOvertaken) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.answers(40, 2, kStart);
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kLater, "busy"}; };
  site.step();
  site.answers(400, 10, kStart);
  site.step_at(kStart + kHour);
  EXPECT_THAT(site.history(), ElementsAre(HasSubstr("overtaken"), "quiet: waiting: busy"));
  for (int hour = 2; hour < 80; ++hour) site.step_at(kStart + hour * kHour);
  EXPECT_THAT(site.history().back(), "quiet: failed: busy");
  EXPECT_LE(site.log.messages.size(), 9u);
}

TEST(Alerts, AreForgottenWithTheirHistory) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.answers(40, 2, kStart);
  site.step();
  ClockSite::ok(site.all().remove_alert("nps"));
  site.step_at(kStart + kHour);
  EXPECT_THAT(site.all().alert_states().names(), IsEmpty());
  site.restart();
  EXPECT_THAT(site.all().alert_states().names(), IsEmpty());
}

TEST(Alerts, SurviveARestart) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.answers(40, 2, kStart);
  site.step();
  site.restart();
  EXPECT_EQ(site.standing(), "firing");
  site.step_at(kStart + 2 * kHour);
  EXPECT_THAT(site.history(), ElementsAre("firing: sent"));
  EXPECT_EQ(site.log.messages.size(), 1u);
}

// The letter leaves, and with it the power.
TEST(Alerts, AreToldAtMostOnceWheneverTheProgramIsKilled) {
  const TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string letters = folder.path() + "/letters";
  const auto in_child = [](const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
      work();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  };
  in_child([&] {
    ClockSite site(data);
    site.set_up();
    site.add_alert(R"("when":"below","value":30,"mail":["anna@example.com","bert@example.com"])");
    site.answers(40, 2, kStart);
  });
  const int status = in_child([&] {
    ClockSite site(data);
    site.log.answer = [&](const OutgoingMessage& message) {
      std::ofstream(letters, std::ios::app) << message.letter.to << "\n" << std::flush;
      ::kill(::getpid(), SIGKILL);
      return SendResult{};
    };
    site.step();
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  ClockSite site(data);
  site.step_at(kStart + kHour);
  std::ifstream file(letters);
  std::string first;
  std::getline(file, first);
  EXPECT_EQ(first, "anna@example.com");
  EXPECT_THAT(site.subjects(), ElementsAre(HasSubstr("bert@example.com")));
  EXPECT_THAT(site.history(), ElementsAre(HasSubstr("failed: interrupted")));
}

TEST(Alerts, TheThreadLooksByItself) {
  ClockSite site;
  site.set_up();
  site.add_alert(R"("when":"below","value":30)");
  site.answers(40, 2, kStart);
  site.all().start();
  for (int i = 0; i < 1000 && site.history() != std::vector<std::string>{"firing: sent"}; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  site.all().stop();
  EXPECT_THAT(site.history(), ElementsAre("firing: sent"));
  EXPECT_TRUE(site.all().trouble().ok()) << site.all().trouble().to_string();
}

TEST(AlertTrials, TellHowOftenItWouldHaveFired) {
  ClockSite site;
  // Two weeks of which one was bad, twice in the last 90 days.
  for (int day = 0; day < 90; ++day) {
    const bool bad = (day >= 20 && day < 27) || (day >= 60 && day < 67);
    site.answers(40, bad ? 2 : 10, kStart - (89 - day) * kDay);
  }
  const Alert alert = site.alert(R"("when":"below","value":0,"period":"7d")");
  const Result<AlertTrial> trial = site.all().try_alert(alert, "");
  ASSERT_TRUE(trial.has_value()) << trial.status().to_string();
  ASSERT_EQ(trial->series.size(), 90u);
  EXPECT_EQ(trial->fired, 2);
  EXPECT_EQ(trial->series.back().to, "2026-03-01");
  EXPECT_EQ(trial->series.back().from, "2026-02-23");
  EXPECT_EQ(trial->series.back().verdict.figure.n, 280);
  EXPECT_EQ(trial->series[10].verdict.figure.value, 100);
  EXPECT_EQ(trial->series[26].verdict.figure.value, -100);
  EXPECT_EQ(trial->series[26].verdict.standing, AlertStanding::kFiring);
  EXPECT_EQ(trial->series[30].verdict.standing, AlertStanding::kQuiet)
      << "4 of 7 days are good: " << *trial->series[30].verdict.figure.value;
  EXPECT_THAT(site.all().alert_states().names(), IsEmpty()) << "a trial keeps nothing";
  EXPECT_EQ(site.all().try_alert(alert, "channel = \"store\"")->fired, 0) << "within what its maker may see";
  // The last point is what the alert says now.
  const AlertVerdict now = site.all().judge(alert);
  EXPECT_EQ(now.figure.value, trial->series.back().verdict.figure.value);
}

}  // namespace
}  // namespace sojourn
