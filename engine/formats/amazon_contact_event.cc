#include "formats/amazon_contact_event.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sojourn {
namespace {

// How far a contact has come, among events of the same second.
int64_t step_of(const std::string& type) {
  constexpr std::pair<std::string_view, int64_t> kSteps[] = {{"INITIATED", 0},   {"CONNECTED_TO_SYSTEM", 1},
                                                             {"QUEUED", 2},      {"CONNECTED_TO_AGENT", 3},
                                                             {"PAUSED", 4},      {"RESUMED", 5},
                                                             {"TRANSFERRED", 6}, {"DISCONNECTED", 7},
                                                             {"COMPLETED", 8},   {"CONTACT_DATA_UPDATED", 9}};
  for (const auto& [name, step] : kSteps) {
    if (name == type) return step;
  }
  return 4;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

void copy(const Json& from, const char* path, Json& to, const char* name) {
  if (const Json* value = json_at(from, path)) to[name] = *value;
}

void add_queue(const Json& detail, Json& record) {
  if (object_at(detail, "queueInfo").empty()) return;
  Json& queue = record["Queue"] = Json::object();
  copy(detail, "queueInfo.queueArn", queue, "ARN");
  copy(detail, "queueInfo.queueType", queue, "QueueType");
  copy(detail, "queueInfo.enqueueTimestamp", queue, "EnqueueTimestamp");
  const auto entered = instant_at(detail, "queueInfo.enqueueTimestamp");
  auto left = instant_at(detail, "agentInfo.connectedToAgentTimestamp");
  if (!left) left = instant_at(detail, "disconnectTimestamp");
  if (entered && left && *left >= *entered) {
    queue["Duration"] = static_cast<double>(*left - *entered) / static_cast<double>(kSecond);
  }
}

}  // namespace

bool is_contact_event(const Json& json) {
  return !text_at(json, "detail-type").empty() && !text_at(json, "detail.contactId").empty();
}

Json record_of_event(const Json& event) {
  const Json& detail = object_at(event, "detail");
  Json record = Json::object();
  constexpr std::pair<const char*, const char*> kSame[] = {{"contactId", "ContactId"},
                                                           {"initialContactId", "InitialContactId"},
                                                           {"previousContactId", "PreviousContactId"},
                                                           {"relatedContactId", "RelatedContactId"},
                                                           {"nextContactId", "NextContactId"},
                                                           {"initiationMethod", "InitiationMethod"},
                                                           {"initiationTimestamp", "InitiationTimestamp"},
                                                           {"disconnectTimestamp", "DisconnectTimestamp"},
                                                           {"disconnectReason", "DisconnectReason"},
                                                           {"customerId", "CustomerId"},
                                                           {"segmentAttributes", "SegmentAttributes"},
                                                           {"campaign", "Campaign"},
                                                           {"tags", "Tags"}};
  for (const auto& [from, to] : kSame) copy(detail, from, record, to);
  record["Channel"] = upper(text_at(detail, "channel"));
  add_queue(detail, record);
  const std::string agent = text_at(detail, "agentInfo.agentArn");
  const bool met = instant_at(detail, "agentInfo.connectedToAgentTimestamp").has_value();
  if (met) {
    record["Agent"] = {{"ARN", agent}};
    copy(detail, "agentInfo.connectedToAgentTimestamp", record["Agent"], "ConnectedToAgentTimestamp");
  }
  constexpr int64_t kSteps = 10;
  const auto time = instant_at(event, "time");
  record[kContactEventVersion] = time.value_or(0) / kSecond * kSteps + step_of(text_at(detail, "eventType"));
  return record;
}

}  // namespace sojourn
