#include "api/deliver.h"

#include "api/pending_reply.h"
#include "api/problem.h"

namespace sojourn {
namespace {

constexpr const char* kCrowdedSeconds = "1";
constexpr const char* kBrokenSeconds = "5";

HttpReply not_written(const Engine& engine, const Status& status, const std::string& request_id) {
  engine.trouble->note(status.message());
  return problem_reply({503, "unavailable", kCannotWrite, ""}, request_id).with("Retry-After", kBrokenSeconds);
}

}  // namespace

HttpReply too_many(std::string detail, const std::string& seconds, const std::string& request_id) {
  return problem_reply({429, "limit", std::move(detail), ""}, request_id)
      .with("Retry-After", seconds)
      .with("X-RateLimit-Reset", seconds);
}

std::optional<HttpReply> refuse_flood(const Engine& engine, const std::string& source, const std::string& request_id) {
  const Micros wait = engine.rates->take(source, now());
  if (wait == 0) return std::nullopt;
  return too_many("this source sends more requests a second than one may; gather events into batches",
                  retry_seconds(wait), request_id);
}

HttpReply deliver(const Engine& engine, Intake::Delivery delivery, const std::string& request_id, Thanks thanks) {
  const auto pending = std::make_shared<PendingReply>();
  delivery.done = [engine, pending, request_id, thanks = std::move(thanks)](const Result<AppendReceipt>& receipt) {
    pending->complete(receipt.has_value() ? thanks(*receipt) : not_written(engine, receipt.error(), request_id));
  };
  const Status taken = engine.intake.submit(std::move(delivery));
  if (taken.code() == StatusCode::kLimit) return too_many(taken.message(), kCrowdedSeconds, request_id);
  if (!taken.ok()) return not_written(engine, taken, request_id);
  HttpReply reply;
  reply.pending = pending;
  return reply;
}

}  // namespace sojourn
