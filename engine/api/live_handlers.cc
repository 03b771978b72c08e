// GET /v1/live: tells open boards, as server-sent events, that the answers have changed.
#include <atomic>

#include "api/event_stream.h"
#include "api/handlers.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr int kListenersMax = 200;
constexpr int kRetryMs = 2000;

std::string event_of(const IntakeState& state) {
  return format_event(
      json_text({{"change", state.change}, {"last_sequence", state.last_sequence}, {"at", time_or_null(state.at)}}));
}

// Held by the reply, which its connection holds as long as it is open.
class Listener {
 public:
  Listener(Intake& intake, std::shared_ptr<std::atomic<int>> count) : intake_(intake), count_(std::move(count)) {
    // The lambda holds the stream itself: it may be called while this is being destroyed.
    number_ = intake_.listen([stream = stream_](const IntakeState& state) { stream->put(event_of(state)); });
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
  const auto listener = std::make_shared<Listener>(engine.intake, count);
  // The state is asked for after listening began, so that no change falls in between.
  HttpReply reply{200, "text/event-stream", format_retry(kRetryMs) + event_of(engine.intake.state()), {}};
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
  route.reply_example = "retry: 2000\n\ndata: {\"change\":1,\"last_sequence\":7,\"at\":\"2026-01-05T10:00:00Z\"}\n\n";
  route.quick = true;
  routes.push_back(std::move(route));
}

}  // namespace sojourn
