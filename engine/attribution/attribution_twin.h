// For tests: attribution from its definition, slowly, over lives written as lists.
// Shapley sums over all subsets of nodes of the whole game; the removal effect follows walks step by step with every
// move into the removed node lost; the other models divide doubles.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace sojourn::twin {

struct Event {
  Micros time = 0;
  std::string node;   // "" : none.
  std::string stage;  // "" : none.
  bool conversion = false;
  bool perceived = true;
  std::string order;
  std::optional<int64_t> amount;  // Whole units.
};
using Life = std::vector<Event>;  // In order.

struct Rules {
  Micros look_back = 30 * kDay;
  bool collapse = true;
  bool drop_direct = false;  // Node "direct".
  std::string conversions = "all";
  double half_life = 7.0 * kDay;
  double first = 40;
  double last = 40;
  int order = 1;
  bool lost_paths = true;
  bool by_stage = false;
};

using Key = std::pair<std::string, std::string>;  // Stage ("" unless by_stage) and node.
struct Credit {
  std::map<std::string, double> value;  // By model.
  std::map<std::string, double> revenue;
  int64_t n = 0;
  std::set<size_t> customers;
};
struct Credits {
  std::map<Key, Credit> touches;
  int64_t led = 0;
  int64_t none = 0;
  int64_t lost = 0;
};

struct Path {
  size_t customer = 0;
  Micros time = 0;
  double amount = 0;
  std::vector<Event> touches;
  bool converted = false;
};

inline std::vector<Event> tidy(std::vector<Event> touches, const Rules& rules) {
  const auto direct = [](const Event& each) { return each.node == "direct"; };
  if (rules.drop_direct && !std::all_of(touches.begin(), touches.end(), direct)) std::erase_if(touches, direct);
  if (!rules.collapse) return touches;
  std::vector<Event> kept;
  for (size_t i = 0; i < touches.size(); ++i) {
    if (i + 1 == touches.size() || touches[i + 1].node != touches[i].node) kept.push_back(touches[i]);
  }
  return kept;
}

inline bool is_touch(const Event& event) { return !event.conversion && event.perceived && !event.node.empty(); }

// The conversions' paths, counted ones only, then the lost ones.
inline std::vector<Path> paths_of(size_t customer, const Life& life, const Rules& rules) {
  std::vector<size_t> conversions;
  std::map<std::string, size_t> orders;
  std::vector<Path> paths;
  std::map<size_t, double> amounts;
  for (size_t i = 0; i < life.size(); ++i) {
    if (!life[i].conversion) continue;
    size_t head = i;
    if (!life[i].order.empty()) head = orders.emplace(life[i].order, i).first->second;
    if (head == i) conversions.push_back(i);
    amounts[head] += static_cast<double>(life[i].amount.value_or(0));
  }
  for (size_t k = 0; k < conversions.size(); ++k) {
    if (rules.conversions == "first" && k > 0) continue;
    if (rules.conversions == "repeat" && k == 0) continue;
    const Event& conversion = life[conversions[k]];
    Path path{customer, conversion.time, amounts[conversions[k]], {}, true};
    for (size_t j = 0; j < conversions[k]; ++j) {
      if (is_touch(life[j]) && life[j].time >= conversion.time - rules.look_back) path.touches.push_back(life[j]);
    }
    path.touches = tidy(path.touches, rules);
    paths.push_back(path);
  }
  // Lost paths: by how many conversions came before, and by the time of their first touch.
  std::vector<std::vector<Event>> lost;
  std::ptrdiff_t before = -1;
  for (size_t j = 0; j < life.size(); ++j) {
    const auto after = [&](size_t k) { return k > j && life[k].time - life[j].time <= rules.look_back; };
    if (!is_touch(life[j]) || std::any_of(conversions.begin(), conversions.end(), after)) continue;
    const auto so_far = std::count_if(conversions.begin(), conversions.end(), [&](size_t k) { return k < j; });
    if (so_far != before || life[j].time - lost.back().front().time > rules.look_back) lost.emplace_back();
    before = so_far;
    lost.back().push_back(life[j]);
  }
  for (const std::vector<Event>& touches : lost) paths.push_back({customer, 0, 0, tidy(touches, rules), false});
  return paths;
}

// P(converted) of walks that follow what the paths say, `removed` being lost.
inline double chance_without(const std::vector<Path>& paths, const std::string& removed, int order) {
  std::map<std::string, std::map<std::string, double>> moves;  // "" is the start; "+" and "-" the ends.
  std::map<std::string, std::string> last;
  for (const Path& path : paths) {
    if (path.touches.empty()) continue;
    std::string state;
    for (size_t i = 0; i < path.touches.size(); ++i) {
      std::string next;
      for (size_t j = i + 1 < static_cast<size_t>(order) ? 0 : i + 1 - static_cast<size_t>(order); j <= i; ++j) {
        next += path.touches[j].node + ">";
      }
      ++moves[state][next];
      last[next] = path.touches[i].node;
      state = next;
    }
    ++moves[state][path.converted ? "+" : "-"];
  }
  std::map<std::string, double> at{{"", 1.0}};
  double converted = 0;
  for (int step = 0; step < 3000 && !at.empty(); ++step) {
    std::map<std::string, double> next;
    for (const auto& [state, chance] : at) {
      double all = 0;
      for (const auto& [to, times] : moves[state]) all += times;
      for (const auto& [to, times] : moves[state]) {
        if (to == "+") converted += chance * times / all;
        if (to == "+" || to == "-" || last[to] == removed || chance < 1e-18) continue;
        next[to] += chance * times / all;
      }
    }
    at = std::move(next);
  }
  return converted;
}

inline double binomial(size_t n, size_t k) {
  double value = 1;
  for (size_t i = 1; i <= k; ++i) value = value * static_cast<double>(n - k + i) / static_cast<double>(i);
  return value;
}

// sum over S without c of |S|! (n - |S| - 1)! / n! * (v(S + c) - v(S)), v weighted by `worth`.
inline std::map<std::string, double> shapley(const std::vector<Path>& paths, bool money) {
  std::set<std::string> known;
  for (const Path& path : paths) {
    if (!path.converted) continue;
    for (const Event& touch : path.touches) known.insert(touch.node);
  }
  const std::vector<std::string> nodes(known.begin(), known.end());
  const size_t count = nodes.size();
  std::vector<double> worth(size_t{1} << count);
  for (const Path& path : paths) {
    if (!path.converted || path.touches.empty()) continue;
    size_t own = 0;
    for (size_t i = 0; i < count; ++i) {
      for (const Event& touch : path.touches) own |= touch.node == nodes[i] ? size_t{1} << i : 0;
    }
    for (size_t set = 0; set < worth.size(); ++set) worth[set] += (own & ~set) == 0 ? (money ? path.amount : 1) : 0;
  }
  std::map<std::string, double> values;
  for (size_t c = 0; c < count; ++c) {
    for (size_t set = 0; set < worth.size(); ++set) {
      if ((set >> c) & 1) continue;
      const auto size = static_cast<size_t>(__builtin_popcountll(set));
      const double weight = 1 / (static_cast<double>(count) * binomial(count - 1, size));
      values[nodes[c]] += weight * (worth[set | (size_t{1} << c)] - worth[set]);
    }
  }
  return values;
}

// By touch of the path, in order.
inline std::vector<double> split(const std::string& model, const Path& path, const Rules& rules) {
  const size_t m = path.touches.size();
  std::vector<double> weights(m, 0.0);
  if (model == "first") weights.front() = 1;
  if (model == "last") weights.back() = 1;
  if (model == "linear") weights.assign(m, 1);
  if (model == "time_decay") {
    for (size_t i = 0; i < m; ++i) {
      weights[i] = std::pow(0.5, static_cast<double>(path.time - path.touches[i].time) / rules.half_life);
    }
  }
  if (model == "position") {
    for (size_t i = 1; i + 1 < m; ++i) weights[i] = (100 - rules.first - rules.last) / static_cast<double>(m - 2);
    weights.front() = rules.first;
    weights.back() = rules.last;
    if (m == 1) weights = {1};
    if (m == 2 && rules.first + rules.last == 0) weights = {1, 1};
  }
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight /= sum;
  return weights;
}

inline Credits credits(const std::vector<Life>& lives, const Rules& rules) {
  std::vector<Path> paths;
  for (size_t c = 0; c < lives.size(); ++c) {
    for (Path& path : paths_of(c, lives[c], rules)) {
      if (path.converted || rules.lost_paths) paths.push_back(std::move(path));
    }
  }
  Credits found;
  std::map<std::string, std::map<Key, double>> places;  // By node: how often its touches stood at each key.
  std::map<std::string, double> all_places;
  double money = 0;
  const auto key_of = [&](const Event& touch) { return Key{rules.by_stage ? touch.stage : "", touch.node}; };
  for (const Path& path : paths) {
    if (!path.converted) ++found.lost;
    for (const Event& touch : path.touches) {
      places[touch.node][key_of(touch)] += 1;
      all_places[touch.node] += 1;
    }
    if (!path.converted) continue;
    if (path.touches.empty()) ++found.none;
    if (path.touches.empty()) continue;
    ++found.led;
    money += path.amount;
    std::set<Key> seen;
    std::map<std::string, double> own;
    for (const Event& touch : path.touches) {
      seen.insert(key_of(touch));
      own[touch.node] += 1;
    }
    for (const Key& key : seen) {
      ++found.touches[key].n;
      found.touches[key].customers.insert(path.customer);
    }
    for (const char* model : {"first", "last", "linear", "time_decay", "position"}) {
      const std::vector<double> shares = split(model, path, rules);
      for (size_t i = 0; i < shares.size(); ++i) {
        found.touches[key_of(path.touches[i])].value[model] += shares[i];
        found.touches[key_of(path.touches[i])].revenue[model] += shares[i] * path.amount;
      }
    }
    if (!rules.by_stage) continue;
    for (const Event& touch : path.touches) {  // The closed form; without stages the game itself is played.
      const double share = 1 / (static_cast<double>(own.size()) * own[touch.node]);
      found.touches[key_of(touch)].value["shapley"] += share;
      found.touches[key_of(touch)].revenue["shapley"] += share * path.amount;
    }
  }
  if (!rules.by_stage) {
    for (const auto& [node, value] : shapley(paths, false)) found.touches[{"", node}].value["shapley"] = value;
    for (const auto& [node, value] : shapley(paths, true)) found.touches[{"", node}].revenue["shapley"] = value;
  }
  const double chance = chance_without(paths, "(nobody)", rules.order);
  std::map<std::string, double> effects;
  double all = 0;
  for (const auto& [node, keys] : places) {
    effects[node] = chance == 0 ? 0 : 1 - chance_without(paths, node, rules.order) / chance;
    all += effects[node];
  }
  for (const auto& [node, keys] : places) {
    for (const auto& [key, times] : keys) {
      const double share = all == 0 ? 0 : effects[node] / all * times / all_places[node];
      if (share < 1e-12 && !found.touches.contains(key)) continue;  // Neither conversions nor credit: no row.
      found.touches[key].value["markov"] = share * static_cast<double>(found.led);
      found.touches[key].revenue["markov"] = share * money;
    }
  }
  return found;
}

}  // namespace sojourn::twin
