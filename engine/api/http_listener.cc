#include "api/http_listener.h"

#include "api/boost_coroutines.h"  // Before Boost.

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <unordered_set>

#include "api/http_connection.h"

namespace sojourn {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

namespace {

constexpr int kPortMax = 65535;
constexpr int kBacklog = 512;
constexpr size_t kTurnedAwayMax = 64;  // At once; those beyond are closed without a word.
constexpr std::chrono::milliseconds kAcceptPause{100};

class Listener final : public HttpListener {
 public:
  explicit Listener(const ListenerOptions& options)
      : options_(options),
        bodies_(options.bodies_bytes_max),
        acceptor_(io_),
        signals_(io_),
        drain_(io_),
        workers_(std::max<size_t>(1, options.workers)) {}
  ~Listener() override { workers_.join(); }

  Status listen();
  std::string address() const override;
  int port() const override { return endpoint_.port(); }
  bool loopback() const override { return endpoint_.address().is_loopback(); }
  Status run(Application& application) override;
  void stop() override {
    asio::post(io_, [this] { drain(); });
  }

 private:
  asio::awaitable<void> accept(Application& application);
  asio::awaitable<void> serve(std::shared_ptr<HttpConnection> connection, bool turn_away);
  void drain();
  void cut_off();

  const ListenerOptions options_;
  BodyBudget bodies_;
  std::unordered_set<HttpConnection*> connections_;  // Those that are served; on the thread of run() alone.
  size_t turned_away_ = 0;
  bool draining_ = false;
  asio::io_context io_{1};
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer drain_;
  Tcp::endpoint endpoint_;
  asio::thread_pool workers_;  // Last, so that no worker outlives what it posts to.
};

Status Listener::listen() {
  error_code error;
  const asio::ip::address address =
      asio::ip::make_address(options_.bind == "localhost" ? "127.0.0.1" : options_.bind, error);
  if (error)
    return Status::invalid("\"" + options_.bind + "\" is no address; give one such as 127.0.0.1 or ::1", "bind");
  if (options_.port < 0 || options_.port > kPortMax)
    return Status::invalid("a port is a number from 0 to 65535", "port");
  endpoint_ = {address, static_cast<unsigned short>(options_.port)};
  acceptor_.open(endpoint_.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint_, error);
  if (!error) acceptor_.listen(kBacklog, error);
  if (error) {
    const bool taken = error == asio::error::address_in_use;
    return Status::unavailable("cannot listen at " + this->address() + ": " + error.message() +
                               (taken ? "; another program holds it, choose another port" : ""));
  }
  endpoint_ = acceptor_.local_endpoint(error);
  if (!options_.signals) return {};
  signals_.add(SIGINT, error);
  signals_.add(SIGTERM, error);
  signals_.async_wait([this](const error_code& failed, int) {
    if (!failed) drain();
  });
  return {};
}

std::string Listener::address() const {
  const std::string host = endpoint_.address().to_string();
  return "http://" + (endpoint_.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint_.port());
}

asio::awaitable<void> Listener::serve(std::shared_ptr<HttpConnection> connection, bool turn_away) {
  try {
    if (turn_away) {
      co_await connection->turn_away();
    } else {
      co_await connection->serve();
    }
  } catch (const std::exception&) {
    // Out of memory, or a socket that does not even close: this connection ends, the others go on.
  }
  if (turn_away) --turned_away_;
  connections_.erase(connection.get());
  if (draining_ && connections_.empty()) drain_.cancel();
}

asio::awaitable<void> Listener::accept(Application& application) {
  while (acceptor_.is_open()) {
    Tcp::socket socket(io_);
    error_code error;
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor_.is_open()) break;
    if (error) {
      // Most likely no file descriptors are left: wait until some are.
      asio::steady_timer pause(io_, kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    const bool full = connections_.size() - turned_away_ >= options_.connections_max;
    if (full && turned_away_ >= kTurnedAwayMax) continue;
    auto connection = std::make_shared<HttpConnection>(std::move(socket), application, workers_, bodies_, options_);
    connections_.insert(connection.get());
    if (full) ++turned_away_;
    asio::co_spawn(io_, serve(std::move(connection), full), asio::detached);
  }
}

void Listener::drain() {
  if (draining_) return;
  draining_ = true;
  error_code ignored;
  signals_.clear(ignored);  // From now on a signal does what it always does.
  signals_.cancel(ignored);
  acceptor_.close(ignored);
  for (HttpConnection* connection : connections_) connection->drain();
  if (connections_.empty()) return;
  drain_.expires_after(options_.drain_time);
  drain_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) cut_off();
  });
}

void Listener::cut_off() {
  for (HttpConnection* connection : connections_) connection->abort();
}

Status Listener::run(Application& application) {
  asio::co_spawn(io_, accept(application), asio::detached);
  try {
    io_.run();
  } catch (const std::exception& error) {
    workers_.join();
    return Status::internal(std::string("the server stopped: ") + error.what());
  }
  workers_.join();
  return {};
}

}  // namespace

Result<std::unique_ptr<HttpListener>> HttpListener::open(const ListenerOptions& options) {
  try {
    auto listener = std::make_unique<Listener>(options);
    SOJOURN_CHECK(listener->listen());
    return std::unique_ptr<HttpListener>(std::move(listener));
  } catch (const std::exception& error) {
    return Status::unavailable(std::string("cannot serve: ") + error.what());
  }
}

}  // namespace sojourn
