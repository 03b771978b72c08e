// The funnel's counts against its definition: random lives, cut into sessions and held values and dealt to the values
// of a split by hand, each searched by brute force (attempt_twin.h).
#include <gtest/gtest.h>

#include <cmath>

#include "funnels/attempt_twin.h"
#include "funnels/funnel.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

struct Event {
  Micros time;
  std::string place;
  std::string channel;  // "": absent.
  std::string plan;
};
using Life = std::vector<Event>;

std::vector<Life> random_lives(std::mt19937_64& random) {
  const char* const places[] = {"a", "b", "c", "x", "y", ""};
  const char* const channels[] = {"web", "app", ""};
  const char* const plans[] = {"free", "pro", ""};
  std::vector<Life> lives(12);
  for (Life& life : lives) {
    life.resize(random() % 8);
    for (Event& event : life) {
      event = {static_cast<Micros>(random() % 9) * kHour, places[random() % 6], channels[random() % 3],
               plans[random() % 3]};
    }
    std::stable_sort(life.begin(), life.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
  }
  return lives;
}

Fixture fixture_of(const std::vector<Life>& lives) {
  Fixture fixture;
  for (size_t i = 0; i < lives.size(); ++i) {
    for (const Event& event : lives[i]) {
      Fixture::Fields fields;
      if (!event.place.empty()) fields.emplace_back("touchpoint", event.place);
      if (!event.channel.empty()) fields.emplace_back("channel", event.channel);
      if (!event.plan.empty()) fields.emplace_back("properties.plan", event.plan);
      fixture.add("c" + std::to_string(i), event.time, fields);
    }
  }
  return fixture;
}

// How it is asked, and what it means.
struct Way {
  std::string name;
  std::map<std::string, std::vector<std::string>> parameters;
  std::function<void(FunnelRules&)> rules = [](FunnelRules&) {};
  bool hold = false;
  std::string counting = "customers";
  std::string touch = "first";
};

constexpr size_t kSteps = 3;  // a; b or on the web at y; c or a.
StepSet met(const Event& event) {
  StepSet steps = 0;
  if (event.place == "a") steps |= 0b101;
  if (event.place == "b" || (event.place == "y" && event.channel == "web")) steps |= 0b010;
  if (event.place == "c") steps |= 0b100;
  return steps;
}
const std::vector<std::string> kStepTexts = {"touchpoint = \"a\"",
                                             "touchpoint = \"b\" or (touchpoint = \"y\" and channel = \"web\")",
                                             "touchpoint in (\"a\", \"c\")"};

// What a customer's attempt looks like from outside.
struct Seen {
  Attempt attempt;
  Life session;  // All that happened in it.
};
using Groups = std::map<std::string, std::map<size_t, std::vector<Seen>>>;  // By value, by customer.

class Twin {
 public:
  Twin(const Way& way, const FunnelRules& rules, bool split) : way_(way), rules_(rules), split_(split) {}

  void take(size_t customer, const Life& life, Groups& groups) const {
    const bool each = split_ && (way_.touch == "all" || way_.touch == "step");
    std::set<std::string> values;
    for (const Event& event : life) {
      const StepSet bound = way_.touch == "all" ? 0b111 : 0b010;
      if (each && (met(event) & bound) != 0) values.insert(event.channel);
    }
    if (!each) values.insert("");
    for (const std::string& value : values) {
      std::vector<Seen> seen;
      for (const Life& session : sessions(life)) search(session, each ? std::optional(value) : std::nullopt, seen);
      if (way_.counting == "customers" && seen.size() > 1) {
        std::sort(seen.begin(), seen.end(), before);
        seen.resize(1);
      }
      for (const Seen& one : seen) {
        const uint32_t touch = way_.touch == "last" ? one.attempt.last : one.attempt.first;
        const std::string group = !split_ ? "" : each ? value : one.session[touch].channel;
        groups[group][customer].push_back(one);
      }
    }
  }

 private:
  static bool before(const Seen& a, const Seen& b) { return reported_before(a.attempt, b.attempt); }

  std::vector<Life> sessions(const Life& life) const {
    if (way_.counting != "sessions") return {life};
    std::vector<Life> cut;
    for (const Event& event : life) {
      if (cut.empty() || event.time - cut.back().back().time > 2 * kHour) cut.emplace_back();
      cut.back().push_back(event);
    }
    return cut;
  }

  void search(const Life& session, const std::optional<std::string>& value, std::vector<Seen>& seen) const {
    std::set<std::string> held{""};
    if (way_.hold) {
      held.clear();
      for (const Event& event : session) held.insert(event.plan);
      held.erase("");
    }
    for (const std::string& plan : held) {
      TwinEvents events;
      for (size_t i = 0; i < session.size(); ++i) {
        if (way_.hold && session[i].plan != plan) continue;
        StepEvent event{session[i].time, met(session[i]), static_cast<uint32_t>(i), 0};
        if (value && session[i].channel != *value) event.met &= way_.touch == "all" ? 0 : ~StepSet{0b010};
        if (!rules_.exclusions.empty() && session[i].place == "x") event.kills = 1;
        if (event.met == 0 && event.kills == 0 && rules_.order != StepOrder::kStrict) continue;
        events.push_back(event);
      }
      const StepSet bound = way_.touch == "all" ? 0b111 : 0b010;
      const bool any =
          std::any_of(events.begin(), events.end(), [&](const StepEvent& event) { return (event.met & bound) != 0; });
      if (value && !any) continue;
      AttemptTwin twin(rules_, events);
      const auto found = way_.counting == "attempts" ? twin.series() : std::vector<Attempt>{twin.find()};
      for (const Attempt& attempt : found) {
        if (attempt.any()) seen.push_back({attempt, session});
      }
    }
  }

  const Way& way_;
  const FunnelRules& rules_;
  bool split_;
};

std::string quantile_text(std::vector<Micros> lengths, double q) {
  if (lengths.empty()) return "";
  std::sort(lengths.begin(), lengths.end());
  const double h = static_cast<double>(lengths.size() - 1) * q;
  const auto k = static_cast<size_t>(h);
  const double low = static_cast<double>(lengths[k]);
  const double high = static_cast<double>(lengths[std::min(k + 1, lengths.size() - 1)]);
  return value_text((low + (high - low) * (h - std::floor(h))) / 1e6);
}

using Cells = std::map<std::string, std::map<std::string, std::string>>;  // As Table, but for the name.

Cells step_cells(const Groups& groups, bool split, bool by_customer) {
  Cells cells;
  for (const auto& [value, customers] : groups) {
    std::vector<int64_t> attempts(kSteps + 1), people(kSteps + 1), excluded(kSteps + 1);
    std::vector<std::vector<Micros>> lengths(kSteps + 1);
    for (const auto& [customer, seen] : customers) {
      size_t furthest = 0;
      for (const Seen& one : seen) {
        const Attempt& attempt = one.attempt;
        furthest = std::max(furthest, attempt.level);
        if (attempt.excluded) ++excluded[attempt.level];
        for (size_t i = 0; i < attempt.level; ++i) {
          ++attempts[i];
          if (i > 0) lengths[i].push_back(std::max<Micros>(0, attempt.times[i] - attempt.times[i - 1]));
        }
      }
      for (size_t i = 0; i < furthest; ++i) ++people[i];
    }
    for (size_t i = 0; i < kSteps; ++i) {
      auto& row = cells[(split ? value + "|" : "") + std::to_string(i + 1)];
      row["customers"] = std::to_string(people[i]);
      if (!by_customer) row["attempts"] = std::to_string(attempts[i]);
      row["n"] = std::to_string(attempts[0]);
      row["dropped"] = std::to_string(i == 0 ? 0 : attempts[i - 1] - attempts[i]);
      row["excluded"] = std::to_string(excluded[i]);
      row["median_seconds"] = quantile_text(lengths[i], 0.5);
      row["p90_seconds"] = quantile_text(lengths[i], 0.9);
    }
  }
  return cells;
}

// Cells of the other tables: key, then customers and times.
void count_cell(Cells& cells, std::map<std::string, std::set<size_t>>& people, const std::string& key, size_t customer,
                const char* times) {
  auto& row = cells[key];
  row[times] = std::to_string(1 + (row.count(times) != 0 ? *parse_integer(row[times]) : 0));
  people[key].insert(customer);
  row["customers"] = std::to_string(people[key].size());
}

Cells other_cells(const Groups& groups, const std::string& show, bool split, bool by_customer) {
  Cells cells;
  std::map<std::string, std::set<size_t>> people;
  for (const auto& [value, customers] : groups) {
    const std::string prefix = split ? value + "|" : "";
    for (const auto& [customer, seen] : customers) {
      for (const auto& [attempt, session] : seen) {
        if (show == "after" && attempt.level > 0 && attempt.level < kSteps) {
          std::string next = "(nothing)";
          for (const Event& event : session) {
            if (event.time <= attempt.end() || event.place.empty()) continue;
            next = event.place;
            break;
          }
          count_cell(cells, people, prefix + std::to_string(attempt.level) + "|" + next, customer, "attempts");
        }
        for (size_t step = 1; show == "between" && step < attempt.level; ++step) {
          for (const Event& event : session) {
            if (event.time <= attempt.times[step - 1] || event.time >= attempt.times[step]) continue;
            if (event.place.empty()) continue;
            count_cell(cells, people, prefix + std::to_string(step + 1) + "|" + event.place, customer, "occurrences");
          }
        }
      }
    }
  }
  for (auto& [key, row] : cells) {
    if (by_customer) row.erase("attempts");
  }
  return cells;
}

std::vector<Way> ways() {
  const std::string x = "touchpoint = \"x\"";
  const auto exclude = [](size_t from, size_t to, bool whole) {
    return [=](FunnelRules& rules) {
      rules.exclusions = {{from, to}};
      rules.whole_customer = whole;
    };
  };
  std::vector<Way> ways;
  ways.push_back({"plain", {}});
  ways.push_back({"first", {{"attempt", {"first"}}}, [](FunnelRules& rules) { rules.first_attempt = true; }});
  ways.push_back({"strict", {{"order", {"strict"}}}, [](FunnelRules& rules) { rules.order = StepOrder::kStrict; }});
  ways.push_back({"any", {{"order", {"any"}}}, [](FunnelRules& rules) { rules.order = StepOrder::kAny; }});
  ways.push_back({"limits", {{"step_within", {"1h", "3h"}}}, [](FunnelRules& rules) {
                    rules.step_window = {FunnelRules::kNoLimit, kHour, 3 * kHour};
                  }});
  ways.push_back({"grace", {{"grace", {"1h"}}}, [](FunnelRules& rules) { rules.grace = kHour; }});
  ways.push_back({"exclude", {{"exclude", {x}}}, exclude(1, 3, false)});
  ways.push_back({"between", {{"exclude", {x}}, {"exclude_between", {"2-3"}}}, exclude(2, 3, false)});
  ways.push_back({"customer", {{"exclude", {x}}, {"exclude_scope", {"customer"}}}, exclude(1, 3, true)});
  std::vector<Way> all;
  for (const Way& way : ways) {
    for (const std::string counting : {"customers", "attempts", "sessions"}) {
      if (counting == "attempts" && way.name == "customer") continue;
      for (const bool hold : {false, true}) {
        for (const std::string touch : {"first", "last", "step", "all"}) {
          all.push_back(way);
          Way& made = all.back();
          made.counting = counting;
          made.hold = hold;
          made.touch = touch;
          made.parameters["counting"] = {counting};
          made.parameters["touch"] = {touch};
          if (touch == "step") made.parameters["touch_step"] = {"2"};
          made.parameters["gap"] = {"2h"};
          if (hold) made.parameters["hold"] = {"properties.plan"};
          made.name += ", " + counting + ", touch " + touch + (hold ? ", held" : "");
        }
      }
    }
  }
  return all;
}

void compare(const Way& way, const std::vector<Life>& lives, const std::string& show, bool split) {
  FunnelRules rules;
  rules.steps = kSteps;
  rules.window = 5 * kHour;
  way.rules(rules);
  Groups groups;
  if (!split) groups[""];
  for (size_t i = 0; i < lives.size(); ++i) Twin(way, rules, split).take(i, lives[i], groups);
  const bool by_customer = way.counting == "customers";
  const Cells wanted =
      show == "steps" ? step_cells(groups, split, by_customer) : other_cells(groups, show, split, by_customer);

  Question question;
  question.measure = "funnel";
  question.parameters = way.parameters;
  question.parameters["step"] = kStepTexts;
  question.parameters["within"] = {"5h"};
  question.parameters["show"] = {show};
  if (split) question.by = {"channel"};
  const FixtureQuestion asked(funnel_definition(), fixture_of(lives).snapshot({2, 9, 5}), question);
  const Result<Answer> answer = asked.answer({2, true, true});
  ASSERT_TRUE(answer.has_value()) << way.name << ": " << answer.status().to_string();
  Cells found;
  for (const auto& [key, cells] : table_of(*answer)) {
    std::string short_key = split ? cells.at("channel") + "|" + cells.at("step") : cells.at("step");
    for (const char* name : {"next", "node"}) {
      if (cells.count(name) != 0) short_key += "|" + cells.at(name);
    }
    const auto row = wanted.find(short_key);
    ASSERT_TRUE(row != wanted.end()) << way.name << " has a row " << short_key;
    for (const auto& [column, text] : row->second) found[short_key][column] = cells.at(column);
  }
  ASSERT_EQ(found, wanted) << way.name << ", show " << show << (split ? ", split" : "");
}

TEST(FunnelTwin, CountsAreThoseOfTheDefinition) {
  std::mt19937_64 random(9);
  const std::vector<Way> all = ways();
  for (int round = 0; round < 12 && !HasFailure(); ++round) {
    for (const Way& way : all) {
      const std::vector<Life> lives = random_lives(random);
      for (const std::string show : {"steps", "after", "between"}) {
        const bool split = show == "steps" ? round % 3 != 0 : round % 3 == 1;
        compare(way, lives, show, split);
        if (HasFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
