// Reports by mail: which board goes to whom and when, what became of it, and one sent now.
#include "api/clockwork_handlers.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

const std::array<std::string, 1> kSendKeys{"to"};

MadeBy made_of(const Report& report) { return {report.owner, report.scope}; }

Json last_json(const ReportState& state) {
  if (state.sendings.empty()) return nullptr;
  const ReportSending& last = state.sendings.back();
  Json json{{"at", format_time(last.at)}, {"slot", last.slot == 0 ? Json(nullptr) : Json(format_time(last.slot))}};
  json["told"] = told_json(last.told);
  json["outcome"] = sending_outcome(last);
  return json;
}

Json report_with_state(const Engine& engine, const Report& report) {
  Clockwork& at = *engine.clockwork;
  const Status trouble = at.report_trouble(report);
  Json json = report_json(report);
  json["state"] = !report.enabled ? "off" : trouble.ok() ? "on" : "trouble";
  json["reason"] = report.enabled && !trouble.ok() ? trouble.message() : "";
  json["next"] = report.enabled ? Json(format_time(next_slot(report, at.now()))) : Json(nullptr);
  json["last"] = last_json(at.report_states().look(report.name));
  return json;
}

// Its own, or all: an address says more than who reads a board need know.
bool may_see(const Engine& engine, const Report& report, const Caller& caller) {
  return may_change_of(engine, made_of(report), caller) && may_see_of(engine, made_of(report), caller);
}

// One that the caller may see, and so change. Errors: kNotFound.
Result<ReportBook::Pointer> find_report(const Engine& engine, const std::string& name, const Caller& caller) {
  SOJOURN_TRY(ReportBook::Pointer report, engine.clockwork->reports().find(name));
  if (may_see(engine, *report, caller)) return report;
  return ReportBook::missing(name, {});
}

Result<HttpReply> list_reports(const Engine& engine, const Call& call) {
  Json json{{"reports", Json::array()}};
  for (const ReportBook::Pointer& report : engine.clockwork->reports().list()) {
    if (may_see(engine, *report, call.caller)) json["reports"].push_back(report_with_state(engine, *report));
  }
  return json_reply(json);
}

Result<HttpReply> get_report(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const ReportBook::Pointer report, find_report(engine, call.path[0], call.caller));
  return json_reply(report_with_state(engine, *report));
}

Result<HttpReply> put_report(const Engine& engine, const Call& call) {
  Clockwork& at = *engine.clockwork;
  const std::string& name = call.path[0];
  SOJOURN_TRY(Report report, parse_report(call.request.body, name));
  if (report.name != name) return Status::invalid("the address says " + name, "name");
  const Result<std::shared_ptr<const Board>> board = find_board(engine, report.board, call.caller);
  if (!board) return Status::invalid(board.error().message(), "board");
  bool fresh = false;
  bool refused = false;
  // Of what is there at that moment: somebody may have made one of the name meanwhile.
  const Result<ReportBook::Pointer> kept = at.put_report(name, [&](const Report* there) -> Result<Report> {
    fresh = there == nullptr;
    refused = !fresh && !may_see(engine, *there, call.caller);
    if (refused) return Status::conflict("it is somebody else's");
    const MadeBy before = fresh ? MadeBy{} : made_of(*there);
    const MadeBy made = made_by_after(engine, fresh ? nullptr : &before, call.caller);
    report.owner = made.owner;
    report.scope = made.scope;
    return report;
  });
  if (refused) {
    return forbidden(call, "a report of that name is somebody else's: save it under another name", "name");
  }
  SOJOURN_CHECK(kept.status());
  return json_reply(report_with_state(engine, **kept), fresh ? 201 : 200);
}

Result<HttpReply> remove_report(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const ReportBook::Pointer report, find_report(engine, call.path[0], call.caller));
  SOJOURN_CHECK(engine.clockwork->remove_report(report->name));
  return json_reply({{"removed", report->name}});
}

// {"to":[...]}, {} or nothing: its own readers.
Result<std::vector<std::string>> read_readers(const std::string& body) {
  if (body.empty()) return std::vector<std::string>();
  SOJOURN_TRY(const Json json, parse_json_object(body, kSendKeys));
  return read_addresses(boards::JsonFields(json, ""), "to", kReportAddressesMax);
}

Result<HttpReply> send_report(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const ReportBook::Pointer report, find_report(engine, call.path[0], call.caller));
  SOJOURN_TRY(const std::vector<std::string> to, read_readers(call.request.body));
  SOJOURN_TRY(const ReportSending sending, engine.clockwork->send_report(report->name, to, call.cancelled));
  Json json{{"sent", Json::array()}, {"failed", Json::array()}};
  for (const Delivery& each : sending.told) {
    if (each.state == DeliveryState::kSent) {
      json["sent"].push_back(each.to);
    } else {
      json["failed"].push_back({{"to", each.to}, {"reason", each.reason}});
    }
  }
  return json_reply(json);
}

const char* const kReportExample =
    R"({"board":"care","to":["anna@example.com"],"every":"week","weekday":"mon","at":"07:00","zone":"Europe/Amsterdam",)"
    R"("format":["xlsx"],"language":"nl"})";

void add_route(std::vector<Route>& routes, Route route, const char* example = "") {
  route.needs = Permission::kBoards;
  route.request_example = example;
  routes.push_back(std::move(route));
}

}  // namespace

void add_report_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.clockwork == nullptr || engine.boards == nullptr) return;
  add_route(routes, {"GET", "/v1/reports", "Which boards go out by mail, when next, and what became of the last.",
                     [engine](const Call& call) { return list_reports(engine, call); }, "", "Reports"});
  add_route(routes, {"GET", "/v1/reports/{name}", "One report.",
                     [engine](const Call& call) { return get_report(engine, call); }, "", "Report"});
  add_route(routes,
            {"PUT", "/v1/reports/{name}", "Makes a report (201) or changes it; slots that passed before are not sent.",
             [engine](const Call& call) { return put_report(engine, call); }, "ReportDefinition", "Report"},
            kReportExample);
  routes.back().also = {{201, kIsNew}};
  add_route(routes, {"DELETE", "/v1/reports/{name}", "Removes a report, and what is told of its letters.",
                     [engine](const Call& call) { return remove_report(engine, call); }, "", "Removed"});
  add_route(routes,
            {"POST", "/v1/reports/{name}/send", "Sends it now, to its readers or to those that are named.",
             [engine](const Call& call) { return send_report(engine, call); }, "ReportSend", "ReportSent"},
            R"({"to":["anna@example.com"]})");
  routes.back().needs_body = false;
}

}  // namespace sojourn
