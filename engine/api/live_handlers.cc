// GET /v1/live: tells open boards, as server-sent events, that the answers have changed. `conversations` grows whenever a
// conversation turns sour or recovers (enrich/live_tone.h). Ends at the next change after its listener was signed out.
#include <atomic>

#include "api/event_stream.h"
#include "api/handlers.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "enrich/live_tone.h"

namespace sojourn {
namespace {

constexpr int kListenersMax = 200;
constexpr int kRetryMs = 2000;

// How much there is altogether is not for those who see a part of it.
std::string event_of(const IntakeState& state, const LiveTone* tone, const Caller& caller) {
  const bool all = caller.scope.empty();
  return format_event(json_text({{"change", state.change},
                                 {"last_sequence", all ? state.last_sequence : 0},
                                 {"conversations", all && tone != nullptr ? tone->changes() : 0},
                                 {"at", time_or_null(state.at)}}));
}

// Would whoever opened the stream be let in now? Signing out ends what goes on as well.
bool is_still_in(const Access* access, const Caller& caller) {
  if (access == nullptr) return true;
  switch (caller.by) {
    case Caller::By::kSession: return access->book->holds_session(caller.credential, access->now());
    case Caller::By::kToken: return access->book->holds_token(caller.credential, access->now());
    case Caller::By::kMachine: return access->book->empty();
    default: return true;
  }
}

// Held by the reply, which its connection holds as long as it is open.
class Listener {
 public:
  Listener(const Engine& engine, const Caller& caller, std::shared_ptr<std::atomic<int>> count)
      : intake_(engine.intake), count_(std::move(count)) {
    // The lambda holds the stream itself: it may be called while this is being destroyed.
    number_ = intake_.listen(
        [stream = stream_, access = engine.access, tone = engine.live_tone, caller](const IntakeState& state) {
          if (!is_still_in(access, caller)) return stream->end();
          stream->put(event_of(state, tone, caller));
        });
  }
  ~Listener() {
    intake_.forget(number_);
    count_->fetch_sub(1);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  EventStream* stream() { return stream_.get(); }

 private:
  Intake& intake_;
  std::shared_ptr<std::atomic<int>> count_;
  std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>();
  int64_t number_ = 0;
};

Result<HttpReply> live(const Engine& engine, const std::shared_ptr<std::atomic<int>>& count, const Call& call) {
  if (call.request.method == "HEAD") return HttpReply{200, "text/event-stream", "", {}};
  if (count->fetch_add(1) >= kListenersMax) {
    count->fetch_sub(1);
    return problem_reply({503, "unavailable", "too many boards listen already", ""}, call.request.request_id);
  }
  const auto listener = std::make_shared<Listener>(engine, call.caller, count);
  // The state is asked for after listening began, so that no change falls in between.
  HttpReply reply{200,
                  "text/event-stream",
                  format_retry(kRetryMs) + event_of(engine.intake.state(), engine.live_tone, call.caller),
                  {}};
  reply.stream = std::shared_ptr<EventStream>(listener, listener->stream());
  return std::move(reply).with("X-Accel-Buffering", "no");  // For proxies that would gather it.
}

}  // namespace

void add_live_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto count = std::make_shared<std::atomic<int>>(0);
  Route route{
      "GET",
      "/v1/live",
      "Events (text/event-stream) that tell when the answers have changed: the state at once, then each change.",
      [engine, count](const Call& call) { return live(engine, count, call); },
      "",
      ""};
  route.media = {"text/event-stream"};
  route.needs = Permission::kAsk | Permission::kPeople;
  route.reply_example =
      "retry: 2000\n\ndata: {\"change\":1,\"last_sequence\":7,\"conversations\":0,\"at\":\"2026-01-05T10:00:00Z\"}\n\n";
  route.quick = true;
  routes.push_back(std::move(route));
}

}  // namespace sojourn
