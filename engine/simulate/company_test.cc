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

TEST(CompanyTest, StoppingStops) {
  int seen = 0;
  CompanyOptions options;
  options.customers = 100;
  simulate_company(options, [&seen](std::string_view) { return ++seen < 10; });
  EXPECT_EQ(seen, 10);
}

}  // namespace
}  // namespace sojourn
