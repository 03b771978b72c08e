#include "api/deliver.h"

#include "api/pending_reply.h"
#include "api/problem.h"

namespace sojourn {
namespace {

constexpr const char* kCrowdedSeconds = "1";
constexpr const char* kBrokenSeconds = "5";

HttpReply refusal(const Status& status, const std::string& request_id) {
  if (status.code() == StatusCode::kLimit) {
    return problem_reply({429, "limit", status.message(), ""}, request_id).with("Retry-After", kCrowdedSeconds);
  }
  return problem_reply({503, "unavailable", status.message(), ""}, request_id).with("Retry-After", kBrokenSeconds);
}

}  // namespace

HttpReply deliver(const Engine& engine, Intake::Delivery delivery, const std::string& request_id, Thanks thanks) {
  const auto pending = std::make_shared<PendingReply>();
  delivery.done = [pending, request_id, thanks = std::move(thanks)](const Result<AppendReceipt>& receipt) {
    if (receipt.has_value()) return pending->complete(thanks(*receipt));
    const Status failed = Status::unavailable(receipt.error().message());
    pending->complete(refusal(failed, request_id));
  };
  if (const Status taken = engine.intake.submit(std::move(delivery)); !taken.ok()) return refusal(taken, request_id);
  HttpReply reply;
  reply.pending = pending;
  return reply;
}

}  // namespace sojourn
