#include "api/long_work.h"

#include <exception>
#include <new>
#include <system_error>
#include <utility>

#include "api/deliver.h"
#include "api/pending_reply.h"
#include "api/problem.h"

namespace sojourn {
namespace {

constexpr const char* kRetrySeconds = "10";

HttpReply reply_of(const LongWork::Work& work, const std::string& request_id) {
  try {
    Result<HttpReply> reply = work();
    if (reply) return std::move(reply).value();
    if (reply.error().code() == StatusCode::kCancelled) return HttpReply{kStatusClientGone, "", "", {}};
    return problem_reply(problem_of(reply.error()), request_id);
  } catch (const std::bad_alloc&) {
    return problem_reply({503, "limit", "there is no memory left to answer this", ""}, request_id);
  } catch (const std::exception& error) {
    return problem_reply({500, "internal", std::string("please report this: ") + error.what(), ""}, request_id);
  }
}

HttpReply come_again(const char* detail, const std::string& request_id) {
  return too_many(detail, kRetrySeconds, request_id);
}

}  // namespace

LongWork::~LongWork() {
  if (thread_.joinable()) thread_.join();
}

HttpReply LongWork::run(const std::string& request_id, Work work) {
  const std::lock_guard lock(mutex_);
  if (busy_) return come_again("an export or a replay is under way; one at a time", request_id);
  if (thread_.joinable()) thread_.join();  // It tells its reply, at most.
  const auto pending = std::make_shared<PendingReply>();
  busy_ = true;
  try {
    thread_ = std::thread([this, pending, request_id, work = std::move(work)]() mutable {
      HttpReply reply = reply_of(work, request_id);
      work = nullptr;
      busy_ = false;  // First: who has the reply may ask for the next.
      pending->complete(std::move(reply));
    });
  } catch (const std::system_error&) {
    busy_ = false;
    return come_again("the machine has no thread left for it", request_id);
  }
  HttpReply reply;
  reply.pending = pending;
  return reply;
}

}  // namespace sojourn
