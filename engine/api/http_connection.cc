#include "api/http_connection.h"

#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <mutex>

#include "api/http_wire.h"
#include "api/sent_file.h"
#include "intake/upload_file.h"

namespace sojourn {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr size_t kBufferBytesMax = 64 * 1024;
constexpr size_t kLeftoverBytesMax = 8 * 1024 * 1024;  // Read and thrown away at the end, so that the reply arrives.
constexpr std::chrono::seconds kLeftoverTime{2};
// Browsers tell no reply to a file that they could not send to its end.
constexpr size_t kLargeLeftoverBytesMax = size_t{1} << 30;
constexpr std::chrono::seconds kLargeLeftoverTime{20};
constexpr std::chrono::seconds kHeartbeatTime{15};

}  // namespace

// Shared with the worker, which may outlive the connection and the listener: nothing in here belongs to either.
struct HttpConnection::Job {
  Job(HttpRequest asked, BodyShare held) : request(std::move(asked)), share(std::move(held)) {}
  // The handler is through with the body, though the reply may still wait for a commit.
  void free_body() {
    request.body = std::string();
    share.release();
  }
  // From any thread. Nobody waits any more: the reply is for nobody.
  static void tell(const std::shared_ptr<Job>& job, HttpReply reply) {
    const std::lock_guard lock(job->mutex);
    if (job->waiting == nullptr) return;
    asio::post(job->waiting->get_executor(), [job, reply = std::move(reply)]() mutable {
      const std::lock_guard again(job->mutex);
      if (job->waiting == nullptr) return;
      job->reply = std::move(reply);
      job->waiting->cancel();
    });
  }
  HttpRequest request;
  BodyShare share;
  HttpReply reply;
  std::atomic<bool> cancelled{false};
  std::mutex mutex;
  asio::steady_timer* waiting = nullptr;  // Never runs out: cancelling it wakes the connection. Null: it has gone.
};

// The place of a coroutine that waits for a job; goes with its frame, be it that the listener throws that away.
class HttpConnection::Waiting {
 public:
  Waiting(std::shared_ptr<Job> job, const asio::any_io_executor& executor) : job_(std::move(job)), told_(executor) {
    told_.expires_at(asio::steady_timer::time_point::max());
    const std::lock_guard lock(job_->mutex);
    job_->waiting = &told_;
  }
  ~Waiting() {
    const std::lock_guard lock(job_->mutex);
    job_->waiting = nullptr;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  asio::steady_timer& told() { return told_; }

 private:
  std::shared_ptr<Job> job_;
  asio::steady_timer told_;
};

HttpConnection::HttpConnection(Tcp::socket socket, Application& application, asio::thread_pool& workers,
                               BodyBudget& bodies, const ListenerOptions& options)
    : stream_(std::move(socket)),
      buffer_(kBufferBytesMax),
      application_(application),
      workers_(workers),
      bodies_(bodies),
      options_(options),
      beat_(stream_.get_executor()) {
  error_code ignored;
  stream_.socket().set_option(Tcp::no_delay(true), ignored);
  const Tcp::endpoint peer = stream_.socket().remote_endpoint(ignored);
  if (!ignored) peer_ = peer.address().to_string();
  application_.counters().connection_opened();
}

HttpConnection::~HttpConnection() { application_.counters().connection_closed(); }

void HttpConnection::drain() {
  draining_ = true;
  beat_.cancel();
  if (waiting_) stream_.close();
}

void HttpConnection::abort() {
  draining_ = true;
  if (job_ != nullptr) job_->cancelled = true;
  beat_.cancel();
  stream_.close();
}

// Sees that the client closes its side while we work. Bytes that come instead are its next request: they wait.
void HttpConnection::watch_for_leaving(const std::shared_ptr<Job>& job) {
  stream_.socket().async_wait(Tcp::socket::wait_read, [self = shared_from_this(), job](const error_code& error) {
    if (error) return;
    char byte = 0;
    const ssize_t seen = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (seen == 0 || (seen < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) job->cancelled = true;
  });
}

HttpConnection::Awaitable<HttpReply> HttpConnection::answer(Incoming& incoming) {
  if (application_.quick(incoming.request)) co_return application_.answer(incoming.request);
  job_ = std::make_shared<Job>(std::move(incoming.request), std::move(incoming.share));
  Waiting waiting(job_, stream_.get_executor());
  stream_.expires_never();
  watch_for_leaving(job_);
  asio::post(workers_, [job = job_, &application = application_] {
    application.answer(job->request, &job->cancelled, [job](HttpReply reply) { Job::tell(job, std::move(reply)); });
    job->free_body();
  });
  error_code ignored;
  co_await waiting.told().async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  stream_.socket().cancel(ignored);
  HttpReply reply = std::move(job_->reply);
  job_.reset();
  co_return reply;
}

HttpConnection::Awaitable<bool> HttpConnection::write(const Asked& asked, const HttpReply& reply) {
  const std::string head = format_head(reply, {asked.keep_alive, asked.old_client, now()});
  const bool body = !asked.head_only && has_body(reply.status) && reply.file == nullptr;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head),
                                                  body ? asio::buffer(reply.body) : asio::const_buffer()};
  stream_.expires_after(options_.read_time);
  error_code error;
  co_await asio::async_write(stream_, buffers, asio::redirect_error(asio::use_awaitable, error));
  if (error || asked.head_only || reply.file == nullptr) co_return !error;
  const bool sent = co_await write_file(reply.file);
  co_return sent;
}

HttpConnection::Awaitable<bool> HttpConnection::write_text(std::string text) {
  stream_.expires_after(options_.read_time);
  error_code error;
  co_await asio::async_write(stream_, asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

// A reader of events sends nothing more: whatever can be read tells that it left.
void HttpConnection::watch_streaming() {
  stream_.socket().async_wait(Tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
    if (error) return;
    self->streaming_ = false;
    self->beat_.cancel();
  });
}

HttpConnection::Awaitable<void> HttpConnection::stream(std::shared_ptr<EventStream> events) {
  streaming_ = true;
  watch_streaming();
  const asio::any_io_executor executor = stream_.get_executor();
  events->wake_by([self = weak_from_this(), executor] {
    asio::post(executor, [self] {
      if (const std::shared_ptr<HttpConnection> here = self.lock()) here->beat_.cancel();
    });
  });
  error_code error;
  while (streaming_ && !draining_ && !events->ended()) {
    std::optional<std::string> text = events->take();
    if (!text) {
      beat_.expires_after(kHeartbeatTime);
      stream_.expires_never();
      co_await beat_.async_wait(asio::redirect_error(asio::use_awaitable, error));
      if (error) continue;  // Woken: something came, or it is over.
      text = kHeartbeat;
    }
    const bool written = co_await write_text(*std::move(text));
    if (!written) break;
  }
  events->wake_by(nullptr);
  stream_.socket().cancel(error);
}

HttpConnection::Awaitable<void> HttpConnection::close_gently() {
  error_code error;
  stream_.socket().shutdown(Tcp::socket::shutdown_send, error);
  stream_.expires_after(large_ ? kLargeLeftoverTime : kLeftoverTime);
  const size_t most = large_ ? kLargeLeftoverBytesMax : kLeftoverBytesMax;
  for (size_t read = 0; !error && read < most;) {
    buffer_.clear();
    read += co_await stream_.async_read_some(buffer_.prepare(kBufferBytesMax),
                                             asio::redirect_error(asio::use_awaitable, error));
  }
  stream_.close();
}

HttpConnection::Awaitable<void> HttpConnection::serve() {
  while (!draining_) {
    const bool came = co_await wait_for_request();
    if (!came) break;
    Incoming incoming{HttpRequest(), BodyShare(bodies_)};
    std::optional<HttpReply> early;
    const bool whole = co_await read(incoming, early);
    if (!whole) break;
    Asked asked{incoming.keep_alive && !incoming.body_left, incoming.old_client, incoming.request.method == "HEAD"};
    HttpReply reply;
    if (early) {
      reply = std::move(*early);
    } else {
      reply = co_await answer(incoming);
    }
    if (reply.status == kStatusClientGone) break;
    asked.keep_alive = asked.keep_alive && !draining_ && reply.stream == nullptr;
    const bool written = co_await write(asked, reply);
    if (!written) break;
    if (asked.keep_alive) continue;
    if (reply.stream != nullptr && !asked.head_only) co_await stream(reply.stream);
    co_await close_gently();
    co_return;
  }
  stream_.close();
}

HttpConnection::Awaitable<void> HttpConnection::turn_away() {
  HttpRequest nobody;
  nobody.request_id = application_.request_id(nullptr);
  const HttpReply reply = application_.reject(
      {503, "unavailable", "there are " + std::to_string(options_.connections_max) + " connections already", ""},
      nobody);
  const Asked nothing;  // By name: g++ 12 destroys aggregates twice that are made inside a co_await.
  const bool written = co_await write(nothing, reply);
  if (written) co_await close_gently();
}

}  // namespace sojourn
