// One connection: reads requests one after the other, has them answered, writes the replies in that order.
// Waiting   a reply that is pending holds no thread: who completes it wakes this connection.
// Memory    bodies count against a budget of all connections from their first byte until their handler has read them.
// Threads   all methods on the thread that serves the sockets; only the answer itself is made on a worker.
// For the http_*.cc alone: it brings Boost along. What reads is in http_reading.cc and http_files.cc.
#pragma once

#include "api/boost_coroutines.h"  // Before Boost.

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/application.h"
#include "api/body_budget.h"
#include "api/event_stream.h"
#include "api/http_listener.h"

namespace sojourn {

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  using Tcp = boost::asio::ip::tcp;
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;

  // All are borrowed but the socket.
  HttpConnection(Tcp::socket socket, Application& application, boost::asio::thread_pool& workers, BodyBudget& bodies,
                 const ListenerOptions& options);
  ~HttpConnection();

  Awaitable<void> serve();
  // Tells the client that there is no room, and closes.
  Awaitable<void> turn_away();
  // Finishes the request that is under way, or closes at once when there is none. A stream ends.
  void drain();
  // Closes now; a question that runs is cancelled.
  void abort();

 private:
  using error_code = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using FileParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  struct Job;
  class Waiting;
  struct Incoming {
    HttpRequest request;
    BodyShare share;
    bool keep_alive = false;
    bool old_client = false;
    bool body_left = false;  // Some of it has not been read.
  };
  // What is left of a request when its reply is written.
  struct Asked {
    bool keep_alive = false;
    bool old_client = false;
    bool head_only = false;
  };

  Awaitable<bool> wait_for_request();
  // Nothing when the connection is over; a reply already when the request was refused or cannot be read.
  Awaitable<bool> read(Incoming& incoming, std::optional<HttpReply>& early);
  // A body that is a file, into one (http_files.cc).
  Awaitable<bool> read_upload(Parser& parser, Incoming& incoming, std::optional<HttpReply>& early);
  Awaitable<bool> read_pieces(FileParser& body, Incoming& incoming, std::optional<HttpReply>& early);
  Awaitable<bool> promise_to_read(const Incoming& incoming);
  Awaitable<bool> read_body(Parser& parser, Incoming& incoming, std::optional<HttpReply>& early);
  Awaitable<error_code> read_piece(Parser& parser, BodyShare& share, bool& room);
  std::optional<HttpReply> take_head(const Parser& parser, Incoming& incoming);
  std::optional<HttpReply> reply_to_bad(const error_code& error, HttpRequest& request, bool target_read);
  HttpReply too_large(const HttpRequest& request);
  HttpReply crowded(const HttpRequest& request);
  Awaitable<HttpReply> answer(Incoming& incoming);
  void watch_for_leaving(const std::shared_ptr<Job>& job);
  Awaitable<bool> write(const Asked& asked, const HttpReply& reply);
  Awaitable<bool> write_text(std::string text);
  Awaitable<bool> write_file(std::shared_ptr<SentFile> file);
  // Has work done that may wait for a disk, and goes on here when it is done; false: it threw.
  Awaitable<bool> on_worker(std::function<void()> work);
  // Sends what comes until the client leaves or we stop.
  Awaitable<void> stream(std::shared_ptr<EventStream> events);
  void watch_streaming();
  // Closes so that the client can still read the reply though we left some of its bytes unread.
  Awaitable<void> close_gently();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  Application& application_;
  boost::asio::thread_pool& workers_;
  BodyBudget& bodies_;
  const ListenerOptions& options_;
  std::string peer_;                // The address at the other end.
  std::shared_ptr<Job> job_;        // The answer that is being made, if any.
  boost::asio::steady_timer beat_;  // Of a stream: the next heartbeat.
  bool streaming_ = false;
  bool waiting_ = false;  // Between requests.
  bool large_ = false;    // The body that was not read to its end is a file.
  bool draining_ = false;
};

}  // namespace sojourn
