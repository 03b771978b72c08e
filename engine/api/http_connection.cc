#include "api/http_connection.h"

#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "api/http_wire.h"

namespace sojourn {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr size_t kHeadBytesMax = 16 * 1024;
constexpr size_t kTargetBytesMax = 8 * 1024;
constexpr uint64_t kAnyBodyBytesMax = uint64_t{1} << 40;  // Until the head has told which route it is.
constexpr size_t kBufferBytesMax = 64 * 1024;
constexpr size_t kReadBytes = 4096;
constexpr size_t kLeftoverBytesMax = 8 * 1024 * 1024;  // Read and thrown away at the end, so that the reply arrives.
constexpr std::chrono::seconds kLeftoverTime{2};
constexpr std::chrono::seconds kHeartbeatTime{15};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

bool is_http_error(const error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_target).category();
}

}  // namespace

// Shared with the worker, which may outlive the connection.
struct HttpConnection::Job {
  Job(const asio::any_io_executor& executor, HttpRequest asked, BodyShare held)
      : request(std::move(asked)), share(std::move(held)), done(executor) {
    done.expires_at(asio::steady_timer::time_point::max());
  }
  // The handler is through with the body, though the reply may still wait for a commit.
  void free_body() {
    request.body = std::string();
    share.release();
  }
  HttpRequest request;
  BodyShare share;
  HttpReply reply;
  std::atomic<bool> cancelled{false};
  asio::steady_timer done;  // Never runs out: cancelling it wakes the connection.
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

HttpConnection::Awaitable<bool> HttpConnection::wait_for_request() {
  waiting_ = true;
  stream_.expires_after(options_.idle_time);
  while (true) {
    // An empty line before a request is forgiven (RFC 9112, 2.2).
    const auto bytes = static_cast<const char*>(buffer_.data().data());
    if (buffer_.size() >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
      buffer_.consume(2);
    } else if (buffer_.size() > 1 || (buffer_.size() == 1 && bytes[0] != '\r')) {
      break;
    } else {
      error_code error;
      const size_t size = co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                                           asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return false;
      buffer_.commit(size);
    }
  }
  waiting_ = false;
  co_return true;
}

// What the head says, once it has been read; a reply when it is refused.
std::optional<HttpReply> HttpConnection::take_head(const Parser& parser, Incoming& incoming) {
  const auto& head = parser.get();
  HttpRequest& request = incoming.request;
  incoming.keep_alive = head.keep_alive();
  incoming.old_client = head.version() < 11;
  request.method = text_of(head.method_string());
  for (const auto& field : head) request.headers.emplace_back(text_of(field.name_string()), text_of(field.value()));
  request.request_id = application_.request_id(request.header("X-Request-Id"));
  if (head.target().size() > kTargetBytesMax) {
    return application_.reject({414, "too_large", "an address may have 8 KiB: send questions by POST", "target"},
                               request);
  }
  request.target = text_of(head.target());
  Result<RequestTarget> target = parse_request_target(request.target);
  if (!target.has_value()) {
    const Status fault = std::move(target).error().within("target");
    return application_.reject(problem_of(fault), request);
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  if (!target->authority.empty()) {
    // The host of an absolute target counts, not the header (RFC 9112, 3.2.2).
    std::erase_if(request.headers, [](const NamedText& header) { return same_word(header.first, "Host"); });
    request.headers.emplace_back("Host", target->authority);
  }
  return application_.refuse(request);
}

HttpReply HttpConnection::too_large(const HttpRequest& request) {
  const std::string limit = std::to_string(application_.body_bytes_max(request));
  return application_.reject({413, "too_large", "a body may have " + limit + " bytes here", "body"}, request);
}

// Nothing when it is the connection that failed, not the request.
std::optional<HttpReply> HttpConnection::reply_to_bad(const error_code& error, HttpRequest& request, bool target_read) {
  if (!is_http_error(error) || error == http::error::end_of_stream || error == http::error::partial_message) {
    return std::nullopt;
  }
  if (request.request_id.empty()) request.request_id = application_.request_id(nullptr);
  if (error == http::error::header_limit) {
    if (!target_read) {
      return application_.reject({414, "too_large", "an address may have 8 KiB: send questions by POST", "target"},
                                 request);
    }
    return application_.reject({431, "too_large", "the headers of a request may have 16 KiB", "headers"}, request);
  }
  if (error == http::error::body_limit) return too_large(request);
  if (error == http::error::bad_version) {
    return application_.reject({505, "invalid_argument", "HTTP/1.1 is spoken here", "version"}, request);
  }
  return application_.reject({400, "invalid_argument", "this is not HTTP: " + error.message(), "request"}, request);
}

// Reads some more of the body. `room` becomes false when there is no memory for it.
HttpConnection::Awaitable<HttpConnection::error_code> HttpConnection::read_piece(Parser& parser, BodyShare& share,
                                                                                 bool& room) {
  error_code error;
  co_await http::async_read_some(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
  room = share.grow_to(parser.get().body().size());
  co_return error;
}

HttpConnection::Awaitable<bool> HttpConnection::read_body(Parser& parser, Incoming& incoming,
                                                          std::optional<HttpReply>& early) {
  error_code error;
  HttpRequest& request = incoming.request;
  const std::string* expect = request.header("Expect");
  if (expect != nullptr && same_word(*expect, "100-continue") && !incoming.old_client) {
    co_await asio::async_write(stream_, asio::buffer(kContinue), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
  }
  stream_.expires_after(options_.read_time);
  bool room = true;
  while (!error && room && !parser.is_done()) error = co_await read_piece(parser, incoming.share, room);
  if (!error && room) {
    request.body = std::move(parser.get().body());
    co_return true;
  }
  incoming.body_left = true;
  incoming.share.release();  // What has come of it goes with the parser.
  if (room) {
    early = reply_to_bad(error, request, true);
  } else {
    early = application_.reject({503, "unavailable", "too many bodies arrive at once; try again in a moment", "body"},
                                request);
  }
  co_return early.has_value();
}

HttpConnection::Awaitable<bool> HttpConnection::read(Incoming& incoming, std::optional<HttpReply>& early) {
  Parser parser;
  parser.header_limit(kHeadBytesMax);
  parser.body_limit(kAnyBodyBytesMax);
  stream_.expires_after(options_.read_time);
  error_code error;
  co_await http::async_read_header(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    early = reply_to_bad(error, incoming.request, !parser.get().target().empty());
    incoming.body_left = true;
    incoming.keep_alive = false;
    co_return early.has_value();
  }
  early = take_head(parser, incoming);
  if (parser.is_done()) co_return true;
  const size_t body_bytes_max = application_.body_bytes_max(incoming.request);
  if (!early && parser.content_length().value_or(0) > body_bytes_max) early = too_large(incoming.request);
  if (early) {
    incoming.body_left = true;
    co_return true;
  }
  parser.body_limit(body_bytes_max);
  const bool going = co_await read_body(parser, incoming, early);
  co_return going;
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
  const asio::any_io_executor executor = stream_.get_executor();
  job_ = std::make_shared<Job>(executor, std::move(incoming.request), std::move(incoming.share));
  stream_.expires_never();
  watch_for_leaving(job_);
  asio::post(workers_, [job = job_, executor, &application = application_] {
    application.answer(job->request, &job->cancelled, [job, executor](HttpReply reply) {
      asio::post(executor, [job, reply = std::move(reply)]() mutable {
        job->reply = std::move(reply);
        job->done.cancel();
      });
    });
    job->free_body();
  });
  error_code ignored;
  co_await job_->done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  stream_.socket().cancel(ignored);
  HttpReply reply = std::move(job_->reply);
  job_.reset();
  co_return reply;
}

HttpConnection::Awaitable<bool> HttpConnection::write(const Asked& asked, const HttpReply& reply) {
  const std::string head = format_head(reply, {asked.keep_alive, asked.old_client, now()});
  const bool body = !asked.head_only && has_body(reply.status);
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head),
                                                  body ? asio::buffer(reply.body) : asio::const_buffer()};
  stream_.expires_after(options_.read_time);
  error_code error;
  co_await asio::async_write(stream_, buffers, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
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
  while (streaming_ && !draining_) {
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
  stream_.expires_after(kLeftoverTime);
  for (size_t read = 0; !error && read < kLeftoverBytesMax;) {
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
