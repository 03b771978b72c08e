#include "formats/genesys_handling.h"

#include <algorithm>

namespace sojourn {
namespace {

std::optional<int64_t> metric(const Json& session, std::string_view name) {
  std::optional<int64_t> sum;
  for (const Json& one : items_at(session, "metrics")) {
    const auto value = integer_at(one, "value");
    if (text_at(one, "name") == name && value && *value >= 0 && *value < kTimeMax) sum = sum.value_or(0) + *value;
  }
  return sum;
}

std::optional<int64_t> metric(const Json& session, std::string_view first, std::string_view otherwise) {
  const auto value = metric(session, first);
  return value ? value : metric(session, otherwise);
}

void add(std::optional<int64_t>& sum, std::optional<int64_t> value) {
  if (value) sum = sum.value_or(0) + *value;
}

// The first instant of a session, by its segments.
Micros began(const Json& session) {
  Micros first = kTimeMax;
  for (const Json& segment : items_at(session, "segments")) {
    first = std::min(first, instant_at(segment, "segmentStart").value_or(kTimeMax));
  }
  return first;
}

std::string first_of(const Json& session, std::string_view name) {
  for (const Json& segment : items_at(session, "segments")) {
    std::string text = text_at(segment, name);
    if (!text.empty()) return text;
  }
  return {};
}

bool is_agent(const GenesysLeg& leg) { return leg.purpose == "agent" || leg.purpose == "user"; }

bool handled(const GenesysLeg& leg) {
  return is_agent(leg) && (metric(*leg.session, "tAnswered") || metric(*leg.session, "tTalkComplete", "tTalk"));
}

void add_agent(const GenesysLeg& leg, GenesysHandling& all) {
  const Json& session = *leg.session;
  add(all.talk, metric(session, "tTalkComplete", "tTalk"));
  add(all.hold, metric(session, "tHeldComplete", "tHeld"));
  add(all.wrap, metric(session, "tAcw"));
  add(all.handle, metric(session, "tHandle"));
  if (!leg.user.empty() && std::find(all.agents.begin(), all.agents.end(), leg.user) == all.agents.end()) {
    all.agents.push_back(leg.user);
  }
  const std::string code = first_of(session, "wrapUpCode");
  if (!code.empty()) all.wrap_up = code;  // The last one's: it closes the matter.
  const std::string note = first_of(session, "wrapUpNote");
  if (!note.empty()) all.wrap_up_note = note;
}

}  // namespace

std::vector<GenesysLeg> genesys_legs(const Json& conversation) {
  std::vector<GenesysLeg> legs;
  for (const Json& participant : items_at(conversation, "participants")) {
    for (const Json& session : items_at(participant, "sessions")) {
      legs.push_back({text_at(participant, "purpose"), text_at(participant, {"userId", "participantName"}), &session,
                      began(session)});
    }
  }
  std::stable_sort(legs.begin(), legs.end(), [](const GenesysLeg& a, const GenesysLeg& b) { return a.at < b.at; });
  return legs;
}

GenesysHandling genesys_handling(const std::vector<GenesysLeg>& legs) {
  GenesysHandling all;
  bool answered = false;
  std::optional<int64_t> gave_up_after;
  for (const GenesysLeg& leg : legs) {
    const Json& session = *leg.session;
    all.has_metrics = all.has_metrics || !items_at(session, "metrics").empty();
    all.has_agent_party = all.has_agent_party || is_agent(leg);
    const auto plain = metric(session, "nTransferred");
    if (plain) {
      add(all.transfers, plain);
    } else {
      add(all.transfers, metric(session, "nBlindTransferred"));
      add(all.transfers, metric(session, "nConsultTransferred"));
    }
    if (leg.purpose == "ivr" || leg.purpose == "workflow") add(all.ivr, metric(session, "tIvr", "tFlow"));
    if (leg.purpose == "acd") {
      all.queued = true;
      if (all.queue_id.empty()) all.queue_id = first_of(session, "queueId");
      if (!answered) add(all.wait, metric(session, "tAcd"));
    }
    const auto abandoned = metric(session, "tAbandon");
    all.abandoned = all.abandoned || abandoned.has_value();
    if (leg.purpose == "acd") add(gave_up_after, abandoned);
    if (!handled(leg)) continue;
    answered = true;
    add_agent(leg, all);
  }
  if (!all.wait) all.wait = gave_up_after;
  if (all.queue_id.empty()) {
    for (const GenesysLeg& leg : legs) {
      if (all.queue_id.empty() && is_agent(leg)) all.queue_id = first_of(*leg.session, "queueId");
    }
  }
  return all;
}

}  // namespace sojourn
