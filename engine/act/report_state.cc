#include "act/report_state.h"

#include <algorithm>

#include "intake/json_members.h"

namespace sojourn {
namespace {

using boards::Json;
using members::integer_of;
using members::text_of;

Result<ReportSending> read_sending(const Json& json) {
  if (!json.is_object()) return Status::corruption("a sending is no object");
  ReportSending sending{
      text_of(json, "id"), integer_of(json, "at"), integer_of(json, "slot"), text_of(json, "reason"), {}};
  if (!json.contains("told") || !json["told"].is_array()) return sending;
  for (const Json& each : json["told"]) {
    SOJOURN_TRY(Delivery delivery, read_delivery(each));
    sending.told.push_back(std::move(delivery));
  }
  return sending;
}

}  // namespace

std::string sending_outcome(const ReportSending& sending) {
  return sending.reason.empty() ? outcome_of(sending.told) : "failed: " + sending.reason;
}

bool is_open(const ReportSending& sending) {
  return std::ranges::any_of(sending.told, [](const Delivery& each) {
    return each.state == DeliveryState::kWaiting || each.state == DeliveryState::kSending;
  });
}

Result<ReportState> ReportStateKind::parse(const Document& document) {
  const Json json = Json::parse(document.text, nullptr, false);
  if (!json.is_object() || !json.contains("sendings") || !json["sendings"].is_array()) {
    return Status::corruption("it is no JSON of a report's state");
  }
  ReportState state{document.name, integer_of(json, "slot"), {}};
  for (const Json& each : json["sendings"]) {
    SOJOURN_TRY(ReportSending sending, read_sending(each));
    state.sendings.push_back(std::move(sending));
  }
  return state;
}

std::string ReportStateKind::text(ReportState& state) {
  size_t over = state.sendings.size() > kReportSendingsKept ? state.sendings.size() - kReportSendingsKept : 0;
  std::erase_if(state.sendings, [&over](const ReportSending& each) {
    const bool goes = over > 0 && !is_open(each);
    if (goes) --over;
    return goes;
  });
  Json json{{"slot", state.slot}, {"sendings", Json::array()}};
  for (const ReportSending& each : state.sendings) {
    Json sending{{"id", each.id}, {"at", each.at}, {"slot", each.slot}, {"reason", each.reason}};
    sending["told"] = Json::array();
    for (const Delivery& delivery : each.told) sending["told"].push_back(delivery_json(delivery));
    json["sendings"].push_back(std::move(sending));
  }
  return boards::text_of(json);
}

}  // namespace sojourn
