#include "simulate/company.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace sojourn {
namespace {

std::vector<std::string> lines_of(int64_t customers, uint64_t seed) {
  std::vector<std::string> lines;
  CompanyOptions options;
  options.customers = customers;
  options.seed = seed;
  const CompanyCounts counts = simulate_company(options, [&lines](std::string_view line) {
    lines.emplace_back(line);
    return true;
  });
  EXPECT_EQ(counts.customers, customers);
  EXPECT_EQ(counts.events, static_cast<int64_t>(lines.size()));
  return lines;
}

TEST(CompanyTest, TheSameSeedGivesTheSameCompanyAndAPrefixIsAPrefix) {
  const std::vector<std::string> small = lines_of(50, 3);
  const std::vector<std::string> large = lines_of(80, 3);
  ASSERT_LT(small.size(), large.size());
  EXPECT_TRUE(std::equal(small.begin(), small.end(), large.begin()));
  EXPECT_NE(lines_of(50, 4), small);
}

TEST(CompanyTest, EveryLineIsAnEventBeforeTheEndWithAnIdOfItsOwn) {
  std::set<std::string> ids;
  for (const std::string& line : lines_of(300, 5)) {
    const nlohmann::json event = nlohmann::json::parse(line);
    EXPECT_TRUE(ids.insert(event.at("id").get<std::string>()).second);
    EXPECT_LT(event.at("time").get<std::string>(), "2026-11-01");
    EXPECT_TRUE(event.contains("customer") || event.contains("anonymous"));
  }
}

TEST(CompanyTest, AllChannelsAndLanguagesOccur) {
  std::map<std::string, int> channels;
  std::set<std::string> languages;
  for (const std::string& line : lines_of(2000, 1)) {
    const nlohmann::json event = nlohmann::json::parse(line);
    ++channels[event.at("channel").get<std::string>()];
    if (event.contains("text")) languages.insert(event.at("language").get<std::string>());
  }
  for (const char* channel : {"web", "app", "email", "sms", "social", "chatbot", "call", "store", "delivery"}) {
    EXPECT_GT(channels[channel], 0) << channel;
  }
  EXPECT_EQ(languages, (std::set<std::string>{"de", "en", "nl", "ru", "zh"}));
}

TEST(CompanyTest, HundredsOfCommentsALanguageAndNobodyRealInThem) {
  std::map<std::string, std::set<std::string>> comments;
  for (const std::string& line : lines_of(30'000, 1)) {
    const nlohmann::json event = nlohmann::json::parse(line);
    if (!event.contains("text")) continue;
    const std::string text = event.at("text").get<std::string>();
    comments[event.at("language").get<std::string>()].insert(text);
    EXPECT_EQ(text.find('{'), std::string::npos) << text << " has a slot that nobody filled";
    const size_t at = text.find('@');
    EXPECT_TRUE(at == std::string::npos || text.compare(at, 12, "@example.com") == 0) << text;
    const size_t phone = text.find("555");
    EXPECT_TRUE(phone == std::string::npos || text.compare(phone, 6, "555-01") == 0) << text;
  }
  for (const auto& [language, texts] : comments) EXPECT_GT(texts.size(), 200U) << language;
}

TEST(CompanyTest, WhoIsServedBetweenTheLinesAndHowCallsEnd) {
  std::map<std::string, int> sessions;
  std::map<bool, std::set<std::string>> ends;
  int chats = 0;
  for (const std::string& line : lines_of(6000, 2)) {
    const nlohmann::json event = nlohmann::json::parse(line);
    const std::string channel = event.at("channel").get<std::string>();
    if (channel == "sms" || channel == "ivr") ++sessions[event.value("outcome", "")];
    if (!event.at("properties").contains("turns")) continue;
    const nlohmann::json& turns = event.at("properties").at("turns");
    int64_t before = 0;
    for (const nlohmann::json& turn : turns) {
      EXPECT_GE(turn.at("from_ms").get<int64_t>() + 1000, before) << "turns come in order, but for who cuts in";
      before = turn.at("from_ms").get<int64_t>();
      EXPECT_NE(turn.at("text").get<std::string>(), "");
    }
    if (channel == "chatbot") ++chats;
    if (channel == "call") ends[event.at("resolved").get<bool>()].insert(turns.back().at("role").get<std::string>());
  }
  const double n = sessions["solved"] + sessions["handed_over"] + sessions["left"];
  EXPECT_GT(n, 500);
  EXPECT_NEAR(sessions["solved"] / n, company_truth().self_solved, 0.05);
  EXPECT_NEAR(sessions["handed_over"] / n, company_truth().self_handed_over, 0.05);
  EXPECT_GT(chats, 100);
  EXPECT_EQ(ends[true], std::set<std::string>{"customer"}) << "thanks";
  EXPECT_EQ(ends[false], std::set<std::string>{"agent"});
}

TEST(CompanyTest, ComplaintsAboutLateDeliveriesRiseOnADay) {
  std::map<bool, std::pair<int, int>> late;  // After the day: with a comment, and all that were rated.
  for (const std::string& line : lines_of(12'000, 7)) {
    const nlohmann::json event = nlohmann::json::parse(line);
    if (event.value("kind", "") != "csat" || !event.contains("answer") ||
        !event.at("properties").value("late", false)) {
      continue;
    }
    if (event.at("answer").get<int>() > 3) continue;
    auto& [commented, all] = late[event.at("time").get<std::string>() >= "2026-07-01"];
    ++all;
    commented += event.contains("text");
  }
  const double before = static_cast<double>(late[false].first) / late[false].second;
  const double after = static_cast<double>(late[true].first) / late[true].second;
  EXPECT_GT(after, before + 0.2);
}

TEST(CompanyTest, StoppingStops) {
  int seen = 0;
  CompanyOptions options;
  options.customers = 100;
  simulate_company(options, [&seen](std::string_view) { return ++seen < 10; });
  EXPECT_EQ(seen, 10);
}

}  // namespace
}  // namespace sojourn
