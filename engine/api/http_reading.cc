// How a connection reads: the head, refused before its body comes where it can be, then the body within its limits.
#include "api/http_connection.h"  // Before Boost.

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "api/client_address.h"
#include "api/tls_proxy.h"

namespace sojourn {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr size_t kHeadBytesMax = 16 * 1024;
constexpr size_t kTargetBytesMax = 8 * 1024;
constexpr uint64_t kAnyBodyBytesMax = uint64_t{1} << 40;  // Until the head has told which route it is.
constexpr size_t kReadBytes = 4096;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

bool is_http_error(const error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_target).category();
}

}  // namespace

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
  request.client = client_address(peer_, request);
  request.secure = came_over_tls(peer_, request);
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

HttpReply HttpConnection::crowded(const HttpRequest& request) {
  return application_.reject({503, "unavailable", "too many bodies arrive at once; try again in a moment", "body"},
                             request);
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

// Some clients wait for a word before they send the body.
HttpConnection::Awaitable<bool> HttpConnection::promise_to_read(const Incoming& incoming) {
  const std::string* expect = incoming.request.header("Expect");
  if (expect == nullptr || !same_word(*expect, "100-continue") || incoming.old_client) co_return true;
  error_code error;
  co_await asio::async_write(stream_, asio::buffer(kContinue), asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

HttpConnection::Awaitable<bool> HttpConnection::read_body(Parser& parser, Incoming& incoming,
                                                          std::optional<HttpReply>& early) {
  error_code error;
  HttpRequest& request = incoming.request;
  const bool promised = co_await promise_to_read(incoming);
  if (!promised) co_return false;
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
    early = crowded(request);
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
  bool going = false;
  if (application_.takes_upload(incoming.request)) {
    going = co_await read_upload(parser, incoming, early);
  } else {
    going = co_await read_body(parser, incoming, early);
  }
  co_return going;
}

}  // namespace sojourn
