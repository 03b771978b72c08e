#include "formats/turns.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "collect/json_text.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

constexpr size_t kTurnsBytesMax = 96 * 1024;

struct RoleName {
  std::string_view name;
  std::string_view role;
};

constexpr std::array<RoleName, 21> kRoleNames{{
    {"customer", "customer"}, {"client", "customer"},  {"caller", "customer"},
    {"external", "customer"}, {"user", "customer"},    {"end_user", "customer"},
    {"end-user", "customer"}, {"visitor", "customer"}, {"contact", "customer"},
    {"agent", "agent"},       {"internal", "agent"},   {"admin", "agent"},
    {"operator", "agent"},    {"supervisor", "agent"}, {"representative", "agent"},
    {"bot", "bot"},           {"assistant", "bot"},    {"custom_bot", "bot"},
    {"ivr", "bot"},           {"system", "system"},    {"workflow", "system"},
}};

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  append_json_string(out, text);
}

void append_member(std::string& out, std::string_view name, std::optional<int64_t> number) {
  if (!number) return;
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':' + std::to_string(*number);
}

std::string turn_json(const Turn& turn) {
  std::string out = "{";
  append_member(out, "role", turn.role);
  append_member(out, "name", turn.name);
  append_member(out, "from_ms", turn.from_ms);
  append_member(out, "to_ms", turn.to_ms);
  append_member(out, "text", trim(turn.text));
  append_member(out, "sentiment", turn.sentiment);
  return out + "}";
}

// A turn without a beginning goes with the one before it.
void sort_turns(std::vector<Turn>& turns) {
  std::vector<std::pair<int64_t, size_t>> order;
  int64_t last = 0;
  for (size_t i = 0; i < turns.size(); ++i) {
    last = turns[i].from_ms.value_or(last);
    order.emplace_back(last, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<Turn> sorted;
  sorted.reserve(turns.size());
  for (const auto& [from, place] : order) sorted.push_back(std::move(turns[place]));
  turns = std::move(sorted);
}

}  // namespace

void write_turns(EventWriter& writer, std::vector<Turn> turns) {
  const bool roles = std::any_of(turns.begin(), turns.end(), [](const Turn& turn) { return !turn.role.empty(); });
  if (!roles) {
    // Nobody is told apart: all of it may be the customer's.
    for (Turn& turn : turns) turn.role = "unknown";
    write_turns(writer, std::move(turns), "unknown");
    return;
  }
  write_turns(writer, std::move(turns), "customer");
}

void write_turns(EventWriter& writer, std::vector<Turn> turns, std::string_view text_of) {
  std::erase_if(turns, [](const Turn& turn) { return trim(turn.text).empty(); });
  if (turns.empty()) return;
  sort_turns(turns);
  std::string json = "[";
  std::string text;
  int64_t left_out = 0;
  for (Turn& turn : turns) {
    if (turn.role == text_of && !text_of.empty()) {
      if (!text.empty()) text += '\n';
      text += trim(turn.text);
    }
    if (turn.role == "unknown") turn.role.clear();
    const std::string one = turn_json(turn);
    if (left_out > 0 || json.size() + one.size() > kTurnsBytesMax) {
      ++left_out;
      continue;
    }
    if (json.size() > 1) json += ',';
    json += one;
  }
  writer.json("turns", json + "]");
  if (left_out > 0) writer.set("turns_left_out", left_out);
  writer.set("text", fitting(text));
}

std::string role_of(const FormatSettings& settings, std::string_view speaker) {
  const std::string name(trim(speaker));
  if (name.empty()) return {};
  const auto set = settings.find("role." + name);
  if (set != settings.end()) return lower_ascii(trim(set->second));
  const std::string lower = lower_ascii(name);
  for (const RoleName& known : kRoleNames) {
    if (known.name == lower) return std::string(known.role);
  }
  return {};
}

}  // namespace sojourn
