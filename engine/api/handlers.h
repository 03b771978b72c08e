// The handlers by theme, as rows of the table of routes. Each parses, asks the engine, prints; nothing else lives here.
// Threads   handlers keep no state but the engine they borrow: any number may run at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "access/access.h"
#include "act/invitations.h"
#include "answers/asker.h"
#include "api/access_scope.h"
#include "api/router.h"
#include "api/trouble.h"
#include "api/window_limit.h"
#include "base/time.h"
#include "intake/import_jobs.h"
#include "intake/intake.h"
#include "intake/source_book.h"
#include "store/store.h"
#include "surveys/survey_book.h"
#include "timelines/timelines.h"

namespace sojourn {

class BoardShelf;     // boards/board_shelf.h
class Clockwork;      // act/clockwork.h
class FeedbackInbox;  // inbox/feedback_inbox.h
class LiveTone;       // enrich/live_tone.h
class Voice;          // enrich/voice.h

// Of one source: far more than SDKs send, which gather their events; beyond, 429.
inline constexpr int64_t kRequestsPerSecond = 50'000;

// Borrowed but for `rates`, `trouble` and `scoped`, which all copies share; outlives the routes.
struct Engine {
  Store& store;
  Timelines& timelines;
  Asker& asker;
  Intake& intake;
  SourceBook& sources;
  SurveyBook& surveys;
  Micros started = 0;                  // When the server started.
  Invitations* invitations = nullptr;  // Null: none are sent from here.
  ImportJobs* imports = nullptr;       // Null: no files are taken.
  std::shared_ptr<WindowLimit> rates = std::make_shared<WindowLimit>(kSecond, kRequestsPerSecond);  // By source.
  std::shared_ptr<Trouble> trouble = std::make_shared<Trouble>();
  BoardShelf* boards = nullptr;    // Null: there are none, nor segments.
  Access* access = nullptr;        // Null: there are no accounts, and none can be made.
  Clockwork* clockwork = nullptr;  // Null: there are no alerts and reports.
  FeedbackInbox* inbox = nullptr;  // Null: there is no feedback inbox.
  Voice* voice = nullptr;          // Null: nobody says what texts say.
  LiveTone* live_tone = nullptr;   // Null: nobody listens to conversations as they go.
  std::shared_ptr<ScopedCustomers> scoped = std::make_shared<ScopedCustomers>();
};

// POST /v1/ask, POST /v1/who, GET /v1/measures, /v1/measures/{id}, /v1/fields.
void add_ask_routes(const Engine& engine, std::vector<Route>& routes);
// POST /v1/compare.
void add_compare_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/customers, /v1/customers/{identifier}, its /timeline; GET, POST, DELETE /v1/links.
void add_people_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/status; POST /v1/sql.
void add_record_routes(const Engine& engine, std::vector<Route>& routes);
// GET and PUT /v1/stages; POST /v1/stages/try.
void add_stage_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/rejects, /v1/rejects/groups, /v1/sources/{name}/arrivals.
void add_arrival_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/sources; GET, PUT, DELETE /v1/sources/{name}, its /keys; GET /v1/formats, /v1/intake.
void add_source_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/maps; GET, PUT, DELETE /v1/maps/{name}; POST /v1/maps/propose, /v1/maps/revise.
void add_map_routes(const Engine& engine, std::vector<Route>& routes);
// GET, POST /v1/imports; GET, DELETE /v1/imports/{id}; POST its /files and /start.
void add_import_routes(const Engine& engine, std::vector<Route>& routes);
// POST /v1/export, /v1/replay.
void add_export_routes(const Engine& engine, std::vector<Route>& routes);
// Boards, their answers and shares; segments, goals, benchmarks.
void add_board_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/alerts; GET, PUT, DELETE /v1/alerts/{name}, its /snooze and /history; POST /v1/alerts/try.
void add_alert_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/reports; GET, PUT, DELETE /v1/reports/{name}; POST its /send.
void add_report_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/feedback, one item, its notes; settings, tags, changes of many; notes on customers.
void add_inbox_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/voice, its comments, phrases, topics, corrections; POST its explain, train, rescore, topics/refit.
void add_voice_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/live.
void add_live_routes(const Engine& engine, std::vector<Route>& routes);

// POST /v1/sign-in, /v1/sign-out; /v1/me; /v1/accounts; /v1/tokens; GET /v1/audit.
void add_access_routes(const Engine& engine, std::vector<Route>& routes);

// GET /v1/rules; GET, PUT, DELETE /v1/rules/{name}; POST /v1/rules/try; GET /v1/invitations; /v1/unsubscribes; /v1/mail.
// At the intake's door: GET and POST /unsubscribe/{link}, which a signed link opens.
void add_invitation_routes(const Engine& engine, std::vector<Route>& routes);

// Why a request would not be let in at the owner's door.
using OwnerRefusal = std::function<std::optional<Problem>(const HttpRequest&)>;
// GET /v1/surveys; GET, PUT, DELETE /v1/surveys/{name}, its /links; /v1/survey-drafts. At the intake's door: its /questions and /answers,
// which a key of a source opens, or what opens the owner's door; GET and POST /s/{survey}.
void add_survey_routes(const Engine& engine, const OwnerRefusal& owner, std::vector<Route>& routes);

// At the intake's door (gatekeeper.h), with a key of a source in place of the admin key:
// What tracking SDKs send: Segment and RudderStack, PostHog, Snowplow, CloudEvents, OpenTelemetry, plain events.
void add_tracking_routes(const Engine& engine, std::vector<Route>& routes);
// What the SDKs ask for before they send: settings, flags, health.
void add_sdk_routes(const Engine& engine, std::vector<Route>& routes);
// POST /hooks/{token}.
void add_hook_routes(const Engine& engine, std::vector<Route>& routes);

}  // namespace sojourn
