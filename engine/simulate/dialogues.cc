#include "simulate/dialogues.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sojourn {
namespace {

enum class Says : unsigned char { kCustomer, kAgent, kBot };
using Script = std::vector<std::pair<Says, Matter>>;

std::string_view role_of(Says who) {
  switch (who) {
    case Says::kCustomer: return "customer";
    case Says::kAgent: return "agent";
    case Says::kBot: break;
  }
  return "bot";
}

// About how many words: blanks, or every second character of what has none.
int64_t words_in(std::string_view text) {
  int64_t blanks = 1;
  int64_t wide = 0;
  for (const char c : text) {
    blanks += c == ' ';
    wide += (static_cast<unsigned char>(c) & 0xF0) == 0xE0;
  }
  return std::max(blanks, wide / 2);
}

Script call_script(const DialogueStory& story, Random& random) {
  Script script{{Says::kAgent, Matter::kHello}, {Says::kCustomer, story.problem},
                {Says::kAgent, Matter::kSorry}, {Says::kCustomer, Matter::kAnger},
                {Says::kAgent, Matter::kSorry}, {Says::kCustomer, Matter::kDetail}};
  if (story.solved) {
    script.insert(script.end(), {{Says::kAgent, Matter::kFix},
                                 {Says::kCustomer, Matter::kThanks},
                                 {Says::kCustomer, random.chance(0.5) ? Matter::kNiceEnd : Matter::kThanks}});
    return script;
  }
  script.insert(script.end(), {{Says::kAgent, Matter::kNoFix},
                               {Says::kCustomer, Matter::kAnger},
                               {Says::kCustomer, random.chance(0.4) ? Matter::kManager : Matter::kBadEnd},
                               {Says::kAgent, Matter::kNoFix}});
  return script;
}

Script chat_script(const DialogueStory& story) {
  if (story.solved) {
    return {{Says::kBot, Matter::kBotHello},
            {Says::kCustomer, Matter::kDetail},
            {Says::kBot, Matter::kBotAnswer},
            {Says::kCustomer, Matter::kThanks}};
  }
  return {{Says::kBot, Matter::kBotHello},    {Says::kCustomer, Matter::kDetail}, {Says::kBot, Matter::kBotAnswer},
          {Says::kCustomer, story.problem},   {Says::kBot, Matter::kBotAnswer},   {Says::kCustomer, Matter::kAnger},
          {Says::kBot, Matter::kBotHandsOver}};
}

}  // namespace

nlohmann::ordered_json call_turns(const LanguageWords& words, const DialogueStory& story, Random& random) {
  nlohmann::ordered_json turns = nlohmann::ordered_json::array();
  int64_t end = 0;
  for (const auto& [who, matter] : call_script(story, random)) {
    const std::string text = sentence(words, matter, random, story.digits);
    const double a_minute = random.normal(who == Says::kAgent ? 150 : 135, 12);
    const bool cuts_in = matter == Matter::kAnger && random.chance(0.4);
    const int64_t gap = cuts_in ? -700 : 250 + static_cast<int64_t>(random.exponential(700));
    const int64_t from = std::max<int64_t>(0, end + gap);
    end = std::max(end, from + static_cast<int64_t>(static_cast<double>(words_in(text)) * 60'000 / a_minute));
    turns.push_back({{"role", role_of(who)}, {"from_ms", from}, {"to_ms", end}, {"text", text}});
  }
  return turns;
}

nlohmann::ordered_json chat_turns(const LanguageWords& words, const DialogueStory& story, Random& random) {
  nlohmann::ordered_json turns = nlohmann::ordered_json::array();
  int64_t at = 0;
  for (const auto& [who, matter] : chat_script(story)) {
    at += who == Says::kBot ? 400 : 4'000 + static_cast<int64_t>(random.exponential(9'000));
    turns.push_back({{"role", role_of(who)}, {"from_ms", at}, {"text", sentence(words, matter, random, story.digits)}});
  }
  return turns;
}

}  // namespace sojourn
