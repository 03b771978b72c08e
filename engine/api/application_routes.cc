// The table of routes: all themes together, and what the server tells of itself.
#include "api/application.h"
#include "api/intake_routes.h"

namespace sojourn {
namespace {

HttpReply text_reply(std::string type, std::string body) { return {200, std::move(type), std::move(body), {}}; }

}  // namespace

std::vector<Route> Application::make_routes() {
  std::vector<Route> routes;
  add_ask_routes(engine_, routes);
  add_compare_routes(engine_, routes);
  add_people_routes(engine_, routes);
  add_record_routes(engine_, routes);
  add_stage_routes(engine_, routes);
  add_arrival_routes(engine_, routes);
  add_source_routes(engine_, routes);
  add_live_routes(engine_, routes);
  add_map_routes(engine_, routes);
  add_import_routes(engine_, routes);
  add_export_routes(engine_, routes);
  add_board_routes(engine_, routes);
  add_alert_routes(engine_, routes);
  add_report_routes(engine_, routes);
  add_inbox_routes(engine_, routes);
  add_voice_routes(engine_, routes);
  add_survey_routes(
      engine_, [this](const HttpRequest& request) { return refuse_owner(request); }, routes);
  add_invitation_routes(engine_, routes);
  add_tracking_routes(engine_, routes);
  add_sdk_routes(engine_, routes);
  add_hook_routes(engine_, routes);
  add_access_routes(engine_, routes);
  // Other sites embed it, so it is at the intake's door.
  Route widget = intake_route("GET", "/widget.js", "The survey widget, for the pages of other sites.");
  widget.handler = [this](const Call& call) { return files_.serve(call.request); };
  widget.media = {"text/javascript"};
  widget.quick = true;
  routes.push_back(std::move(widget));
  Route health{"GET",
               "/healthz",
               "Says ok while the server answers.",
               [](const Call&) { return text_reply("text/plain; charset=utf-8", "ok\n"); },
               "",
               ""};
  Route metrics{"GET",
                "/metrics",
                "Counters in the text format of Prometheus.",
                [this](const Call&) {
                  return text_reply("text/plain; version=0.0.4; charset=utf-8",
                                    counters_.text(engine_.timelines.stats(), engine_.intake.counters()));
                },
                "",
                ""};
  health.media = metrics.media = {"text/plain"};
  Route openapi{"GET",
                "/openapi.json",
                "This description of the interface.",
                [this](const Call&) { return text_reply("application/json", openapi_); },
                "",
                "OpenApi"};
  health.quick = true;
  health.door = Door::kOpen;
  metrics.needs = Permission::kRecord;
  openapi.needs = Permissions();
  routes.push_back(std::move(health));
  routes.push_back(std::move(metrics));
  routes.push_back(std::move(openapi));
  return routes;
}

}  // namespace sojourn
