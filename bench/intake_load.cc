#include "intake_load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "must.h"

namespace sojourn::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kCustomers = 200'000;
constexpr int kIdDigits = 12;
constexpr int kCustomerDigits = 7;
constexpr std::chrono::milliseconds kAgainAfter{100};  // Once more after a refusal.
constexpr std::chrono::seconds kSilenceMost{60};

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// One body, with the places in it that change.
class Body {
 public:
  Body(const Load& load, int64_t number);
  // Gives its events the ids from `first` on.
  void renew(int64_t first);
  std::string_view bytes() const { return text_; }

 private:
  void add(std::string_view text, std::vector<size_t>* places, int digits);
  static void write_number(char* at, int digits, int64_t number) {
    for (int i = digits - 1; i >= 0; --i, number /= 10) at[i] = static_cast<char>('0' + number % 10);
  }

  std::string text_;
  std::vector<size_t> ids_;
  std::vector<size_t> customers_;
};

void Body::add(std::string_view text, std::vector<size_t>* places, int digits) {
  text_ += text;
  if (places == nullptr) return;
  places->push_back(text_.size());
  text_.append(static_cast<size_t>(digits), '0');
}

Body::Body(const Load& load, int64_t number) {
  constexpr std::array<const char*, 6> kTouchpoints{"page view",     "search",   "product page",
                                                    "added to cart", "purchase", "help page"};
  std::string events;
  text_ += load.segment ? R"({"batch":[)" : "[";
  for (int64_t i = 0; i < load.batch; ++i) {
    const std::string touchpoint = kTouchpoints[static_cast<size_t>((number * 7 + i) % 6)];
    const std::string second = std::to_string(10 + (number + i) % 50);
    const std::string path = "/shelf/" + std::to_string((number * 31 + i * 17) % 500);
    if (i > 0) text_ += ',';
    if (load.segment) {
      add(R"({"type":"track","messageId":"m-)", &ids_, kIdDigits);
      add(R"(","userId":"customer-)", &customers_, kCustomerDigits);
      text_ += R"(","event":")" + touchpoint + R"(","timestamp":"2026-11-20T10:20:)" + second +
               R"(.250Z","properties":{"path":")" + path + R"("},"context":{"library":{"name":"load"}}})";
    } else {
      add(R"({"id":"m-)", &ids_, kIdDigits);
      add(R"(","customer":"customer-)", &customers_, kCustomerDigits);
      text_ += R"(","channel":"web","touchpoint":")" + touchpoint + R"(","time":"2026-11-20T10:20:)" + second +
               R"(.250Z","path":")" + path + R"("})";
    }
  }
  text_ += load.segment ? "]}" : "]";
  const std::string head = "POST " + std::string(load.segment ? "/v1/batch" : "/v1/events") +
                           " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + load.key +
                           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(text_.size()) +
                           "\r\n\r\n";
  for (size_t& place : ids_) place += head.size();
  for (size_t& place : customers_) place += head.size();
  text_.insert(0, head);
}

void Body::renew(int64_t first) {
  for (size_t i = 0; i < ids_.size(); ++i) {
    const int64_t id = first + static_cast<int64_t>(i);
    write_number(text_.data() + ids_[i], kIdDigits, id);
    write_number(text_.data() + customers_[i], kCustomerDigits, (id / 5 * 7919) % kCustomers);
  }
}

// What a reply says; nothing while it is not whole.
struct Reply {
  int status = 0;
  size_t size = 0;
};

Reply read_reply(std::string_view text) {
  const size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return {};
  constexpr std::string_view kLength = "Content-Length: ";
  const size_t at = text.substr(0, end).find(kLength);
  if (at == std::string_view::npos) fail("a reply without length: " + std::string(text.substr(0, end)));
  const auto length = std::strtoull(text.data() + at + kLength.size(), nullptr, 10);
  if (text.size() < end + 4 + length) return {};
  return {static_cast<int>(std::strtol(text.data() + std::strlen("HTTP/1.1 "), nullptr, 10)), end + 4 + length};
}

class Senders {
 public:
  explicit Senders(const Load& load);
  ~Senders();
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;
  LoadOutcome run();

 private:
  struct Sender {
    int socket = -1;
    Body body;
    size_t sent = 0;
    bool under_way = false;
    std::string reply;
    Clock::time_point asked;  // The first time that this body was sent.
    Clock::time_point again;  // Not before; only while it waits after a refusal.
    bool waits = false;
  };

  void open(int64_t number);
  Clock::time_point due() const;
  void begin(Sender& sender);
  void begin_due();
  void push(Sender& sender);
  void pull(Sender& sender);
  void take(Sender& sender, int status);
  void send_again();
  void handle(const epoll_event& event);

  const Load& load_;
  int poll_;
  std::vector<Sender> senders_;
  size_t under_way_ = 0;
  int64_t begun_ = 0;  // Bodies.
  Clock::time_point start_;
  bool over_ = false;
  Clock::time_point heard_;
  LoadOutcome outcome_;
};

Senders::Senders(const Load& load) : load_(load), poll_(epoll_create1(0)) {
  outcome_.next_id = load.first_id;
  senders_.reserve(static_cast<size_t>(load.connections));
  for (int64_t i = 0; i < load.connections; ++i) open(i);
}

Senders::~Senders() {
  for (const Sender& sender : senders_) close(sender.socket);
  close(poll_);
}

void Senders::open(int64_t number) {
  Sender sender{socket(AF_INET, SOCK_STREAM, 0), Body(load_, number), 0, false, {}, {}, {}, false};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(load_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(sender.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("no connection");
  const int yes = 1;
  setsockopt(sender.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  fcntl(sender.socket, F_SETFL, O_NONBLOCK);
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLOUT | EPOLLET;
  wanted.data.u64 = senders_.size();
  epoll_ctl(poll_, EPOLL_CTL_ADD, sender.socket, &wanted);
  senders_.push_back(std::move(sender));
}

// When the next body is to be sent.
Clock::time_point Senders::due() const {
  if (load_.rate == 0) return start_;
  const double seconds = static_cast<double>(begun_ * load_.batch) / static_cast<double>(load_.rate);
  return start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// A new body, unless time is over or it is too early.
void Senders::begin(Sender& sender) {
  const Clock::time_point today = Clock::now();
  const Clock::time_point due_at = due();
  if (over_ || due_at > today) return;
  ++begun_;
  sender.body.renew(outcome_.next_id);
  outcome_.next_id += load_.batch;
  sender.asked = load_.rate == 0 ? today : due_at;
  sender.sent = 0;
  sender.under_way = true;
  ++under_way_;
  push(sender);
}

void Senders::push(Sender& sender) {
  const std::string_view bytes = sender.body.bytes();
  while (sender.sent < bytes.size()) {
    const ssize_t size = send(sender.socket, bytes.data() + sender.sent, bytes.size() - sender.sent, MSG_NOSIGNAL);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) fail("the server hung up while it was sent to");
    sender.sent += static_cast<size_t>(size);
  }
}

void Senders::pull(Sender& sender) {
  std::array<char, 4096> room{};
  for (;;) {
    const ssize_t size = recv(sender.socket, room.data(), room.size(), 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) fail("the server hung up");
    sender.reply.append(room.data(), static_cast<size_t>(size));
    const Reply reply = read_reply(sender.reply);
    if (reply.status == 0) continue;
    take(sender, reply.status);
  }
}

void Senders::take(Sender& sender, int status) {
  heard_ = Clock::now();
  if (status == 429 || status == 503) {
    ++outcome_.refused;
    sender.reply.clear();
    sender.waits = true;
    sender.again = Clock::now() + kAgainAfter;
    return;
  }
  if (status != 200) fail("the server said " + sender.reply);
  sender.reply.clear();
  sender.under_way = false;
  --under_way_;
  outcome_.acknowledged += load_.batch;
  if (!over_) {
    outcome_.events += load_.batch;
    ++outcome_.requests;
    outcome_.latencies.push_back(static_cast<float>(since(sender.asked)));
  }
  begin(sender);
}

void Senders::send_again() {
  const Clock::time_point now = Clock::now();
  for (Sender& sender : senders_) {
    if (!sender.waits || sender.again > now) continue;
    sender.waits = false;
    sender.sent = 0;
    push(sender);
  }
}

void Senders::begin_due() {
  for (Sender& sender : senders_) {
    if (over_ || due() > Clock::now()) return;
    if (!sender.under_way) begin(sender);
  }
}

void Senders::handle(const epoll_event& event) {
  Sender& sender = senders_[event.data.u64];
  if ((event.events & EPOLLOUT) != 0 && sender.under_way && !sender.waits) push(sender);
  if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) pull(sender);
}

LoadOutcome Senders::run() {
  constexpr int kEvents = 256;
  const int wait_ms = load_.rate == 0 ? 20 : 2;
  std::array<epoll_event, kEvents> events{};
  start_ = heard_ = Clock::now();
  double told = 0;
  for (Sender& sender : senders_) begin(sender);
  while (under_way_ > 0 || !over_) {
    const int count = epoll_wait(poll_, events.data(), kEvents, wait_ms);
    for (int i = 0; i < count; ++i) handle(events[static_cast<size_t>(i)]);
    send_again();
    if (load_.rate > 0) begin_due();
    const double now = since(start_);
    const bool told_over = load_.over != nullptr && *load_.over;
    if (!over_ && (told_over || now >= load_.seconds)) {
      over_ = true;
      outcome_.seconds = now;
    }
    if (load_.every_second && now - told >= 1) {
      told = now;
      load_.every_second();
    }
    if (Clock::now() - heard_ > kSilenceMost) fail("the server has not answered for a minute: it hangs");
  }
  return std::move(outcome_);
}

}  // namespace

double quantile_ms(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return static_cast<double>(sorted[std::clamp<size_t>(rank, 1, sorted.size()) - 1]) * 1000;
}

LoadOutcome run_load(const Load& load) { return Senders(load).run(); }

}  // namespace sojourn::bench
